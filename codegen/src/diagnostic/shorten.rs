//! Shortens the names in messages: a name may have any length, and a message should fit on a screen.

use std::borrow::Cow;

/// The most characters of a word that is shown in full. Longer than any name that AWS uses, and than most paths.
const LONGEST: usize = 256;

/// The characters that are kept at the start and at the end of a longer word.
const KEPT: usize = 60;

/// Replaces the middle of each overlong word with the number of omitted characters.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    // Bytes are counted faster, and there are at least as many.
    if text.split_whitespace().all(|word| word.len() <= LONGEST) {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let count = word.chars().count();
        if count <= LONGEST {
            short.push_str(part);
            continue;
        }
        short.extend(word.chars().take(KEPT));
        short.push_str(&format!("…[{} more characters]…", count - 2 * KEPT));
        short.extend(word.chars().skip(count - KEPT));
        short.push_str(&part[word.len()..]);
    }
    Cow::Owned(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_middle_of_overlong_words_is_omitted() {
        let usual = format!("a#{}: a member\n  é", "é".repeat(200));
        assert_eq!(shorten(&usual), usual);
        let long = format!("`a#{}é`: no shape\n  é {}", "x".repeat(300), "é".repeat(257));
        let (start, end, other) = ("x".repeat(57), "x".repeat(57), "é".repeat(60));
        let expected =
            format!("`a#{start}…[186 more characters]…{end}é`: no shape\n  é {other}…[137 more characters]…{other}");
        assert_eq!(shorten(&long), expected);
    }
}
