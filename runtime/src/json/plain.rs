//! Finds the ends of strings.

use crate::scan::{before, below, equal, until};

const WORD: usize = size_of::<u64>();

/// The number of bytes before the first quote, backslash or control character.
#[inline(always)] // most strings are short, and end in the first eight bytes
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    match bytes.first_chunk().map(|word| plain_in_word(*word)) {
        Some(length) if length < WORD => length,
        _ => plain_length_of_long(bytes),
    }
}

/// The same, for a text whose first eight bytes are plain, or which has fewer.
#[inline]
fn plain_length_of_long(bytes: &[u8]) -> usize {
    let mut at = 0;
    if let Some((_, rest)) = bytes.split_first_chunk::<WORD>() {
        at = WORD;
        // A chunk pays only if the string fills much of it.
        match rest.first_chunk().map(|word| plain_in_word(*word)) {
            Some(WORD) => at += WORD,
            Some(length) => return at + length,
            None => {}
        }
    }
    while let Some(chunk) = bytes[at..].first_chunk() {
        if !is_plain(chunk) {
            return at + plain_in_chunk(chunk);
        }
        at += chunk.len();
    }
    at + plain_at_end(&bytes[at..])
}

/// The same, for the end of a text. A function of its own, so that the one above saves fewer registers.
#[cold]
#[inline]
fn plain_at_end(bytes: &[u8]) -> usize {
    until(bytes, stops)
}

/// The number of bytes before the first stop in a word.
#[inline(always)]
fn plain_in_word(word: [u8; WORD]) -> usize {
    before(stops(u64::from_le_bytes(word)))
}

/// The number of bytes before the first stop in a chunk.
#[inline]
fn plain_in_chunk(chunk: &[u8; 32]) -> usize {
    let (words, _) = chunk.as_chunks();
    let mut at = 0;
    for word in words {
        let length = plain_in_word(*word);
        at += length;
        if length < WORD {
            break;
        }
    }
    at
}

/// Marks quotes, backslashes and control characters.
#[inline]
const fn stops(word: u64) -> u64 {
    below(word, 0x20) | equal(word, b'"') | equal(word, b'\\')
}

/// Whether no byte is a quote, a backslash or a control character. Compilers make vector instructions of it: 25 for
/// each chunk on x86-64.
#[inline]
fn is_plain(chunk: &[u8; 32]) -> bool {
    // Zero for these bytes only.
    let rest = |byte: u8| (byte ^ b'"').min(byte ^ b'\\').min(byte & 0xe0);
    let mut lowest = [0; 16];
    for (index, lowest) in lowest.iter_mut().enumerate() {
        *lowest = rest(chunk[index]).min(rest(chunk[index + 16]));
    }
    // Not `contains`, which would stop early.
    !lowest.iter().fold(false, |found, lowest| found | (*lowest == 0))
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
