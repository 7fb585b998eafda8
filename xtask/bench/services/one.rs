//! Makes one call of S3, and nothing else: what a program of a single operation takes to build.

mod program;

fn main() -> program::Called {
    let client = client!(s3);
    program::run(async || {
        let mut body = client.get_object().bucket("bucket").key("large").send().await?.body;
        let mut size = 0;
        while let Some(bytes) = body.try_next().await? {
            size += bytes.len();
        }
        if size > 0 { Ok(()) } else { Err("an empty object".into()) }
    })
}
