//! Finds the ends of strings.

use crate::scan::{before, below, equal, until};

/// The number of bytes before the first quote, backslash or control character.
#[inline(always)] // most strings are short, and end in the first eight bytes
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    match bytes.first_chunk().map(|word| before(stops(u64::from_le_bytes(*word)))) {
        Some(length) if length < size_of::<u64>() => length,
        _ => plain_length_of_long(bytes),
    }
}

#[inline]
fn plain_length_of_long(bytes: &[u8]) -> usize {
    let mut at = 0;
    // A chunk pays only if the string fills it.
    while let Some(word) = bytes[at..].first_chunk()
        && at < size_of::<[u64; 4]>()
    {
        let passed = before(stops(u64::from_le_bytes(*word)));
        at += passed;
        if passed < size_of::<u64>() {
            return at;
        }
    }
    while let Some(chunk) = bytes[at..].first_chunk()
        && is_plain(chunk)
    {
        at += chunk.len();
    }
    at + until(&bytes[at..], stops)
}

/// Marks quotes, backslashes and control characters.
#[inline]
const fn stops(word: u64) -> u64 {
    below(word, 0x20) | equal(word, b'"') | equal(word, b'\\')
}

/// Whether no byte is a quote, a backslash or a control character. Compilers make vector instructions of it.
#[inline]
fn is_plain(chunk: &[u8; 32]) -> bool {
    // Zero for these bytes only.
    let rest = |byte: u8| (byte ^ b'"').min(byte ^ b'\\').min(byte & 0xe0);
    let mut lowest = [0; 16];
    for (index, lowest) in lowest.iter_mut().enumerate() {
        *lowest = rest(chunk[index]).min(rest(chunk[index + 16]));
    }
    let all = u128::from_le_bytes(lowest);
    equal(all as u64, 0) | equal((all >> 64) as u64, 0) == 0
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn strings_of_any_length_end_where_they_end() {
        for length in 0..200 {
            let text = "x\u{e4}\u{7f}~! ".repeat(length).into_bytes();
            for stop in 0..=u8::MAX {
                let mut bytes = text[..length].to_vec();
                bytes.push(stop);
                let is_stop = matches!(stop, 0..=0x1f | b'"' | b'\\');
                for after in [&b""[..], b"x\"xxxxxxx", &[b'x'; 70]] {
                    let whole = [&bytes, after].concat();
                    let first = whole.iter().skip(length + 1).position(|it| *it == b'"').map(|it| it + length + 1);
                    let expected = if is_stop { length } else { first.unwrap_or(whole.len()) };
                    assert_eq!(plain_length(&whole), expected, "{length} {stop}");
                }
            }
        }
    }
}
