//! Searches bytes for the ends of words, eight bytes at a time, and texts for others.

/// A word of eight bytes with a one in each.
const ONES: u64 = u64::MAX / 0xff;

/// Marks bytes below a limit, which is at most 0x80, by their highest bit. The lowest mark is right. A mark above it may be
/// wrong, because the subtraction borrows.
#[inline]
pub(crate) const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & (ONES * 0x80)
}

/// Marks bytes that are this one, like [`below`].
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// The number of bytes before the lowest mark.
#[inline]
pub(crate) const fn before(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// The number of bytes before the first one that `mark` marks. Its argument holds the first byte in its lowest bits.
#[inline]
pub(crate) fn until(bytes: &[u8], mark: impl Fn(u64) -> u64) -> usize {
    let before = |word| before(mark(u64::from_le_bytes(word)));
    let mut at = 0;
    while let Some(word) = bytes[at..].first_chunk() {
        let passed = before(*word);
        at += passed;
        if passed < size_of::<u64>() {
            return at;
        }
    }
    let rest = &bytes[at..];
    let mut last = [0; size_of::<u64>()];
    last[..rest.len()].copy_from_slice(rest);
    at + before(last).min(rest.len())
}

/// Whether two texts are the same but for the case of ASCII letters. Most differ in length.
#[inline]
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && is_same_of_length(one, other)
}

/// Compiled once, like [`contains`].
#[inline(never)]
fn is_same_of_length(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// The text behind a prefix, whose ASCII letters may be in either case.
pub(crate) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    is_same(start, prefix).then_some(rest)
}

/// Whether a text contains an ASCII character. Searches bytes, because the standard library's search for a `char` brings
/// its search for a text with it.
pub(crate) fn has(text: &str, character: u8) -> bool {
    text.as_bytes().contains(&character)
}

/// Whether a text contains another. The standard library's search is a thousand lines of intermediate code, and compiled
/// in every module that uses it.
#[inline(never)]
pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

/// The text before a separator, and the text after it. Compiled once, like [`contains`].
#[inline(never)]
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(separator)
}

#[cfg(test)]
mod tests {
    use super::{below, equal, is_same, strip_prefix, until};

    #[test]
    fn the_case_of_letters_does_not_matter() {
        assert!(is_same("Content-Type", "content-type"));
        assert!(!is_same("content-type", "content-typ") && !is_same("host", "hast"));
        assert_eq!(strip_prefix("X-Amz-Date", "x-amz-"), Some("Date"));
        assert_eq!([strip_prefix("x-am", "x-amz-"), strip_prefix("x-amü-a", "x-amz-")], [None, None]);
    }

    #[test]
    fn the_first_of_the_bytes_is_found() {
        let mark = |word| below(word, 0x20) | equal(word, b'"') | equal(word, 0xff);
        let is_marked = |byte: u8| byte < 0x20 || byte == b'"' || byte == 0xff;
        for first in 0..=u8::MAX {
            for second in [b'"', b'!', b'#', 0x1f, 0x20, 0x7f, 0x80, 0xfe, 0xff, 0] {
                for length in 0..20 {
                    let mut bytes = vec![b'x'; length];
                    bytes.extend([first, second]);
                    bytes.extend(b"xx\"xxxxxxx");
                    let expected = bytes.iter().position(|it| is_marked(*it)).unwrap();
                    assert_eq!(until(&bytes, mark), expected, "{bytes:?}");
                    assert_eq!(until(&bytes[..expected], mark), expected, "{bytes:?}");
                }
            }
        }
    }
}
