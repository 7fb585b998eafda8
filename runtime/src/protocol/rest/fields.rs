//! Members in header fields.
//!
//! <https://smithy.io/2.0/spec/http-bindings.html#httpheader-trait>

use std::borrow::Cow;

use aws_smithy_types::{DateTime, base64};

use super::{Place, text};
use crate::message::Headers;
use crate::protocol::SerializeError;
use crate::scalars;
use crate::scan;
use crate::schema::{Kind, Member, TimestampFormat};
use crate::shape::{Mismatch, Shape, Slot, Structure, View};

/// Writes the header fields of an input.
pub(super) fn write(input: &dyn Structure, headers: &mut Headers) -> Result<(), SerializeError> {
    let members = || input.schema().members().iter().enumerate();
    let mut put = |name: &str, value: String, member: &Member| {
        if !value.bytes().all(|it| it == b'\t' || matches!(it, b' '..=b'~')) {
            return Err(refused(member, "is sent in a header field, which only permits printable ASCII"));
        }
        if member.holds_sensitive() {
            headers.insert_sensitive(name, value);
        } else {
            headers.insert(name, value);
        }
        Ok(())
    };
    // Maps first: a member with a field of its own wins over an entry with the same name.
    for (index, member) in members() {
        let (Place::PrefixHeaders(prefix), Some(View::Map(map))) =
            (Place::in_request(member), input.member(index).map(|it| it.view()))
        else {
            continue;
        };
        for (key, place) in map.entries() {
            let name = format!("{prefix}{key}");
            if name.is_empty() || !name.bytes().all(is_of_name) {
                return Err(refused(member, "has a key that is not valid in the name of a header field"));
            }
            if let View::String(value) = place.view() {
                put(&name, value.to_owned(), member)?;
            }
        }
    }
    for (index, member) in members() {
        let (Place::Header(name), Some(place)) = (Place::in_request(member), input.member(index)) else { continue };
        match place.view() {
            View::Absent => {}
            view => put(name, value(member, view)?, member)?,
        }
    }
    Ok(())
}

/// The characters of header field names: tokens of RFC 9110.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The field's value: that of the member, or those of its list.
fn value(member: &'static Member, view: View<'_>) -> Result<String, SerializeError> {
    let (View::List(list), Some(element)) = (view, member.target().members().first()) else {
        return Ok(write_text(member, view)?.into_owned());
    };
    let mut value = String::new();
    let views = (0..list.len()).filter_map(|index| list.get(index)).map(|it| it.view());
    for (number, view) in views.filter(|it| !it.is_absent()).enumerate() {
        if number > 0 {
            value.push_str(", ");
        }
        let text = write_text(element, view)?;
        let is_quoted = text.contains([',', '"']) || text.trim().len() < text.len();
        if is_quoted && matches!(view, View::String(_)) {
            value.push('"');
            value.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
            value.push('"');
        } else {
            value.push_str(&text);
        }
    }
    Ok(value)
}

/// The text of a value in a header field. A string with a media type is base64-encoded, because it may contain any
/// character.
fn write_text<'a>(member: &Member, view: View<'a>) -> Result<Cow<'a, str>, SerializeError> {
    match view {
        View::String(it) if member.media_type().is_some() => Ok(Cow::Owned(base64::encode(it))),
        view => {
            let format = member.timestamp_format().unwrap_or(TimestampFormat::HttpDate);
            text::write(view, format).ok_or_else(|| refused(member, "is not valid in a header field"))
        }
    }
}

fn refused(member: &Member, why: &str) -> SerializeError {
    SerializeError::new(format!("the value of `{}` {why}", member.name()))
}

/// Parses the fields with this name into a member. Returns whether there is one.
pub(super) fn read(
    headers: &Headers,
    name: &str,
    member: &'static Member,
    place: &mut dyn Shape,
) -> Result<bool, Mismatch> {
    let Some(first) = headers.get(name) else { return Ok(false) };
    if member.is_lenient() {
        let mut time = DateTime::from_secs(0);
        if put(member, first, Slot::Timestamp(&mut time)).is_err() {
            return Ok(false);
        }
    }
    match (place.slot(), member.target().members()) {
        (Slot::List(list), [element]) => {
            list.clear();
            for value in headers.get_all(name) {
                for item in items(value, element.target().kind() == Kind::Timestamp)? {
                    put(element, &item, list.push().slot())?;
                }
            }
        }
        (slot, _) => put(member, first, slot)?,
    }
    Ok(true)
}

/// Parses all fields whose names begin with the prefix into a map.
pub(super) fn read_prefixed(headers: &Headers, prefix: &str, place: &mut dyn Shape) -> Result<bool, Mismatch> {
    let found = headers.iter().filter_map(|(name, value)| Some((scan::strip_prefix(name, prefix)?, value)));
    // Without any such field, the map is empty, not absent.
    let Slot::Map(map) = place.slot() else { return Err(Mismatch) };
    for (key, value) in found {
        map.insert(key).slot().put_string(value.to_owned())?;
    }
    Ok(true)
}

/// Parses the text of a header field into a slot.
fn put(member: &Member, text: &str, slot: Slot<'_>) -> Result<(), Mismatch> {
    match slot {
        slot @ (Slot::String(_) | Slot::Enum(_)) if member.media_type().is_some() => {
            let bytes = base64::decode(text).map_err(|_| Mismatch)?;
            slot.put_string(String::from_utf8(bytes).map_err(|_| Mismatch)?)
        }
        slot => scalars::read(text, slot),
    }
}

/// The items of a list in a header field. Empty items are ignored (RFC 9110, 5.6.1). Items with a comma are quoted,
/// except dates, which have one after the day of the week.
fn items(value: &str, are_dates: bool) -> Result<Vec<Cow<'_, str>>, Mismatch> {
    let mut items = Vec::new();
    let mut rest = value.trim_start();
    while !rest.is_empty() {
        let (item, tail) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (item, tail) = unquote(quoted).ok_or(Mismatch)?;
                (Some(Cow::Owned(item)), tail.trim_start())
            }
            None => {
                let comma = |from: usize| rest[from..].find(',').map_or(rest.len(), |it| from + it);
                let end = match comma(0) {
                    end if are_dates && rest[..end].bytes().all(|it| it.is_ascii_alphabetic()) && end < rest.len() => {
                        comma(end + 1)
                    }
                    end => end,
                };
                let item = rest[..end].trim();
                ((!item.is_empty()).then_some(Cow::Borrowed(item)), &rest[end..])
            }
        };
        items.extend(item);
        rest = match tail.strip_prefix(',') {
            Some(tail) => tail.trim_start(),
            None if tail.is_empty() => tail,
            None => return Err(Mismatch),
        };
    }
    Ok(items)
}

/// The text up to the closing quote, and the rest after it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut item = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Some((item, letters.as_str())),
            '\\' => item.push(letters.next()?),
            letter => item.push(letter),
        }
    }
    None
}
