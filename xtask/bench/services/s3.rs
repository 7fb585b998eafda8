//! Calls S3: gets an object, or with the case `put FILE` puts one.

use s3::primitives::ByteStream;

mod object;
mod program;

fn main() -> program::Called {
    let client = client!(s3);
    let puts = program::case() == "put";
    let file = std::env::args().nth(3).unwrap_or_default();
    program::run(async || {
        if puts {
            let body = ByteStream::from_path(&file).await?;
            client.put_object().bucket("bucket").key("large").body(body).send().await?;
            return Ok(());
        }
        object::read(client.get_object().bucket("bucket").key("large").send().await?.body).await
    })
}
