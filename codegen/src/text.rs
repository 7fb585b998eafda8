//! Escapes text from a model for generated files. This is the only place that does.
//!
//! Text from a model never becomes code. It is written in one of four forms, with one function for each:
//!
//! | form | function |
//! | --- | --- |
//! | Rust string literal | the tokenizer's, through `quote!` |
//! | TOML string | [`toml`] |
//! | line of a comment or doc comment | [`line()`] |
//! | Markdown in documentation | [`Prose`](crate::ir::Prose), which applies [`printable`] first |
//!
//! Invisible characters are removed everywhere except in string literals: control characters break files and terminals,
//! and those that change the writing direction make code look like other code (<https://trojansource.codes>); rustc
//! rejects them in comments.

use std::borrow::Cow;

/// Removes invisible characters. Every kind of line break becomes `
/// `.
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

/// Whether a character is visible, or is a space or `
/// `.
pub fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_invisible =
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    !turns && !is_invisible && (!c.is_control() || c == '\n' || c == '\t')
}

/// Text as one line of a comment.
pub fn line(text: &str) -> Cow<'_, str> {
    match printable(text) {
        text if text.contains(['\n', '\t']) => Cow::Owned(text.replace('\n', " ").replace('\t', "    ")),
        text => text,
    }
}

/// Text as a quoted TOML basic string.
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
