//! Reads strings.

use std::borrow::Cow;

use super::super::plain::plain_length;
use super::super::syntax::Problem;
use super::{Lexed, Lexer};

impl<'a> Lexer<'a> {
    /// Reads a string without escapes. If it has escapes or is invalid, reads nothing.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let end = start + plain_length(bytes.get(start..)?);
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a string.
    #[inline]
    pub(super) fn string(&mut self) -> Lexed<Cow<'a, str>> {
        self.at += 1;
        let start = self.at;
        self.plain()?;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        // Escapes are longer than what they stand for. A string that grows would leave copies of secrets behind.
        let mut out = String::with_capacity(self.at - start + self.rest_of_string());
        out.push_str(self.text_since(start));
        loop {
            // `plain` stops only at a quote or backslash.
            self.at += 1;
            if self.text.as_bytes()[self.at - 1] == b'"' {
                return Ok(Cow::Owned(out));
            }
            out.push(self.escape()?);
            let start = self.at;
            self.plain()?;
            out.push_str(self.text_since(start));
        }
    }

    /// The number of bytes before the quote that ends the string.
    #[inline]
    fn rest_of_string(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            match byte {
                b'"' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        at.min(rest.len())
    }

    /// Moves to the next quote or backslash of a string.
    #[inline]
    fn plain(&mut self) -> Lexed<()> {
        self.at += plain_length(&self.text.as_bytes()[self.at..]);
        match self.peek() {
            Some(b'"' | b'\\') => Ok(()),
            Some(_) => self.fail(Problem::ControlCharacter),
            None => self.fail(Problem::Unterminated),
        }
    }

    /// Reads the escape after a backslash.
    #[inline]
    fn escape(&mut self) -> Lexed<char> {
        let Some(byte) = self.peek() else { return self.fail(Problem::Unterminated) };
        let letter = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return self.fail(Problem::Escape),
        };
        self.at += 1;
        Ok(letter)
    }

    /// Reads `uXXXX`, and a second one if the first is half of a surrogate pair. A half without its counterpart becomes
    /// the replacement character.
    #[inline]
    fn unicode_escape(&mut self) -> Lexed<char> {
        let high = self.hex()?;
        if (0xd800..0xdc00).contains(&high) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 1;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Reads `u` and four hexadecimal digits.
    #[inline]
    fn hex(&mut self) -> Lexed<u32> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5).unwrap_or_default();
        let mut code = 0;
        for &digit in digits {
            match char::from(digit).to_digit(16) {
                Some(digit) => code = code * 16 + digit,
                None => return self.fail(Problem::UnicodeEscape),
            }
        }
        if digits.is_empty() {
            return self.fail(Problem::UnicodeEscape);
        }
        self.at += 5;
        Ok(code)
    }
}
