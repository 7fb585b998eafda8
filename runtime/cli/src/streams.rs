//! Blobs that stream: a file is sent, and what is answered goes to a file.
//!
//! As with the AWS CLI, the option of a streaming parameter takes the path of a file, and an operation
//! that answers with a stream takes the path to write it to as its one positional argument.

use std::fs::File;
use std::io::Write as _;

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::primitives::ByteStream;
use tinsmith_runtime::schema::{Kind, Member, Schema, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Slot, Structure};

use super::failure::Failure;
use super::files;
use super::value::Value;

/// The positional argument that names the file to write to.
pub(crate) const OUTFILE: &str = "outfile";

/// Whether the operation answers with a blob that is all of the body, whether it streams or not.
pub(crate) fn answers(operation: &Operation) -> bool {
    body(operation.output).is_some()
}

/// The blob that is all of the body.
fn body(output: &Schema) -> Option<usize> {
    let is_payload = |member: &Member| member.traits().iter().any(|it| matches!(it, Trait::HttpPayload));
    output.members().iter().position(|it| it.target().kind() == Kind::Blob && (is_payload(it) || is_blob(it)))
}

/// Whether the parameter is a blob that streams.
pub(crate) fn is_blob(member: &Member) -> bool {
    member.target().is_streaming() && member.target().kind() == Kind::Blob
}

/// The content of the file that the option of a streaming parameter names.
pub(crate) fn read(option: &str, path: &str) -> Result<Value, Failure> {
    let path = path.strip_prefix("fileb://").or_else(|| path.strip_prefix("file://")).unwrap_or(path);
    let bytes = std::fs::read(files::expand(path));
    bytes.map(Value::Bytes).map_err(|_| Failure::param(option, "Blob values must be a path to a file."))
}

/// Takes the body out of an answer.
pub(crate) fn take(answer: &mut Dynamic) -> Option<ByteStream> {
    let index = body(answer.schema())?;
    let stream = match answer.member_mut(index)?.slot() {
        Slot::Stream(place) => std::mem::take(place),
        Slot::Blob(place) => std::mem::take(place).into_inner().into(),
        _ => return None,
    };
    answer.clear(index);
    Some(stream)
}

/// Writes a stream to a file as it comes.
pub(crate) async fn save(mut stream: ByteStream, path: &str) -> Result<(), Failure> {
    let path = files::expand(path);
    let refused =
        |error: std::io::Error| Failure::General(format!("Unable to write to file: {path}: {}", files::reason(&error)));
    let mut file = File::create(&path).map_err(refused)?;
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| Failure::General(format!("The answer broke off: {error}")))?;
        file.write_all(&piece).map_err(refused)?;
    }
    file.flush().map_err(refused)
}
