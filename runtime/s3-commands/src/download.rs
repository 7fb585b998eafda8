//! Downloads objects, in one request or in ranges, to a file or standard output.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_types::byte_stream::ByteStream;
use tinsmith_cli::command::{Failure, Fields, Value, reason};
use tinsmith_runtime::message::ParseError;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::client::{Client, values};
use crate::entry::Entry;
use crate::file::Target;
use crate::job::Job;
use crate::listing::integer;
use crate::load::Load;
use crate::parts::{self, Part};
use crate::requests::with;
use crate::upload::joined;
use crate::uri;

/// The maximum number of attempts for a response that is interrupted.
const ATTEMPTS: u32 = 5;

/// The maximum number of ranges in memory for standard output.
const IN_MEMORY: usize = 4;

/// The size and entity tag of an object.
struct Object {
    size: u64,
    etag: Option<String>,
}

/// Downloads an object to a file.
pub(crate) async fn download(job: &Arc<Job>, entry: &Entry, taken: &Fields) -> Result<(), Failure> {
    let object = match (entry.size, entry.etag()) {
        (Some(size), Some(etag)) => Object { size, etag: Some(etag.to_owned()) },
        _ => head(&job.source, &entry.from, taken).await?,
    };
    let target = Arc::new(Target::create(&entry.to)?);
    if object.size < job.settings.threshold {
        let input = input(&entry.from, taken);
        fetch(job, &input, &Turn::default(), &mut |bytes, at| target.write_at(bytes, at)).await?;
    } else {
        target.reserve(object.size)?;
        in_ranges(job, entry, taken, &object, &target).await?;
    }
    // The tasks that wrote to it have ended.
    let target =
        Arc::into_inner(target).ok_or_else(|| Failure::General("the file is still being written".to_owned()))?;
    if let Some(why) = target.finish(entry.modified.map(|it| it.secs()))? {
        let path = &entry.to;
        job.report
            .warn(&format!("Successfully Downloaded {path} but was unable to update the last modified time. {why}"));
    }
    Ok(())
}

async fn in_ranges(
    job: &Arc<Job>,
    entry: &Entry,
    taken: &Fields,
    object: &Object,
    target: &Arc<Target>,
) -> Result<(), Failure> {
    let mut parts = parts::of(object.size, job.settings.part_size);
    let mut tasks = JoinSet::new();
    let turn = Arc::new(Turn::default());
    let mut load = Load::new(job.settings.max_requests);
    let before = job.report.transferred();
    loop {
        let part = if tasks.len() < load.requests() { parts.next() } else { None };
        let Some(part) = part else {
            match timeout(load.pause().unwrap_or(Duration::MAX), tasks.join_next()).await {
                Ok(Some(done)) => joined(done)?,
                Ok(None) => return Ok(()),
                Err(_) => {}
            }
            load.adapt(job.report.transferred() > before);
            continue;
        };
        let (job, target, turn) = (Arc::clone(job), Arc::clone(target), Arc::clone(&turn));
        let input = range(input(&entry.from, taken), object, part);
        tasks.spawn(async move {
            fetch(&job, &input, &turn, &mut |bytes, at| target.write_at(bytes, part.start + at)).await
        });
    }
}

/// Downloads an object to standard output.
pub(crate) async fn download_stream(job: &Arc<Job>, from: &str, taken: &Fields) -> Result<(), Failure> {
    let object = head(&job.client, from, taken).await?;
    if object.size < job.settings.threshold {
        return fetch(job, &input(from, taken), &Turn::default(), &mut |bytes, _| write_out(bytes)).await;
    }
    let mut parts = parts::of(object.size, job.settings.part_size);
    let most = job.settings.max_requests.min(IN_MEMORY);
    let mut tasks = JoinSet::new();
    // Ranges that arrived before an earlier one.
    let mut waiting = BTreeMap::new();
    let mut next = 1;
    loop {
        let part = if tasks.len() + waiting.len() < most { parts.next() } else { None };
        if let Some(part) = part {
            let (job, input) = (Arc::clone(job), range(input(from, taken), &object, part));
            tasks.spawn(async move { in_memory(&job, &input, part).await });
            continue;
        }
        let Some(done) = tasks.join_next().await else { return Ok(()) };
        let (number, bytes) = joined(done)?;
        waiting.insert(number, bytes);
        while let Some(bytes) = waiting.remove(&next) {
            write_out(&bytes)?;
            next += 1;
        }
    }
}

async fn in_memory(job: &Arc<Job>, input: &Fields, part: Part) -> Result<(u64, Vec<u8>), Failure> {
    let mut all = Vec::with_capacity(part.len as usize);
    let mut add = |bytes: &[u8], at: u64| {
        // A second attempt starts from the beginning.
        all.truncate(at as usize);
        all.extend_from_slice(bytes);
        Ok(())
    };
    fetch(job, input, &Turn::default(), &mut add).await?;
    Ok((part.number, all))
}

fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|error| Failure::General(format!("failed to write to standard output: {}", reason(&error))))
}

/// Receives bytes and their position in the response.
type Sink<'a> = dyn FnMut(&[u8], u64) -> Result<(), Failure> + Send + 'a;

/// The turn to write to a file. Systems let one thread at a time write to a file, and let others spin until then; a task
/// that waits for its turn leaves its thread to tasks that receive.
type Turn = Mutex<()>;

/// Reads an object or a range of it. If the response is interrupted, reads it again from the beginning.
async fn fetch(job: &Arc<Job>, input: &Fields, turn: &Turn, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let mut number = 1;
    loop {
        let mut at = 0;
        let read = job.source.open("GetObject", input, |stream| read(job, stream, turn, sink, &mut at)).await?;
        match read {
            Ok(()) => return Ok(()),
            Err(Broken::Here(failure)) => return Err(failure),
            Err(Broken::There(message)) if number == ATTEMPTS => return Err(Failure::General(message)),
            Err(Broken::There(_)) => job.report.take_back(at),
        }
        number += 1;
    }
}

/// The side on which reading failed.
enum Broken {
    /// The bytes could not be written.
    Here(Failure),
    /// The response was interrupted.
    There(String),
}

/// The error of a body. One that does not match its checksum would not do so the next time either.
fn broken(error: &aws_smithy_types::byte_stream::error::Error) -> Broken {
    let mut causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |&it| it.source());
    match causes.find(|it| it.is::<ParseError>()) {
        Some(invalid) => Broken::Here(Failure::General(invalid.to_string())),
        None => Broken::There(format!("the download was interrupted: {error}")),
    }
}

async fn read(
    job: &Arc<Job>,
    mut stream: ByteStream,
    turn: &Turn,
    sink: &mut Sink<'_>,
    at: &mut u64,
) -> Result<(), Broken> {
    while let Some(bytes) = stream.next().await {
        let bytes = bytes.map_err(|error| broken(&error))?;
        job.bandwidth.take(bytes.len() as u64).await;
        let its_turn = turn.lock().await;
        sink(&bytes, *at).map_err(Broken::Here)?;
        drop(its_turn);
        *at += bytes.len() as u64;
        job.report.progress(bytes.len() as u64);
    }
    Ok(())
}

fn input(from: &str, taken: &Fields) -> Fields {
    let (bucket, key) = uri::parts(from);
    with(values([("Bucket", bucket), ("Key", key)]), taken)
}

/// A range of an object, which must not change between ranges.
fn range(mut input: Fields, object: &Object, part: Part) -> Fields {
    let is_last = part.last() + 1 == object.size;
    let last = if is_last { String::new() } else { part.last().to_string() };
    input.push("Range", Value::String(format!("bytes={}-{last}", part.start)));
    if let Some(etag) = &object.etag {
        input.push("IfMatch", Value::string(etag));
    }
    input
}

async fn head(client: &Client, from: &str, taken: &Fields) -> Result<Object, Failure> {
    let facts = client.call("HeadObject", &input(from, taken)).await?;
    let etag = facts.get("ETag").and_then(Value::as_str).map(str::to_owned);
    Ok(Object { size: integer(&facts, "ContentLength").unwrap_or(0), etag })
}
