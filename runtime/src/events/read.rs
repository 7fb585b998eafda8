//! Parses messages into events and errors.

use aws_smithy_types::event_stream::{HeaderValue, Message};

use super::field;
use super::part::Place;
use crate::codec::Codec;
use crate::message::ParseError;
use crate::scan;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{IncomingError, Mismatch, PartialMut, Shape, Slot, Structure, Union};

/// Parses a message into a blank union.
pub(super) fn read(message: &Message, event: &mut dyn Union, codec: &dyn Codec) -> Result<(), Box<IncomingError>> {
    let malformed = |error: ParseError| Box::new(IncomingError::Malformed(error.into(), message.clone()));
    match text(message, field::MESSAGE_TYPE).map_err(malformed)? {
        "event" => {
            let name = text(message, field::EVENT_TYPE).map_err(malformed)?;
            read_event(message, name, event, codec).map_err(malformed)
        }
        "exception" => {
            let name = text(message, field::EXCEPTION_TYPE).map_err(malformed)?;
            let member = event.schema().members().iter().find(|it| it.name() == name && it.target().is_error());
            let table = member.map(|it| it.target());
            Err(Box::new(IncomingError::Answered {
                table,
                code: Some(table.map_or(name, |it| it.name()).to_owned()),
                text: table.and_then(|table| error_text(message, table, codec)),
                message: message.clone(),
            }))
        }
        "error" => Err(Box::new(IncomingError::Answered {
            table: None,
            code: text(message, field::ERROR_CODE).ok().map(str::to_owned),
            text: text(message, field::ERROR_MESSAGE).ok().map(str::to_owned),
            message: message.clone(),
        })),
        _ => Err(malformed(ParseError::new("expected an event or an error"))),
    }
}

/// Whether the message is an event of this type.
pub(super) fn is_event(message: &Message, name: &str) -> bool {
    text(message, field::MESSAGE_TYPE) == Ok("event") && text(message, field::EVENT_TYPE) == Ok(name)
}

fn read_event(message: &Message, name: &str, event: &mut dyn Union, codec: &dyn Codec) -> Result<(), ParseError> {
    let known = event.schema().members().iter().position(|it| it.name() == name && !it.target().is_error());
    match known.and_then(|index| event.set(index)).map(|it| it.slot()) {
        Some(Slot::Structure(value)) => read_members(message, value, codec),
        Some(_) => Err(ParseError::new(format!("expected the event `{name}` to be a structure"))),
        // Newer versions of the service may send events that this client does not know.
        None => Ok(()),
    }
}

/// Parses the members of an event or error.
pub(super) fn read_members(message: &Message, value: &mut dyn Structure, codec: &dyn Codec) -> Result<(), ParseError> {
    let mut is_inside = false;
    for (index, member) in value.schema().members().iter().enumerate() {
        let place = Place::of(member);
        is_inside |= place == Place::Inside;
        let Some(shape) = value.member_mut(index) else { continue };
        match place {
            Place::Inside => {}
            Place::Payload if message.payload().is_empty() => {}
            Place::Payload => read_payload(message.payload(), member, shape, codec)?,
            Place::Header => read_header(message, member, shape)?,
        }
    }
    if is_inside && !message.payload().is_empty() {
        codec.read_structure(message.payload(), &mut PartialMut { value, has: Place::is_inside })?;
    }
    Ok(())
}

fn read_payload(
    payload: &[u8],
    member: &'static Member,
    shape: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<(), ParseError> {
    let put = match member.target().kind() {
        Kind::Blob => shape.slot().put_blob(payload.to_vec()),
        Kind::String | Kind::Enum(_) => {
            let text = std::str::from_utf8(payload).map_err(|_| ParseError::new("the payload is not UTF-8"))?;
            shape.slot().put_string(text.to_owned())
        }
        _ => return codec.read_payload(payload, member, shape),
    };
    put.map_err(|Mismatch| ParseError::new(format!("invalid payload for `{}`", member.name())))
}

fn read_header(message: &Message, member: &Member, shape: &mut dyn Shape) -> Result<(), ParseError> {
    let Some(header) = message.headers().iter().find(|it| it.name().as_str() == member.name()) else { return Ok(()) };
    let put = match header.value() {
        HeaderValue::Bool(it) => shape.slot().put_boolean(*it),
        HeaderValue::Byte(it) => shape.slot().put_integer(i64::from(*it)),
        HeaderValue::Int16(it) => shape.slot().put_integer(i64::from(*it)),
        HeaderValue::Int32(it) => shape.slot().put_integer(i64::from(*it)),
        HeaderValue::Int64(it) => shape.slot().put_integer(*it),
        HeaderValue::ByteArray(it) => shape.slot().put_blob(it.to_vec()),
        HeaderValue::String(it) => shape.slot().put_string(it.as_str().to_owned()),
        HeaderValue::Timestamp(it) => shape.slot().put_timestamp(*it),
        _ => Err(Mismatch),
    };
    let name = member.name();
    put.map_err(|Mismatch| ParseError::new(format!("invalid value of the header field `{name}`")))
}

/// The text of a header field.
fn text<'a>(message: &'a Message, name: &str) -> Result<&'a str, ParseError> {
    let header = message.headers().iter().find(|it| it.name().as_str() == name);
    let header = header.ok_or_else(|| ParseError::new(format!("the message has no header field {name}")))?;
    let text = header.value().as_string().map(|it| it.as_str());
    text.map_err(|_| ParseError::new(format!("the header field {name} is not text")))
}

/// The text of a modeled error, if it can be parsed.
fn error_text(message: &Message, table: &'static Schema, codec: &dyn Codec) -> Option<String> {
    let index = table.members().iter().position(|it| scan::is_same(it.name(), "message") && !it.is_sensitive())?;
    let mut error = TextOnly { table, index, text: None };
    read_members(message, &mut error, codec).ok()?;
    error.text
}

/// A structure of which only one member is read, a string.
struct TextOnly {
    table: &'static Schema,
    index: usize,
    text: Option<String>,
}

impl Structure for TextOnly {
    fn schema(&self) -> &'static Schema {
        self.table
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        (index == self.index).then_some(&mut self.text)
    }
}
