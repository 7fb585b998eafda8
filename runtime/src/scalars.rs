//! Values of simple types as plain text: in elements, header fields, paths and queries.

use std::borrow::Cow;

use aws_smithy_types::base64;
use aws_smithy_types::primitive::Encoder;

use crate::schema::TimestampFormat;
use crate::shape::{Mismatch, Slot, View};
use crate::timestamp;

/// The text of a value of a simple type, timestamps in this format. None of other values, and of
/// times that the format does not have.
pub(crate) fn write(view: View<'_>, format: TimestampFormat) -> Option<Cow<'_, str>> {
    Some(match view {
        View::Boolean(it) => Cow::Borrowed(if it { "true" } else { "false" }),
        View::Integer(it) => Cow::Owned(it.to_string()),
        View::Float(it) => Cow::Owned(Encoder::from(it).encode().to_owned()),
        View::Double(it) => Cow::Owned(Encoder::from(it).encode().to_owned()),
        View::Number(it) | View::String(it) => Cow::Borrowed(it),
        View::Timestamp(it) => Cow::Owned(timestamp::write(it, format)?),
        _ => return None,
    })
}

/// Writes the text into the slot of a simple type.
pub(crate) fn read(text: &str, slot: Slot<'_>) -> Result<(), Mismatch> {
    match slot {
        Slot::String(place) => *place = text.to_owned(),
        Slot::Enum(place) => place.put(text),
        Slot::Boolean(place) => *place = boolean(text.trim())?,
        Slot::Float(place) => *place = text.trim().parse().map_err(|_| Mismatch)?,
        Slot::Double(place) => *place = text.trim().parse().map_err(|_| Mismatch)?,
        slot @ (Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_)) => {
            slot.put_integer(text.trim().parse().map_err(|_| Mismatch)?)?;
        }
        slot @ (Slot::BigInteger(_) | Slot::BigDecimal(_)) => slot.put_number(text.trim())?,
        slot @ Slot::Timestamp(_) => slot.put_timestamp(timestamp::read(text).ok_or(Mismatch)?)?,
        slot @ Slot::Blob(_) => slot.put_blob(blob(text)?)?,
        Slot::Document(_) | Slot::List(_) | Slot::Map(_) | Slot::Structure(_) | Slot::Union(_) => return Err(Mismatch),
    }
    Ok(())
}

/// The words of XML Schema.
fn boolean(text: &str) -> Result<bool, Mismatch> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Mismatch),
    }
}

/// Base64, which servers may break into lines.
fn blob(text: &str) -> Result<Vec<u8>, Mismatch> {
    let decoded = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        base64::decode(text.split_ascii_whitespace().collect::<String>())
    } else {
        base64::decode(text)
    };
    decoded.map_err(|_| Mismatch)
}
