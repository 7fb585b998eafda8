//! Strings, text blocks and numbers of the IDL. <https://smithy.io/2.0/spec/idl.html#string-escape-characters>

use crate::model::number::Number;

/// Why a literal is malformed, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) offset: usize,
    pub(super) message: String,
}

fn malformed<T>(offset: usize, message: impl Into<String>) -> Result<T, Malformed> {
    Err(Malformed { offset, message: message.into() })
}

/// The value of `"…"`. `literal` includes the quotes.
pub(super) fn quoted(literal: &str) -> Result<String, Malformed> {
    unescape(&normalize(&literal[1..literal.len() - 1]))
        .map_err(|found| Malformed { offset: found.offset + 1, ..found })
}

/// The value of `"""…"""`. `literal` includes the quotes. Indentation shared by all lines and trailing spaces are
/// removed. <https://smithy.io/2.0/spec/idl.html#text-blocks>
pub(super) fn text_block(literal: &str) -> Result<String, Malformed> {
    let content = normalize(&literal[3..literal.len() - 3]);
    let Some((first, rest)) = content.split_once('\n') else {
        return malformed(3, "expected a line break after the opening quotes of a text block");
    };
    if !first.trim_matches([' ', '\t']).is_empty() {
        return malformed(3, "expected a line break after the opening quotes of a text block");
    }
    let lines: Vec<&str> = rest.split('\n').collect();
    let last = lines.len() - 1;
    let is_blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // The last line counts even if blank, because the position of the closing quotes also sets the indentation.
    let significant = lines.iter().enumerate().filter(|(index, line)| *index == last || !is_blank(line));
    let shared = significant.map(|(_, line)| indent(line)).min().unwrap_or(0);
    let stripped: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared.min(indent(line))..).unwrap_or_default().trim_end_matches([' ', '\t']))
        .collect();
    unescape(&stripped.join("\n"))
}

/// Replaces every kind of line break by a line feed.
fn normalize(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn unescape(text: &str) -> Result<String, Malformed> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let offset = text.len() - rest.len() + at;
        let mut escaped = rest[at + 1..].chars();
        match escaped.next() {
            Some(c @ ('"' | '\\' | '/')) => value.push(c),
            Some('b') => value.push('\u{8}'),
            Some('f') => value.push('\u{c}'),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            // An escaped line break is not part of the value.
            Some('\n') => {}
            Some('u') => {
                let (c, length) = unicode(escaped.as_str(), offset)?;
                value.push(c);
                rest = &escaped.as_str()[length..];
                continue;
            }
            Some(other) => return malformed(offset, format!("unknown escape `\\{}`", other.escape_debug())),
            None => return malformed(offset, "expected a character after `\\`"),
        }
        rest = escaped.as_str();
    }
    value.push_str(rest);
    Ok(value)
}

/// The character of `\uXXXX`, and the length of the text after `u` that it uses. A surrogate must be followed by its
/// other half.
fn unicode(text: &str, offset: usize) -> Result<(char, usize), Malformed> {
    let unit = |text: &str| {
        let digits = text.get(..4).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(text) else {
        return malformed(offset, "expected four hexadecimal digits after `\\u`");
    };
    if let Some(c) = char::from_u32(first) {
        return Ok((c, 4));
    }
    let second = text.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(unit);
    let pair = second.filter(|second| first < 0xdc00 && (0xdc00..0xe000).contains(second));
    match pair.and_then(|second| char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))) {
        Some(c) => Ok((c, 10)),
        None => malformed(offset, "expected both halves of a surrogate pair"),
    }
}

/// The value of a number.
pub(super) fn number(literal: &str) -> Result<Number, Malformed> {
    match Number::from_literal(literal) {
        Some(number) => Ok(number),
        None => malformed(0, format!("invalid number `{literal}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_json_and_a_line_may_go_on() {
        assert_eq!(quoted(r#""a\"b\\\/\n\u0041\uD83D\uDE00""#).unwrap(), "a\"b\\/\nA😀");
        assert_eq!(quoted("\"a\\\nb\r\nc\"").unwrap(), "ab\nc");
        let cases = [(r#""ab\ ""#, 3), (r#""\u00g0""#, 1), (r#""\uD83D""#, 1), (r#""\u12"#, 1)];
        for (literal, offset) in cases {
            assert_eq!(
                quoted(&format!("{}\"", literal.trim_end_matches('"'))).unwrap_err().offset,
                offset,
                "{literal}"
            );
        }
    }

    #[test]
    fn text_blocks_lose_their_indentation() {
        assert_eq!(text_block("\"\"\"\n    a  \n      b\n    \"\"\"").unwrap(), "a\n  b\n");
        assert_eq!(text_block("\"\"\"\n    a\n\n      b\"\"\"").unwrap(), "a\n\n  b");
        assert_eq!(text_block("\"\"\" \r\n  a\r\n \"\"\"").unwrap(), " a\n");
        assert!(text_block("\"\"\"a\n\"\"\"").is_err());
        assert!(text_block("\"\"\"\"\"\"").is_err());
    }
}
