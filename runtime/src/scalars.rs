//! Plain text, of elements, attributes and header fields, as values of simple types.

use aws_smithy_types::base64;

use crate::shape::{Mismatch, Slot};
use crate::timestamp;

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
