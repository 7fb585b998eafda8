//! Parses a response into an output or error.

use super::{Place, fields};
use crate::codec::Codec;
use crate::defaults::Defaults;
use crate::message::{ParseError, Response};
use crate::schema::{Kind, Member};
use crate::shape::{Mismatch, PartialMut, Shape, Structure};

/// Parses a response into a structure. Members that the response lacks stay as they are, or get their default.
pub(crate) fn read(response: &Response, value: &mut dyn Structure, codec: &dyn Codec) -> Result<(), ParseError> {
    let schema = value.schema();
    let mut completion = Defaults::of(schema);
    let is_initial = schema.streaming_member().is_some_and(|(_, it)| it.target().kind() == Kind::Union);
    let mut has_body = false;
    for (index, member) in schema.members().iter().enumerate() {
        let place = Place::in_answer(member);
        if place == Place::Body {
            // The codec determines whether it is set.
            completion.saw(index);
            has_body = true;
        } else if let Some(shape) = value.member_mut(index)
            && read_member(response, place, member, shape, codec)?
        {
            completion.saw(index);
        } else if is_initial && member.is_required() && matches!(place, Place::Header(_)) {
            // An event stream must not be read without the fields that it depends on.
            let name = member.name();
            return Err(ParseError::new(format!("missing header field for `{name}` before the events")));
        }
    }
    completion.finish(value);
    if has_body {
        codec.read_structure(response.body(), &mut PartialMut { value, has: Place::is_in_answer_body })
    } else {
        Ok(())
    }
}

/// Parses the value at a member's place. Returns whether there is one.
fn read_member(
    response: &Response,
    place: Place,
    member: &'static Member,
    shape: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<bool, ParseError> {
    let is_there = match place {
        Place::Header(name) => fields::read(response.headers(), name, member, shape),
        Place::PrefixHeaders(prefix) => fields::read_prefixed(response.headers(), prefix, shape),
        Place::Status => shape.slot().put_integer(i64::from(response.status().as_u16())).map(|()| true),
        Place::Payload => return read_payload(response.body(), member, shape, codec),
        // None of these places exists in a response.
        Place::Label | Place::Query(_) | Place::QueryParams | Place::Body => Ok(false),
    };
    is_there.map_err(|Mismatch| match place {
        Place::Header(name) => {
            ParseError::new(format!("invalid value of the header field {name} for `{}`", member.name()))
        }
        _ => ParseError::new(format!("invalid value for `{}`", member.name())),
    })
}

/// Parses the body into the member that it is. Returns whether there is one.
fn read_payload(
    body: &[u8],
    member: &'static Member,
    shape: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<bool, ParseError> {
    if body.is_empty() {
        return Ok(false);
    }
    let put = match member.target().kind() {
        Kind::Blob if codec.is_payload_raw() => shape.slot().put_blob(body.to_vec()),
        Kind::String | Kind::Enum(_) if codec.is_payload_raw() => {
            let text = std::str::from_utf8(body).map_err(|_| ParseError::new("the body is not UTF-8"))?;
            shape.slot().put_string(text.to_owned())
        }
        _ => {
            codec.read_payload(body, member, shape)?;
            Ok(())
        }
    };
    put.map_err(|Mismatch| ParseError::new(format!("invalid body for `{}`", member.name())))?;
    Ok(true)
}
