//! Converts scalars from JSON: numbers, times and blobs.

use aws_smithy_types::{Number, base64};

use super::Options;
use super::lexer::Token;
use crate::shape::Slot;
use crate::timestamp;

/// The largest integer up to which doubles represent all integers exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The reason why a place rejects a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Type,
    Range,
    Timestamp,
    Base64,
}

/// Writes a scalar into its place.
#[inline]
pub(super) fn put(slot: Slot<'_>, token: &Token<'_>, options: &Options) -> Result<(), Refused> {
    match (slot, token) {
        (Slot::Boolean(place), Token::Boolean(it)) => *place = *it,
        (Slot::String(place), Token::String(it)) => put_string(place, it),
        (Slot::Enum(place), Token::String(it)) => place.put(it),
        (slot @ (Slot::Blob(_) | Slot::Stream(_)), Token::String(it)) => {
            let bytes = match options.raw_blobs {
                true => it.as_bytes().to_vec(),
                false => base64::decode(&**it).map_err(|_| Refused::Base64)?,
            };
            slot.put_blob(bytes).map_err(|_| Refused::Type)?;
        }
        (Slot::Timestamp(place), Token::String(it)) => *place = timestamp::read_date(it).ok_or(Refused::Timestamp)?,
        (Slot::Timestamp(place), Token::Number(it)) => *place = timestamp::read_seconds(it).ok_or(Refused::Range)?,
        (slot @ (Slot::Float(_) | Slot::Double(_)), token) => return put_double(slot, token),
        (slot @ (Slot::BigDecimal(_) | Slot::BigInteger(_)), Token::String(it)) if options.big_numbers_as_text => {
            slot.put_number(it).map_err(|_| Refused::Type)?;
        }
        (slot @ Slot::BigDecimal(_), Token::Number(it)) => slot.put_number(it).map_err(|_| Refused::Range)?,
        (slot @ Slot::BigInteger(_), Token::Number(it)) => slot.put_number(it).map_err(|_| Refused::Type)?,
        (slot @ (Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_)), Token::Number(it)) => {
            let number = whole(it, options)?;
            slot.put_integer(number).map_err(|_| Refused::Range)?;
        }
        _ => return Err(Refused::Type),
    }
    Ok(())
}

/// Writes a string into its place.
#[inline]
pub(super) fn put_string(place: &mut String, text: &str) {
    if place.capacity() == 0 {
        // Takes exactly the memory that it needs, in fewer steps than growing.
        *place = String::from(text);
    } else {
        place.clear();
        place.push_str(text);
    }
}

#[inline]
fn put_double(slot: Slot<'_>, token: &Token<'_>) -> Result<(), Refused> {
    let number: f64 = match token {
        Token::Number(digits) => digits.parse().map_err(|_| Refused::Type)?,
        Token::String(name) => {
            let number = double_of_name(name).ok_or(Refused::Type)?;
            return slot.put_double(number).map_err(|_| Refused::Type);
        }
        _ => return Err(Refused::Type),
    };
    let fits = if matches!(slot, Slot::Float(_)) { (number as f32).is_finite() } else { number.is_finite() };
    if !fits {
        return Err(Refused::Range);
    }
    slot.put_double(number).map_err(|_| Refused::Type)
}

/// The numbers that JSON has no digits for.
#[inline]
fn double_of_name(name: &str) -> Option<f64> {
    match name {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// The name of a number that JSON has no digits for.
#[inline]
pub(super) fn name_of_double(number: f64) -> Option<&'static str> {
    match number {
        it if it.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// Parses an integer.
#[inline]
fn whole(digits: &str, options: &Options) -> Result<i64, Refused> {
    if !digits.contains(['.', 'e', 'E']) {
        return digits.parse().map_err(|_| Refused::Range);
    }
    let number: f64 = digits.parse().map_err(|_| Refused::Type)?;
    if number.fract() != 0.0 || !options.whole_floats {
        return Err(Refused::Type);
    }
    if number.abs() <= EXACT { Ok(number as i64) } else { Err(Refused::Range) }
}

/// Parses the number of a document. `None` if it is not finite.
#[inline]
pub(super) fn document_number(digits: &str) -> Option<Number> {
    if let Ok(number) = digits.parse() {
        return Some(Number::PosInt(number));
    }
    match digits.parse() {
        Ok(number) => Some(Number::NegInt(number)),
        Err(_) => digits.parse().ok().filter(|it: &f64| it.is_finite()).map(Number::Float),
    }
}
