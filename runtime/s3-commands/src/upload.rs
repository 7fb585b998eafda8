//! Uploads files or standard input, in one request or in parts.

use std::io::Read;
use std::sync::Arc;

use aws_smithy_types::byte_stream::ByteStream;
use tinsmith_cli::command::{Failure, Fields, Value, reason};
use tokio::task::JoinSet;

use crate::client::{Client, values};
use crate::entry::Entry;
use crate::file;
use crate::job::Job;
use crate::media_types::media_type;
use crate::parts::{self, Part};
use crate::requests::{InParts, with};
use crate::uri;

/// Uploads a file.
pub(crate) async fn upload(job: &Arc<Job>, entry: &Entry, taken: &Fields) -> Result<(), Failure> {
    let mut taken = taken.clone();
    if !job.given.has("no-guess-mime-type")
        && !taken.contains("ContentType")
        && let Some(guessed) = media_type(&entry.from)
    {
        taken.push("ContentType", Value::string(guessed));
    }
    let size = entry.size.unwrap_or(0);
    if size < job.settings.threshold {
        let whole = Part { number: 1, start: 0, len: size };
        let body = file::body(&entry.from, whole).map_err(|error| unreadable(&entry.from, &error))?;
        job.bandwidth.take(size).await;
        job.unless_cancelled(put(&job.client, &entry.to, &taken, body)).await?;
        job.report.progress(size);
        return Ok(());
    }
    let part_size = parts::upload_size(job.settings.part_size, Some(size));
    let mut source = Source::File { path: entry.from.clone(), parts: Box::new(parts::of(size, part_size)) };
    in_parts(job, &entry.to, taken, job.settings.max_requests, &mut source).await
}

/// Uploads standard input, whose size is not known in advance.
pub(crate) async fn upload_stream(job: &Arc<Job>, to: &str, taken: &Fields) -> Result<(), Failure> {
    let expected = job.given.text("expected-size").and_then(|it| it.trim().parse::<u64>().ok());
    let part_size = parts::upload_size(job.settings.part_size, expected);
    let threshold = job.settings.threshold;
    let first_size = if expected.is_some_and(|it| it < threshold) { u64::MAX } else { threshold };
    let first = job.unless_cancelled(read_input(first_size)).await?;
    if (first.len() as u64) < threshold || first_size == u64::MAX {
        return job.unless_cancelled(put(&job.client, to, taken, ByteStream::from(first))).await;
    }
    let mut source = Source::Input { read: first, part_size, number: 0 };
    // Fewer concurrent requests, because the parts are in memory.
    in_parts(job, to, taken.clone(), job.settings.max_requests.min(4), &mut source).await
}

/// Where the parts of an upload come from.
enum Source {
    File { path: String, parts: Box<dyn Iterator<Item = Part> + Send> },
    Input { read: Vec<u8>, part_size: u64, number: u64 },
}

impl Source {
    /// The next part: its number, size and bytes.
    async fn next(&mut self) -> Result<Option<(u64, u64, ByteStream)>, Failure> {
        match self {
            Self::File { path, parts } => {
                let Some(part) = parts.next() else { return Ok(None) };
                let body = file::body(path, part).map_err(|error| unreadable(path, &error))?;
                Ok(Some((part.number, part.len, body)))
            }
            Self::Input { read, part_size, number } => {
                let missing = part_size.saturating_sub(read.len() as u64);
                read.extend(read_input(missing).await?);
                if read.is_empty() {
                    return Ok(None);
                }
                *number += 1;
                let rest = read.split_off(read.len().min(*part_size as usize));
                let part = std::mem::replace(read, rest);
                Ok(Some((*number, part.len() as u64, ByteStream::from(part))))
            }
        }
    }
}

/// Reads up to this many bytes of standard input, on a thread that may wait for them.
async fn read_input(most: u64) -> Result<Vec<u8>, Failure> {
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map(|_| bytes)
    });
    let read = read.await.unwrap_or_else(|error| Err(error.into()));
    read.map_err(|error| Failure::General(format!("failed to read standard input: {}", reason(&error))))
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    Failure::General(format!("failed to read {path}: {}", reason(error)))
}

async fn put(client: &Client, to: &str, taken: &Fields, body: ByteStream) -> Result<(), Failure> {
    let (bucket, key) = uri::parts(to);
    let input = with(values([("Bucket", bucket), ("Key", key)]), taken);
    client.send("PutObject", &input, Some(body)).await.map(drop)
}

/// Uploads in parts. A failed upload is aborted.
async fn in_parts(
    job: &Arc<Job>,
    to: &str,
    mut taken: Fields,
    most: usize,
    source: &mut Source,
) -> Result<(), Failure> {
    if !taken.contains("ChecksumAlgorithm") && job.makes_checksums() {
        taken.push("ChecksumAlgorithm", Value::string(job.client.config().request_checksum_algorithm()));
    }
    let upload = Upload::create(&job.client, to, &taken).await?;
    let uploaded = job.unless_cancelled(upload.send_parts(job, most, source)).await;
    let done = match uploaded {
        Ok(parts) => upload.complete(parts).await,
        Err(failure) => Err(failure),
    };
    if done.is_err() {
        upload.abort().await;
    }
    done.map(drop)
}

/// An upload or copy in parts that has been started.
pub(crate) struct Upload {
    client: Client,
    /// The bucket, key and id of the upload.
    place: Fields,
    pub(crate) taken: InParts,
    algorithm: Option<String>,
}

impl Upload {
    /// Starts an upload.
    pub(crate) async fn create(client: &Client, to: &str, taken: &Fields) -> Result<Self, Failure> {
        let (bucket, key) = uri::parts(to);
        let mut place = values([("Bucket", bucket), ("Key", key)]);
        let algorithm = taken.get("ChecksumAlgorithm").and_then(Value::as_str).map(str::to_owned);
        let taken = InParts::of(taken);
        let created = client.call("CreateMultipartUpload", &with(place.clone(), &taken.create)).await?;
        let id = created.get("UploadId").cloned();
        place.push("UploadId", id.ok_or_else(|| Failure::General("the response contains no upload id".to_owned()))?);
        Ok(Self { client: client.clone(), place, taken, algorithm })
    }

    /// The values of the request for a part.
    pub(crate) fn part(&self, number: u64) -> Fields {
        let mut input = with(self.place.clone(), &self.taken.part);
        input.push("PartNumber", Value::Integer(number as i64));
        input
    }

    /// The values that completing the upload requires of a part.
    pub(crate) fn sent(&self, number: u64, answer: &Fields) -> Fields {
        let mut sent = Fields::default();
        if let Some(etag) = answer.get("ETag") {
            sent.push("ETag", etag.clone());
        }
        sent.push("PartNumber", Value::Integer(number as i64));
        let member = self.algorithm.as_ref().map(|it| format!("Checksum{}", it.to_uppercase()));
        if let Some((member, checksum)) = member.and_then(|it| answer.get(&it).cloned().map(|value| (it, value))) {
            sent.push(member, checksum);
        }
        sent
    }

    async fn send_parts(&self, job: &Arc<Job>, most: usize, source: &mut Source) -> Result<Vec<Fields>, Failure> {
        let mut tasks = JoinSet::new();
        let mut sent = Vec::new();
        loop {
            let part = if tasks.len() < most { source.next().await? } else { None };
            let Some((number, len, body)) = part else {
                let Some(done) = tasks.join_next().await else { break };
                sent.push(joined(done)?);
                continue;
            };
            let (job, input, client) = (Arc::clone(job), self.part(number), self.client.clone());
            tasks.spawn(async move {
                job.bandwidth.take(len).await;
                let answer = client.send("UploadPart", &input, Some(body)).await?;
                job.report.progress(len);
                Ok((number, answer))
            });
        }
        sent.sort_by_key(|(number, _)| *number);
        Ok(sent.iter().map(|(number, answer)| self.sent(*number, answer)).collect())
    }

    /// Completes the upload.
    pub(crate) async fn complete(&self, parts: Vec<Fields>) -> Result<Fields, Failure> {
        let mut upload = Fields::default();
        upload.push("Parts", Value::List(parts.into_iter().map(Value::Object).collect()));
        let mut input = with(self.place.clone(), &self.taken.complete);
        input.push("MultipartUpload", Value::Object(upload));
        self.client.call("CompleteMultipartUpload", &input).await
    }

    /// Aborts the upload, which frees its storage. An error is ignored, because the earlier one is reported.
    pub(crate) async fn abort(&self) {
        let mut input = self.place.clone();
        if let Some(payer) = self.taken.complete.get("RequestPayer") {
            input.push("RequestPayer", payer.clone());
        }
        let _ = self.client.call("AbortMultipartUpload", &input).await;
    }
}

/// The result of a task.
pub(crate) fn joined<T>(done: Result<Result<T, Failure>, tokio::task::JoinError>) -> Result<T, Failure> {
    done.unwrap_or_else(|error| Err(Failure::General(format!("a task ended early: {error}"))))
}
