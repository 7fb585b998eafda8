//! Streams: sends files and standard input as blobs, writes received blobs to files or standard output, and events as
//! lines of JSON.
//!
//! As in the AWS CLI, the option of a streaming blob takes a path, and an operation that returns one takes a path as an
//! argument. In addition, `-` is standard input or output, and a file appears only when it is complete.

use std::fs::{self, File};
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_types::base64;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::answer::{self, Times};
use super::call::{Caller, chain};
use super::failure::Failure;
use super::files;
use super::value::{Fields, Value};
use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::primitives::{ByteStream, SdkBody};
use tinsmith_runtime::schema::{Datum, Kind, Member, Schema, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{IncomingError, Slot, Structure};

/// The number of bytes read from a file at once.
const PART: usize = 1 << 18;

/// The argument for standard input or output.
pub(crate) const STANDARD: &str = "-";

/// The blob that is the whole body, streaming or not.
fn body(output: &Schema) -> Option<(usize, &Member)> {
    let is_payload = |member: &Member| member.traits().iter().any(|it| matches!(it, Trait::HttpPayload));
    let is_body = |member: &Member| member.target().kind() == Kind::Blob && (is_payload(member) || is_blob(member));
    output.members().iter().enumerate().find(|(_, it)| is_body(it))
}

/// The member of the operation's output that is written to a file.
pub(crate) fn to_file(operation: &Operation) -> Option<&Member> {
    body(operation.output).map(|(_, member)| member)
}

/// Whether the parameter is a streaming blob.
pub(crate) fn is_blob(member: &Member) -> bool {
    member.target().is_streaming() && member.target().kind() == Kind::Blob
}

/// The event and its member that an operation writes to a file instead of printing events.
pub(crate) fn payload(operation: &Operation) -> Option<(&'static str, &'static str)> {
    let record = operation.saved_event()?;
    let text = |name| Datum::find(record, name)?.text();
    Some((text("event")?, text("member")?))
}

/// Whether the operation's output is a blob that is written to a file.
pub(crate) fn takes_outfile(operation: &Operation) -> bool {
    to_file(operation).is_some() || payload(operation).is_some()
}

/// Takes the body out of an output.
pub(crate) fn take(answer: &mut Dynamic) -> Option<ByteStream> {
    let (index, _) = body(answer.schema())?;
    let stream = match answer.member_mut(index)?.slot() {
        Slot::Stream(place) => std::mem::take(place),
        Slot::Blob(place) => std::mem::take(place).into_inner().into(),
        _ => return None,
    };
    answer.clear(index);
    Some(stream)
}

/// The path of a file in the value of an option.
pub(crate) fn source(text: &str) -> Option<Value> {
    let path = text.strip_prefix("fileb://").or_else(|| text.strip_prefix("file://")).unwrap_or(text);
    let path = files::expand(path);
    let is_there = path == STANDARD || fs::metadata(&path).is_ok_and(|it| !it.is_dir());
    is_there.then_some(Value::File(path))
}

/// The contents of a file, or of standard input, which is read into memory.
pub(crate) fn read(path: &str) -> Result<ByteStream, String> {
    if path == STANDARD {
        // The size of standard input is unknown, and many services require the size of a blob.
        return files::standard_input(files::MOST_BYTES_OF_BLOB).map(ByteStream::from);
    }
    let open = |path: &str| {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok((file, metadata.is_file().then_some(metadata.len())))
    };
    let refused = |error: io::Error| format!("Unable to read file: {path}: {}", files::reason(&error));
    let (file, size) = open(path).map_err(refused)?;
    if size.is_none() {
        return Ok(ByteStream::new(SdkBody::from_body_1_x(FileBody { file: Ok(file), left: None })));
    }
    let path = path.to_owned();
    Ok(ByteStream::new(SdkBody::retryable(move || {
        // An error is reported when the body is read.
        let (file, left) = open(&path).map_or_else(|error| (Err(Some(error)), None), |(file, left)| (Ok(file), left));
        SdkBody::from_body_1_x(FileBody { file, left })
    })))
}

/// A stream in place of standard input, which is never read.
pub(crate) fn unread() -> ByteStream {
    ByteStream::new(SdkBody::from_body_1_x(FileBody { file: Err(None), left: None }))
}

/// A file that is read while it is sent.
struct FileBody {
    file: Result<File, Option<io::Error>>,
    /// The number of bytes left, if known.
    left: Option<u64>,
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let most = self.left.map_or(PART, |left| usize::try_from(left).unwrap_or(PART).min(PART));
        if most == 0 {
            return Poll::Ready(None);
        }
        let mut part = vec![0; most];
        let read = match &mut self.file {
            Ok(file) => file.read(&mut part),
            Err(error) => Err(error.take().unwrap_or_else(|| io::ErrorKind::NotFound.into())),
        };
        let count = match read {
            Ok(0) if self.left.is_some() => return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
            Ok(0) => return Poll::Ready(None),
            Ok(count) => count,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        part.truncate(count);
        self.left = self.left.map(|left| left - count as u64);
        Poll::Ready(Some(Ok(Frame::data(part.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The target of a blob.
#[derive(Debug)]
pub(crate) enum Sink {
    /// Standard output.
    Standard,
    /// A file that is not regular, such as a device or pipe.
    Special(File),
    /// A temporary file, which is renamed when it is complete.
    Regular {
        /// The temporary file.
        part: File,
        part_path: PathBuf,
        path: PathBuf,
        is_done: bool,
    },
}

impl Sink {
    /// Opens the file before the call is made, so that an invalid path is reported without a call.
    pub(crate) fn open(path: &str) -> Result<Self, Failure> {
        if path == STANDARD {
            return Ok(Self::Standard);
        }
        let path = files::expand(path);
        let refused =
            |error: io::Error| Failure::Param(format!("Unable to write to file: {path}: {}", files::reason(&error)));
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(refused(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                return File::options().write(true).open(&path).map(Self::Special).map_err(refused);
            }
            _ => {}
        }
        // A link stays, and its target is replaced.
        let target = fs::canonicalize(&path).unwrap_or_else(|_| PathBuf::from(&path));
        let name = target.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let part_path = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let part = File::options().write(true).create_new(true).open(&part_path).map_err(refused)?;
        Ok(Self::Regular { part, part_path, path: target, is_done: false })
    }

    /// Whether the blob goes to standard output.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self, Self::Standard)
    }

    /// Writes the blob while it is received.
    pub(crate) async fn write(mut self, mut blob: ByteStream) -> Result<(), Failure> {
        while let Some(part) = blob.next().await {
            let part =
                part.map_err(|error| Failure::General(format!("Failed to receive the body: {}", chain(&error))))?;
            if !self.append(&part)? {
                return Ok(());
            }
        }
        self.finish()
    }

    /// Writes a part. Returns whether the output is still being read.
    fn append(&mut self, part: &[u8]) -> Result<bool, Failure> {
        let written = self.file().write_all(part);
        match written {
            Ok(()) => Ok(true),
            Err(error) if self.is_standard() && error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(unwritable(&error)),
        }
    }

    /// Puts the file in its place.
    fn finish(mut self) -> Result<(), Failure> {
        self.file().flush().map_err(|error| unwritable(&error))?;
        if let Self::Regular { part_path, path, is_done, .. } = &mut self {
            keep_permissions(part_path, path);
            fs::rename(part_path, path).map_err(|error| unwritable(&error))?;
            *is_done = true;
        }
        Ok(())
    }

    fn file(&mut self) -> Box<dyn Write + '_> {
        match self {
            Self::Standard => Box::new(io::stdout().lock()),
            Self::Special(file) | Self::Regular { part: file, .. } => Box::new(file),
        }
    }
}

impl Drop for Sink {
    /// Removes the temporary file of an incomplete blob.
    fn drop(&mut self) {
        if let Self::Regular { part_path, is_done: false, .. } = self {
            // If it cannot be removed, that is harmless: its name shows that it is incomplete.
            let _ = fs::remove_file(part_path);
        }
    }
}

/// Keeps the permissions of a file that is replaced.
fn keep_permissions(part: &Path, path: &Path) {
    if let Ok(found) = fs::metadata(path) {
        // If they cannot be set, the file has default permissions.
        let _ = fs::set_permissions(part, found.permissions());
    }
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::General(format!("Unable to write the output: {}", files::reason(error)))
}

/// Writes the payload of events of one kind, as they come.
pub(crate) fn payloads(
    caller: &Caller,
    operation: &'static Operation,
    output: &mut Dynamic,
    mut sink: Sink,
    event: &str,
    payload: &str,
) -> Result<(), Failure> {
    let mut is_read = true;
    events(caller, operation, output, Times::default(), &mut |value| {
        let Value::Object(fields) = &value else { return Ok(()) };
        let Some(Value::Object(found)) = fields.get(event) else { return Ok(()) };
        // Bytes of answers are base64.
        let bytes = found.get(payload).and_then(Value::as_str).and_then(|it| base64::decode(it).ok());
        if let Some(bytes) = bytes.filter(|_| is_read) {
            is_read = sink.append(&bytes)?;
        }
        Ok(())
    })?;
    sink.finish()
}

/// Prints each event when it is received.
pub(crate) fn events(
    caller: &Caller,
    operation: &'static Operation,
    output: &mut Dynamic,
    times: Times,
    show: &mut dyn FnMut(Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Some((index, member)) = operation.output.streaming_member() else { return Ok(()) };
    let Some(Slot::Events(place)) = output.member_mut(index).map(|it| it.slot()) else { return Ok(()) };
    let Some(mut incoming) = place.take_incoming() else { return Ok(()) };
    loop {
        let mut event = DynamicUnion::new(member.target());
        match caller.run(poll_fn(|cx| incoming.poll_next(cx, &mut event)))? {
            Some(Ok(())) => show(answer::event(&event, member, times))?,
            Some(Err(error)) => return Err(failure(operation, *error)),
            None => return Ok(()),
        }
    }
}

fn failure(operation: &Operation, error: IncomingError) -> Failure {
    match error {
        IncomingError::Answered { code, text, .. } => {
            let code = code.unwrap_or_else(|| "Unknown".to_owned());
            let text = text.unwrap_or_else(|| "Unknown".to_owned());
            let mut details = Fields::default();
            details.push("Code", Value::string(code.clone()));
            details.push("Message", Value::string(text.clone()));
            let name = operation.name;
            let message = format!("An error occurred ({code}) when calling the {name} operation: {text}");
            Failure::Service { message, details, is_refusal: false }
        }
        IncomingError::Malformed(error, _) => Failure::General(format!("Unable to parse event: {}", chain(&*error))),
        IncomingError::Broken(error) => Failure::General(format!("Failed to receive the events: {}", chain(&*error))),
    }
}
