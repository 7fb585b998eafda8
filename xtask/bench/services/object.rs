//! The body of an object.

use s3::primitives::ByteStream;

use crate::program::Called;

/// Reads the whole body. Fails if it is empty.
pub async fn read(mut body: ByteStream) -> Called {
    let mut size = 0;
    while let Some(bytes) = body.try_next().await? {
        size += bytes.len();
    }
    if size > 0 { Ok(()) } else { Err("an empty object".into()) }
}
