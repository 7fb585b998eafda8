//! Parses text of elements, attributes and header fields into values of simple types.

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
        slot @ (Slot::BigInteger(_) | Slot::BigDecimal(_)) => slot.put_number(&plain(text.trim()))?,
        slot @ Slot::Timestamp(_) => slot.put_timestamp(timestamp::read(text).ok_or(Mismatch)?)?,
        slot @ (Slot::Blob(_) | Slot::Stream(_)) => slot.put_blob(blob(text)?)?,
        Slot::Document(_) | Slot::Events(_) | Slot::List(_) | Slot::Map(_) | Slot::Structure(_) | Slot::Union(_) => {
            return Err(Mismatch);
        }
    }
    Ok(())
}

/// Parses a boolean of XML Schema.
fn boolean(text: &str) -> Result<bool, Mismatch> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Mismatch),
    }
}

/// Converts a number to JSON's syntax. XML Schema also permits a plus sign, leading zeros, and a decimal point without
/// digits before or after it.
fn plain(text: &str) -> String {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = rest.split_at(rest.find(['e', 'E']).unwrap_or(rest.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        // Not a number. The caller reports that.
        return text.to_owned();
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}

/// Decodes base64, which servers may break into lines.
fn blob(text: &str) -> Result<Vec<u8>, Mismatch> {
    let decoded = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        base64::decode(text.split_ascii_whitespace().collect::<String>())
    } else {
        base64::decode(text)
    };
    decoded.map_err(|_| Mismatch)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_become_those_of_json() {
        let cases = [
            ("0.30", "0.30"),
            ("-12", "-12"),
            ("+12", "12"),
            ("03.0", "3.0"),
            ("-000", "-0"),
            (".5", "0.5"),
            ("-5.", "-5"),
            ("01e5", "1e5"),
            ("", ""),
            ("+", "+"),
            (".", "."),
            ("--1", "--1"),
            ("x", "x"),
        ];
        for (text, number) in cases {
            assert_eq!(plain(text), number, "{text}");
        }
    }
}
