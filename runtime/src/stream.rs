//! The streaming member of an input or output: taken out of the one to be sent, put into the other once
//! its answer has begun.

use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use crate::error::{ConnectorError, ConnectorErrorKind};
use crate::message::SerializeError;
use crate::service::Operation;
use crate::shape::{Slot, Structure};

/// Takes the streaming blob out of an input; none where the operation has no such member.
pub fn take_blob(operation: &Operation, input: &mut dyn Structure) -> Result<Option<ByteStream>, SerializeError> {
    let Some((index, member)) = operation.input.streaming_member() else { return Ok(None) };
    let Some(Slot::Stream(place)) = input.member_mut(index).map(|it| it.slot()) else { return Ok(None) };
    let stream = std::mem::take(place);
    let (least, most) = stream.size_hint();
    if member.target().requires_length() && most != Some(least) {
        let reason = format!("the size of `{}` has to be known: give bytes or a file", member.name());
        return Err(SerializeError::new(reason));
    }
    Ok(Some(stream))
}

/// Takes the streaming blob out of an output; none where it has no such member.
pub fn take_blob_of(output: &mut dyn Structure) -> Option<ByteStream> {
    let (index, _) = output.schema().streaming_member()?;
    match output.member_mut(index)?.slot() {
        Slot::Stream(place) => Some(std::mem::take(place)),
        _ => None,
    }
}

/// Puts the body of an answer into the streaming blob of an output. A place that takes none leaves it.
pub fn give_blob(operation: &Operation, output: &mut dyn Structure, stream: ByteStream) {
    if let Some((index, _)) = operation.output.streaming_member()
        && let Some(Slot::Stream(place)) = output.member_mut(index).map(|it| it.slot())
    {
        *place = stream;
    }
}

/// The most that the body of an error may hold, where the operation's answers stream.
const MAX_ERROR_BYTES: usize = 16 << 20;

/// Reads the body of an error into memory.
pub(crate) async fn read_error(body: SdkBody) -> Result<Vec<u8>, ConnectorError> {
    let mut stream = ByteStream::new(body);
    let mut bytes = Vec::new();
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.map_err(|error| ConnectorError::new(ConnectorErrorKind::Io, error))?);
        if bytes.len() > MAX_ERROR_BYTES {
            let reason = format!("the response is an error of more than {MAX_ERROR_BYTES} bytes");
            return Err(ConnectorError::new(ConnectorErrorKind::Other, reason));
        }
    }
    Ok(bytes)
}
