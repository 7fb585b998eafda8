//! Removes objects and files.

use tinsmith_cli::command::{Failure, Fields, reason};

use crate::client::{Client, values};
use crate::entry::{Entry, Place};
use crate::requests::with;
use crate::uri;

/// Removes a file or an object.
pub(crate) async fn delete(client: &Client, entry: &Entry, taken: &Fields) -> Result<(), Failure> {
    match entry.place {
        Place::Local => remove_file(&entry.from),
        Place::S3 => object(client, &entry.from, taken).await,
    }
}

/// Removes an object.
pub(crate) async fn object(client: &Client, path: &str, taken: &Fields) -> Result<(), Failure> {
    let (bucket, key) = uri::parts(path);
    let mut input = values([("Bucket", bucket), ("Key", key)]);
    if let Some(payer) = taken.get("RequestPayer") {
        input = with(input, &[("RequestPayer".to_owned(), payer.clone())].into_iter().collect());
    }
    client.call("DeleteObject", &input).await.map(drop)
}

/// Removes a file.
pub(crate) fn remove_file(path: &str) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| Failure::General(format!("{path}: {}", reason(&error))))
}
