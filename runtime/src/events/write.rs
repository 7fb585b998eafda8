//! Writes events as messages, and signs messages.

use std::time::SystemTime;

use aws_smithy_eventstream::frame::{write_headers_to, write_message_to};
use aws_smithy_types::DateTime;
use aws_smithy_types::body::Error as BoxError;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;

use super::field;
use super::part::Place;
use crate::codec::Codec;
use crate::message::SerializeError;
use crate::schema::{Kind, Schema};
use crate::shape::{Partial, Sent, Structure, View};

/// Writes an event of the stream's union, or an error in its place, as a message.
pub fn write_event(sent: Sent<'_>, stream: &'static Schema, codec: &dyn Codec) -> Result<Message, BoxError> {
    match sent {
        Sent::Event(event) => {
            let unknown = || SerializeError::new("cannot send an event that is unknown to this client");
            let (index, value) = event.get().ok_or_else(unknown)?;
            let member = event.schema().members().get(index).ok_or_else(unknown)?;
            let View::Structure(value) = value.view() else { return Err(unknown().into()) };
            Ok(write("event", field::EVENT_TYPE, member.name(), value, codec)?)
        }
        Sent::Modeled(error) => {
            let is_it = |it: &&crate::schema::Member| it.target().id() == error.schema().id();
            let foreign = || SerializeError::new(format!("{} is not an error of this stream", error.schema().name()));
            let member = stream.members().iter().find(is_it).ok_or_else(foreign)?;
            Ok(write("exception", field::EXCEPTION_TYPE, member.name(), error, codec)?)
        }
        Sent::Failed(why) => Err(why.to_string().into()),
    }
}

fn write(
    kind: &'static str,
    type_field: &'static str,
    name: &'static str,
    value: &dyn Structure,
    codec: &dyn Codec,
) -> Result<Message, SerializeError> {
    let text = |name: &'static str, value: &'static str| Header::new(name, HeaderValue::String(value.into()));
    let mut headers = vec![text(field::MESSAGE_TYPE, kind), text(type_field, name)];
    let payload = payload(value, codec)?;
    let payload = payload.map(|(payload, media_type)| {
        headers.push(text(field::CONTENT_TYPE, media_type));
        payload
    });
    for (index, member) in Place::Header.of_all(value.schema()) {
        let Some(view) = value.member(index).map(|it| it.view()).filter(|it| !it.is_absent()) else { continue };
        let illegal =
            || SerializeError::new(format!("the value of `{}` is not valid in a header field", member.name()));
        headers.push(Header::new(member.name(), header(view, member.target().kind()).ok_or_else(illegal)?));
    }
    Ok(Message::new_from_parts(headers, payload.unwrap_or_default()))
}

/// The payload and its media type. `None` if there is no payload.
fn payload(value: &dyn Structure, codec: &dyn Codec) -> Result<Option<(Bytes, &'static str)>, SerializeError> {
    if let Some((index, member)) = Place::Payload.of_all(value.schema()).next() {
        let view = value.member(index).map_or(View::Absent, |it| it.view());
        return Ok(match view {
            View::Absent => None,
            View::Blob(it) => {
                let media_type = member.media_type().unwrap_or("application/octet-stream");
                Some((Bytes::copy_from_slice(it), media_type))
            }
            View::String(it) => {
                Some((Bytes::copy_from_slice(it.as_bytes()), member.media_type().unwrap_or("text/plain")))
            }
            view => codec.write_payload(member, view)?.map(|it| (it.into(), codec.media_type())),
        });
    }
    if Place::Inside.of_all(value.schema()).next().is_none() {
        return Ok(None);
    }
    Ok(Some((codec.write_structure(&Partial { value, has: Place::is_inside })?.into(), codec.media_type())))
}

fn header(view: View<'_>, kind: Kind) -> Option<HeaderValue> {
    Some(match (view, kind) {
        (View::Boolean(it), _) => HeaderValue::Bool(it),
        (View::Integer(it), Kind::Byte) => HeaderValue::Byte(it.try_into().ok()?),
        (View::Integer(it), Kind::Short) => HeaderValue::Int16(it.try_into().ok()?),
        (View::Integer(it), Kind::Long) => HeaderValue::Int64(it),
        (View::Integer(it), _) => HeaderValue::Int32(it.try_into().ok()?),
        (View::Blob(it), _) => HeaderValue::ByteArray(Bytes::copy_from_slice(it)),
        (View::String(it), _) => HeaderValue::String(it.to_owned().into()),
        (View::Timestamp(it), _) => HeaderValue::Timestamp(*it),
        _ => return None,
    })
}

/// Signs messages in sequence. Each signature covers the previous one.
///
/// The arguments are a time, the time as an encoded header field, and the encoded message, which is empty at the end of the
/// stream. The result is `None` if a signature cannot contain the time.
pub type Sign = Box<dyn FnMut(SystemTime, &[u8], &[u8]) -> Option<[u8; 32]> + Send + Sync>;

/// Wraps a message in a signed one. Without a message, creates the one that ends the stream.
pub(super) fn sign(sign: &mut Sign, message: Option<&Message>, time: SystemTime) -> Result<Message, BoxError> {
    let mut payload = Vec::new();
    if let Some(message) = message {
        write_message_to(message, &mut payload)?;
    }
    // A signature contains only whole seconds.
    let date = Header::new(field::DATE, HeaderValue::Timestamp(DateTime::from_secs(DateTime::from(time).secs())));
    let mut encoded = Vec::new();
    write_headers_to(std::slice::from_ref(&date), &mut encoded)?;
    let signature = sign(time, &encoded, &payload).ok_or("cannot sign a message before 1970 or after 9999")?;
    let signature = HeaderValue::ByteArray(Bytes::copy_from_slice(&signature));
    Ok(Message::new_from_parts(vec![Header::new(field::CHUNK_SIGNATURE, signature), date], payload))
}
