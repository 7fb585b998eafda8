//! Streaming members: taken out of an input before it is sent, and put into an output once its response has begun.

#[cfg(feature = "event-stream")]
mod events;
#[cfg(not(feature = "event-stream"))]
#[path = "stream/no_events.rs"]
mod events;

use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use crate::error::{BoxError, ConnectorErrorKind, TransportError};
use crate::message::SerializeError;
use crate::schema::{Kind, Member};
use crate::service::Operation;
use crate::shape::{Slot, Structure};

pub(crate) use events::{Events, Signed};

/// The streaming part of an input.
pub(crate) enum Taken {
    /// The input does not stream.
    Nothing,
    /// A streaming blob.
    Blob(ByteStream),
    /// A stream of events.
    Events(Events),
}

/// Takes the streaming member out of an input.
pub(crate) fn take(operation: &Operation, input: &mut dyn Structure) -> Result<Taken, SerializeError> {
    let Some((index, member)) = operation.input.streaming_member() else { return Ok(Taken::Nothing) };
    match input.member_mut(index).map(|it| it.slot()) {
        Some(Slot::Stream(place)) => sized(member, std::mem::take(place)).map(Taken::Blob),
        Some(Slot::Events(place)) => match place.take_outgoing() {
            Some(outgoing) => Events::new(operation, outgoing, member.target()).map(Taken::Events),
            None => Ok(Taken::Nothing),
        },
        _ => Ok(Taken::Nothing),
    }
}

/// Takes the streaming blob out of an input. `None` if the operation has no such member.
#[inline]
pub fn take_blob(operation: &Operation, input: &mut dyn Structure) -> Result<Option<ByteStream>, SerializeError> {
    match operation.input.streaming_member() {
        Some((_, member)) if member.target().kind() == Kind::Blob => {}
        _ => return Ok(None),
    }
    match take(operation, input)? {
        Taken::Blob(stream) => Ok(Some(stream)),
        Taken::Nothing | Taken::Events(_) => Ok(None),
    }
}

fn sized(member: &Member, stream: ByteStream) -> Result<ByteStream, SerializeError> {
    let (least, most) = stream.size_hint();
    if member.target().requires_length() && most != Some(least) {
        let reason = format!("the size of `{}` must be known: pass bytes or a file", member.name());
        return Err(SerializeError::new(reason));
    }
    Ok(stream)
}

/// Takes the streaming blob out of an output. `None` if it has no such member.
#[inline]
pub fn take_blob_of(output: &mut dyn Structure) -> Option<ByteStream> {
    let (index, _) = output.schema().streaming_member()?;
    match output.member_mut(index)?.slot() {
        Slot::Stream(place) => Some(std::mem::take(place)),
        _ => None,
    }
}

/// Moves the streaming member of a structure to another one of the same schema.
#[inline]
pub fn move_stream(from: &mut dyn Structure, to: &mut dyn Structure) {
    let Some((index, _)) = from.schema().streaming_member() else { return };
    let (Some(from), Some(to)) = (from.member_mut(index), to.member_mut(index)) else { return };
    if from.view().is_absent() {
        return;
    }
    match (from.slot(), to.slot()) {
        (Slot::Stream(from), Slot::Stream(to)) => *to = std::mem::take(from),
        (Slot::Events(from), Slot::Events(to)) => {
            if let Some(events) = from.take_outgoing() {
                to.put_outgoing(events);
            }
        }
        _ => {}
    }
}

/// Puts the body of a response into the streaming member of an output.
pub async fn give(operation: &Operation, output: &mut dyn Structure, body: SdkBody) -> Result<(), BoxError> {
    let Some((index, member)) = operation.output.streaming_member() else { return Ok(()) };
    if member.target().kind() == Kind::Union {
        return events::give(operation, output, index, body).await;
    }
    if let Some(Slot::Stream(place)) = output.member_mut(index).map(|it| it.slot()) {
        *place = ByteStream::new(body);
    }
    Ok(())
}

/// Whether the request or response of the operation is a stream of events.
pub(crate) fn has_events(operation: &Operation) -> bool {
    let sides = [operation.input, operation.output];
    sides.iter().any(|it| it.streaming_member().is_some_and(|(_, it)| it.target().kind() == Kind::Union))
}

/// The maximum size of an error's body, in bytes, for operations whose responses stream.
const MAX_ERROR_BYTES: usize = 16 << 20;

/// Reads the body of an error into memory.
pub(crate) async fn read_error(body: SdkBody) -> Result<Vec<u8>, TransportError> {
    let mut stream = ByteStream::new(body);
    let mut bytes = Vec::new();
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.map_err(|error| TransportError::new(ConnectorErrorKind::Io, error))?);
        if bytes.len() > MAX_ERROR_BYTES {
            let reason = format!("the body of the error response is longer than {MAX_ERROR_BYTES} bytes");
            return Err(TransportError::new(ConnectorErrorKind::Other, reason));
        }
    }
    Ok(bytes)
}
