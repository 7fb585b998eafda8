//! Generates sample scalars that satisfy their constraints, in any number of variants.
//!
//! Variant 0 is the plain sample. The others differ from it, for lists with unique elements.

use aws_smithy_types::{DateTime, Document};

use crate::schema::{Kind, Member, Range};
use crate::shape::Slot;

/// The maximum length of a sample, in characters or bytes. A longer minimum is not met.
pub(super) const LONGEST: u64 = 1 << 20;

/// Writes a sample into a scalar's place. Places of lists and other containers are left alone.
#[inline]
pub(super) fn put_scalar(slot: Slot<'_>, member: &'static Member, seed: &str, variant: usize) {
    match slot {
        Slot::Boolean(place) => *place = variant.is_multiple_of(2),
        Slot::String(place) => *place = string(member, seed, variant),
        Slot::Enum(place) => place.put(&string(member, seed, variant)),
        slot @ (Slot::Blob(_) | Slot::Stream(_)) => {
            let _ = slot.put_blob(blob(member, seed, variant));
        }
        Slot::Timestamp(place) => *place = DateTime::from_secs(number(member, variant) as i64),
        Slot::Document(place) => *place = Document::Object(Default::default()),
        slot @ (Slot::Float(_) | Slot::Double(_)) => {
            let _ = slot.put_double(number(member, variant));
        }
        slot @ (Slot::BigInteger(_) | Slot::BigDecimal(_)) => {
            // The digits of an integer fit both types.
            let _ = slot.put_number(&format!("{:.0}", whole(member, variant)));
        }
        slot @ (Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_)) => {
            // A range outside of the type has no sample, and the place stays blank.
            let _ = slot.put_integer(whole(member, variant) as i64);
        }
        Slot::List(_) | Slot::Map(_) | Slot::Structure(_) | Slot::Union(_) | Slot::Events(_) => {}
    }
}

/// The value of a string or enum.
#[inline]
fn string(member: &'static Member, seed: &str, variant: usize) -> String {
    match member.target().kind() {
        Kind::Enum(values) if !values.is_empty() => values[variant % values.len()].to_owned(),
        _ => text(member, seed, variant),
    }
}

/// A string of valid length that matches the pattern and resembles the seed as far as possible. If no match is found,
/// the padded seed is used, and the service decides.
#[inline]
pub(super) fn text(member: &'static Member, seed: &str, variant: usize) -> String {
    let (min, max) = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
    let matching = member.pattern().and_then(|pattern| {
        let plain = pattern.sample_like(seed, min, max);
        // If the pattern permits no letters, a variant's mark cannot be used, but its number may.
        let marked = [mark(seed, variant), variant.to_string()].into_iter();
        let other = || {
            let samples = marked.filter_map(|seed| pattern.sample_like(&seed, min, max));
            samples.into_iter().find(|it| Some(it) != plain.as_ref())
        };
        if variant == 0 { plain } else { other().or(plain) }
    });
    matching.unwrap_or_else(|| fit(&mark(seed, variant), min, max))
}

/// The seed, padded or cut to a valid number of characters.
#[inline]
fn fit(seed: &str, min: u64, max: u64) -> String {
    // The cast is safe: neither is more than `LONGEST`.
    let (min, max) = (min.min(LONGEST) as usize, max.min(LONGEST) as usize);
    let missing = min.saturating_sub(seed.chars().count());
    seed.chars().chain(std::iter::repeat_n('x', missing)).take(max).collect()
}

/// The seed with a unique prefix of letters for a variant. A prefix, because seeds are cut at the end.
#[inline]
fn mark(seed: &str, variant: usize) -> String {
    let mut out = String::new();
    let mut rest = variant;
    while rest > 0 {
        rest -= 1;
        // The remainder is below 26, so the character is a letter.
        out.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    out + seed
}

#[inline]
fn blob(member: &'static Member, seed: &str, variant: usize) -> Vec<u8> {
    let (min, max) = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
    // Names are ASCII, so characters are bytes.
    fit(&mark(seed, variant), min, max).into_bytes()
}

/// The number nearest to 0 in the member's range.
#[inline]
fn number(member: &Member, variant: usize) -> f64 {
    let Range { min, max } = member.range().unwrap_or(Range { min: None, max: None });
    let nearest = 0_f64.max(min.unwrap_or(f64::MIN)).min(max.unwrap_or(f64::MAX));
    let step = variant as f64;
    // Up if there is room, otherwise down.
    if max.is_some_and(|max| nearest + step > max) { nearest - step } else { nearest + step }
}

/// The integer nearest to 0 in the member's range.
#[inline]
fn whole(member: &Member, variant: usize) -> f64 {
    if let Kind::IntEnum(values) = member.target().kind()
        && !values.is_empty()
    {
        return f64::from(values[variant % values.len()]);
    }
    let number = number(member, variant);
    if number > 0.0 { number.ceil() } else { number.floor() }
}
