//! Escapes characters that would control a terminal instead of being shown.
//!
//! A message of a service may contain escape sequences that move the cursor, set the window's title or hide text, and
//! marks that reverse the direction of text.

use std::borrow::Cow;

use crate::value::Value;

/// Whether the character controls a terminal: control characters except tab and newline, and direction marks.
pub(crate) fn acts(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// Replaces characters that control a terminal with JSON escapes.
///
/// In JSON, such characters only occur in strings, so the text keeps its meaning.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            shown.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The value with such escapes in all names and strings.
pub(crate) fn value(value: &Value) -> Value {
    match value {
        Value::String(it) => Value::String(text(it).into_owned()),
        Value::List(values) => Value::List(values.iter().map(self::value).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, it)| (text(name).into_owned(), self::value(it))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_all_else_stays() {
        for (given, shown) in [
            ("plain, é, 😀\n\tnext", "plain, é, 😀\n\tnext"),
            ("\x1b[31m\x07\r", "\\u001b[31m\\u0007\\u000d"),
            ("a\x7fb\u{9b}c", "a\\u007fb\\u009bc"),
            ("\u{202e}cba\u{2069}\u{200f}\u{61c}", "\\u202ecba\\u2069\\u200f\\u061c"),
        ] {
            assert_eq!(text(given), shown, "{given:?}");
        }
    }
}
