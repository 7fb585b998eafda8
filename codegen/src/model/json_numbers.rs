//! Finds the numbers of a JSON text that `serde_json` rounds or refuses.
//!
//! Its feature `arbitrary_precision` would keep their digits, but reads every number as a string, and changes
//! `serde_json` for all crates of a build.

use super::number::Number;

/// A text without the numbers that need their digits, and these numbers.
#[derive(Default)]
pub(super) struct Extracted {
    /// The text with other numbers of the same length in their places.
    pub(super) text: String,
    /// The numbers with their indices among all numbers of the text.
    pub(super) numbers: Vec<(usize, Number)>,
}

/// Takes the numbers out of a text that need their digits.
pub(super) fn extract(text: &str) -> Extracted {
    let bytes = text.as_bytes();
    let mut found = Extracted::default();
    let (mut at, mut count, mut copied) = (0, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at + 1),
            b'-' | b'0'..=b'9' => {
                let length = bytes[at..].iter().position(|&it| !is_part(it)).unwrap_or(bytes.len() - at);
                let literal = &text[at..at + length];
                if let Some(number) = Number::from_literal(literal).filter(|it| needs_digits(it, literal)) {
                    found.text.push_str(&text[copied..at]);
                    found.text.push_str("0.");
                    found.text.extend(std::iter::repeat_n('0', length - 2));
                    copied = at + length;
                    found.numbers.push((count, number));
                }
                count += 1;
                at += length;
            }
            _ => at += 1,
        }
    }
    found.text.push_str(&text[copied..]);
    found
}

/// Whether `serde_json` may not read a number exactly. Such a number has at least three characters.
fn needs_digits(number: &Number, literal: &str) -> bool {
    match number {
        Number::Integer(value) => !(i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(value),
        Number::Float(_) => literal.len() > 15 || literal.len() > 3 && literal.contains(['e', 'E']),
        Number::Digits(_) => true,
    }
}

/// Whether a text that was read without an error may contain a number that was not read exactly, if its floats are
/// `floats`.
pub(super) fn may_be_inexact(text: &str, floats: Floats) -> bool {
    floats.any && (floats.extreme || has_long_number(text) || floats.zero && has_negative_exponent(text))
}

/// The kinds of doubles among the numbers of a text.
#[derive(Clone, Copy, Default)]
pub(super) struct Floats {
    any: bool,
    zero: bool,
    extreme: bool,
}

impl Floats {
    /// Adds a double.
    pub(super) fn add(&mut self, value: f64) {
        self.any = true;
        self.zero |= value == 0.0;
        self.extreme |= value != 0.0 && !(1e-15..1e15).contains(&value.abs());
    }
}

/// Whether there are 16 digits and points in a row: doubles keep any 15 digits.
fn has_long_number(text: &str) -> bool {
    const ROW: usize = 16;
    let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let bytes = text.as_bytes();
    // Each row of this length covers a multiple of it.
    (0..bytes.len()).step_by(ROW).any(|at| {
        is_digit(&bytes[at]) && {
            let before = bytes[..at].iter().rev().take_while(|it| is_digit(it)).take(ROW).count();
            let after = bytes[at..].iter().take_while(|it| is_digit(it)).take(ROW).count();
            before + after >= ROW
        }
    })
}

/// Whether there is anything like `1e-9`, which may have been rounded to zero.
fn has_negative_exponent(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('-').any(|(at, _)| {
        at > 1 && matches!(bytes[at - 1], b'e' | b'E') && (bytes[at - 2].is_ascii_digit() || bytes[at - 2] == b'.')
    })
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

/// The position after a string whose content starts at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_places() {
        let text = r#"{"a 1e400": [1, "2\"", 1e400, 0.5, -12345678901234567890], "b": 0.1000000000000000000001}"#;
        let found = extract(text);
        assert_eq!(
            found.text,
            r#"{"a 1e400": [1, "2\"", 0.000, 0.5, 0.0000000000000000000], "b": 0.0000000000000000000000}"#
        );
        let numbers: Vec<_> = found.numbers.iter().map(|(index, number)| (*index, number.to_string())).collect();
        let expected = [(1, "1e400"), (3, "-12345678901234567890"), (4, "0.1000000000000000000001")];
        assert_eq!(numbers, expected.map(|(index, digits)| (index, digits.to_owned())));
    }

    #[test]
    fn only_texts_with_unusual_numbers_are_read_again() {
        let inexact = |text: &str, values: &[f64]| {
            let mut floats = Floats::default();
            values.iter().for_each(|it| floats.add(*it));
            may_be_inexact(text, floats)
        };
        assert!(!inexact("[0.0, 0.5, 123456.789]", &[0.0, 0.5, 123_456.789]));
        assert!(!inexact("[\"name-1234567890123456\"]", &[]));
        assert!(inexact("[1e-400]", &[0.0]));
        assert!(inexact("[12345678901234567890123]", &[1.2e22]));
        for before in 0..20 {
            assert!(inexact(&format!("{}0.10000000000000000001", " ".repeat(before)), &[0.1]), "{before}");
        }
    }
}
