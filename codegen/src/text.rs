//! Text of a model on its way into a generated file: the one place that escapes.
//!
//! No text of a model is ever code. It reaches a file in one of four forms, and each has one function:
//!
//! | form | function |
//! | --- | --- |
//! | string literal of Rust | the tokenizer's, by way of `quote!` |
//! | string of TOML | [`toml`] |
//! | line of a comment, of documentation too | [`line()`] |
//! | Markdown in documentation | [`Prose`](crate::ir::Prose), which reads every text with [`printable`] first |
//!
//! Characters that a reader cannot see are left out of all but string literals: controls break files
//! and terminals, and those that turn the direction of writing make code look like other code
//! (<https://trojansource.codes>); rustc refuses them in comments.

use std::borrow::Cow;

/// Text without characters that cannot be seen. Every kind of line break becomes `\n`.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let unified = text.replace("\r\n", "\n");
    let characters = unified.chars().filter_map(|c| match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c => is_printable(c).then_some(c),
    });
    Cow::Owned(characters.collect())
}

/// Whether a character can be seen, or is a space or `\n`.
pub fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_invisible =
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    !turns && !is_invisible && (!c.is_control() || c == '\n' || c == '\t')
}

/// A line of a comment: one line, whatever the text.
pub fn line(text: &str) -> Cow<'_, str> {
    match printable(text) {
        text if text.contains(['\n', '\t']) => Cow::Owned(text.replace('\n', " ").replace('\t', "    ")),
        text => text,
    }
}

/// A basic string of TOML, with its quotes.
pub fn toml(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c == '\n' || c == '\t' || !is_printable(c) => {
                let code = u32::from(c);
                quoted.push_str(&if code > 0xffff { format!("\\U{code:08X}") } else { format!("\\u{code:04X}") });
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{line, printable, toml};

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        for (text, expected) in [
            ("plain é 😀", "plain é 😀"),
            ("a\0b\u{1b}[0m\u{7f}\u{9b}", "ab[0m"),
            ("a\u{202e}b\u{2066}c\u{200f}", "abc"),
            ("a\r\nb\rc\u{2028}d\u{85}e", "a\nb\nc\nd\ne"),
            ("\u{feff}a\tb", "a\tb"),
        ] {
            assert_eq!(printable(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("a\r\nb\tc\u{2029}d"), "a b    c d");
    }

    #[test]
    fn toml_is_escaped() {
        for (text, expected) in [
            ("a \"b\" \\c é", "\"a \\\"b\\\" \\\\c é\""),
            ("a\n[dependencies.evil]", "\"a\\u000A[dependencies.evil]\""),
            ("\u{202e}\0\u{e0001}", "\"\\u202E\\u0000\\U000E0001\""),
        ] {
            assert_eq!(toml(text), expected, "{text:?}");
        }
    }
}
