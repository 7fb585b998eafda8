//! Sample scalars that satisfy their constraints, in as many variants as are needed.
//!
//! Variant 0 is the plain sample; others differ from it, for lists whose elements must differ.

use aws_smithy_types::{DateTime, Document};

use crate::schema::{Kind, Member, Range};
use crate::shape::Slot;

/// The longest sample, in characters or bytes. A least length beyond it stays unmet.
const LONGEST: u64 = 1 << 20;

/// Writes a sample into a scalar's place. Places of lists and the like are not written to.
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
            // The digits of a whole number fit both.
            let _ = slot.put_number(&format!("{:.0}", whole(member, variant)));
        }
        slot @ (Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_)) => {
            // A range beyond the type itself has no sample; then the place stays blank.
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

/// A text of legal length that matches the pattern, like the seed as far as they let it. Where no
/// match can be made the seed stands, padded: then the service is the judge.
#[inline]
pub(super) fn text(member: &'static Member, seed: &str, variant: usize) -> String {
    let (min, max) = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
    let matching = member.pattern().and_then(|pattern| {
        let plain = pattern.sample_like(seed, min, max);
        // Where the pattern takes no letters, the mark of a variant is lost; its number may do.
        let marked = [mark(seed, variant), variant.to_string()].into_iter();
        let other = || {
            let samples = marked.filter_map(|seed| pattern.sample_like(&seed, min, max));
            samples.into_iter().find(|it| Some(it) != plain.as_ref())
        };
        if variant == 0 { plain } else { other().or(plain) }
    });
    matching.unwrap_or_else(|| fit(&mark(seed, variant), min, max))
}

/// The seed, padded or cut to a legal number of characters.
#[inline]
fn fit(seed: &str, min: u64, max: u64) -> String {
    // Both fit, since neither is more than the longest.
    let (min, max) = (min.min(LONGEST) as usize, max.min(LONGEST) as usize);
    let missing = min.saturating_sub(seed.chars().count());
    seed.chars().chain(std::iter::repeat_n('x', missing)).take(max).collect()
}

/// The seed behind letters that no other variant has. They go first, since seeds are cut at their
/// end.
#[inline]
fn mark(seed: &str, variant: usize) -> String {
    let mut out = String::new();
    let mut rest = variant;
    while rest > 0 {
        rest -= 1;
        // The remainder of 26 is a letter of the alphabet.
        out.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    out + seed
}

#[inline]
fn blob(member: &'static Member, seed: &str, variant: usize) -> Vec<u8> {
    let (min, max) = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
    // Names are ASCII, so that characters are bytes.
    fit(&mark(seed, variant), min, max).into_bytes()
}

/// A number in the member's range, nearest to 0.
#[inline]
fn number(member: &Member, variant: usize) -> f64 {
    let Range { min, max } = member.range().unwrap_or(Range { min: None, max: None });
    let nearest = 0_f64.max(min.unwrap_or(f64::MIN)).min(max.unwrap_or(f64::MAX));
    let step = variant as f64;
    // Up while there is room, else down.
    if max.is_some_and(|max| nearest + step > max) { nearest - step } else { nearest + step }
}

/// A whole number in the member's range, nearest to 0.
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
