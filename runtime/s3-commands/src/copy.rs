//! Copies objects, in one request or in parts.

use std::sync::Arc;

use tinsmith_cli::command::{Failure, Fields, Value};
use tokio::task::JoinSet;

use crate::client::{code, values};
use crate::copy_props::{self, Later};
use crate::entry::Entry;
use crate::job::Job;
use crate::parts;
use crate::requests::with;
use crate::upload::{Upload, joined};
use crate::uri;

/// Copies an object.
pub(crate) async fn copy(job: &Arc<Job>, entry: &Entry, taken: &Fields) -> Result<(), Failure> {
    let mut taken = taken.clone();
    let size = entry.size.unwrap_or(0);
    let is_in_parts = size >= job.settings.threshold;
    let mut later = Later::default();
    if !job.given.has("metadata-directive") {
        later = copy_props::set(job, entry, is_in_parts, &mut taken).await?;
    }
    let answer = match is_in_parts {
        true => in_parts(job, entry, size, &taken).await?,
        false => {
            let (bucket, key) = uri::parts(&entry.to);
            let mut input = values([("Bucket", bucket), ("Key", key)]);
            input.push("CopySource", Value::String(source(&entry.from)));
            let input = with(input, &taken);
            let answer = job.unless_cancelled(job.client.call("CopyObject", &input)).await?;
            job.report.progress(size);
            answer
        }
    };
    copy_props::finish(job, entry, later, &answer, &taken).await
}

/// The value that names an object to copy: its percent-encoded path.
fn source(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    let (bucket, key) = uri::parts(path);
    // In the ARN of an access point, a word separates its name and the key.
    let between = if bucket.starts_with("arn:") { "/object/" } else { "/" };
    utf8_percent_encode(&format!("{bucket}{between}{key}"), KEPT).to_string()
}

async fn in_parts(job: &Arc<Job>, entry: &Entry, size: u64, taken: &Fields) -> Result<Fields, Failure> {
    let upload = Arc::new(Upload::create(&job.client, &entry.to, taken).await?);
    let copied = job.unless_cancelled(copy_parts(job, entry, size, &upload)).await;
    let done = match copied {
        Ok(parts) => upload.complete(parts).await,
        Err(failure) => Err(failure),
    };
    if done.is_err() {
        upload.abort().await;
    }
    done
}

async fn copy_parts(job: &Arc<Job>, entry: &Entry, size: u64, upload: &Arc<Upload>) -> Result<Vec<Fields>, Failure> {
    let part_size = parts::upload_size(job.settings.part_size, Some(size));
    let mut parts = parts::of(size, part_size);
    let mut tasks = JoinSet::new();
    let mut copied = Vec::new();
    loop {
        let part = if tasks.len() < job.settings.max_requests { parts.next() } else { None };
        let Some(part) = part else {
            let Some(done) = tasks.join_next().await else { break };
            copied.push(joined(done)?);
            continue;
        };
        let mut input = upload.part(part.number);
        input.remove("ChecksumAlgorithm");
        input.push("CopySource", Value::String(source(&entry.from)));
        input.push("CopySourceRange", Value::String(format!("bytes={}-{}", part.start, part.last())));
        if let Some(etag) = entry.etag() {
            input.push("CopySourceIfMatch", Value::string(etag));
        }
        let (job, from) = (Arc::clone(job), entry.from.clone());
        tasks.spawn(async move {
            let answer = job.client.call("UploadPartCopy", &input).await.map_err(|failure| changed(failure, &from))?;
            job.report.progress(part.len);
            let result = match answer.get("CopyPartResult") {
                Some(Value::Object(fields)) => fields.clone(),
                _ => Fields::default(),
            };
            Ok((part.number, result))
        });
    }
    copied.sort_by_key(|(number, _)| *number);
    Ok(copied.iter().map(|(number, result)| upload.sent(*number, result)).collect())
}

/// The failure of a copy whose source has changed in the meantime.
fn changed(failure: Failure, from: &str) -> Failure {
    if code(&failure) != Some("PreconditionFailed") {
        return failure;
    }
    let (bucket, key) = uri::parts(from);
    Failure::General(format!("Contents of stored object \"{key}\" in bucket \"{bucket}\" did not match expected ETag."))
}
