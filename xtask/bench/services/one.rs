//! Makes one call of S3, and nothing else: what a program of a single operation takes to build.

mod object;
mod program;

fn main() -> program::Called {
    let client = client!(s3);
    program::run(async || object::read(client.get_object().bucket("bucket").key("large").send().await?.body).await)
}
