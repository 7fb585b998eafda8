//! A JSON lexer that reads one value at a time, without a tree.
//!
//! It is not a library, because it tells the position of each value, so that every mistake has a line and column; it
//! keeps the digits of numbers of any size; and it is neither generic nor a dependency, so it compiles quickly.

mod strings;

use std::borrow::Cow;

use super::syntax::{Problem, SyntaxError};

/// The start of a value. Scalars are read whole. The caller reads the contents of lists and objects.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number, as written.
    Number(&'a str),
    /// A string.
    String(Cow<'a, str>),
    /// The bracket that opens an array.
    Array,
    /// The brace that opens an object.
    Object,
}

/// A pull reader of a JSON text. The caller tracks the open arrays and objects.
#[derive(Debug)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    start: usize,
}

type Lexed<T> = Result<T, SyntaxError>;

impl<'a> Lexer<'a> {
    /// Starts at the beginning of the text, after a byte order mark.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        Self { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 }, start: 0 }
    }

    /// The first byte of the last key or value.
    #[inline]
    pub fn start(&self) -> usize {
        self.start
    }

    /// The text of the last key or value, as far as it has been read.
    #[inline]
    pub fn text(&self) -> &'a str {
        self.text_since(self.start)
    }

    #[inline]
    fn text_since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Reads a scalar, or the bracket that opens a list or object.
    ///
    /// # Errors
    ///
    /// Fails if no value begins here, or if it is invalid.
    #[inline(always)] // the result is large, and most results are short strings
    pub fn value(&mut self) -> Lexed<Token<'a>> {
        self.space();
        self.start = self.at;
        let token = match self.peek() {
            Some(b'"') => match self.plain_string() {
                Some(text) => return Ok(Token::String(Cow::Borrowed(text))),
                None => return self.other_value(),
            },
            Some(b'{') => Token::Object,
            Some(b'[') => Token::Array,
            _ => return self.other_value(),
        };
        self.at += 1;
        Ok(token)
    }

    /// Reads a value that is neither a list or object nor a string without escapes.
    #[inline]
    fn other_value(&mut self) -> Lexed<Token<'a>> {
        match self.peek() {
            Some(b'"') => Ok(Token::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Token::Number(self.number()?)),
            Some(b't') => self.word("true", Token::Boolean(true)),
            Some(b'f') => self.word("false", Token::Boolean(false)),
            Some(b'n') => self.word("null", Token::Null),
            None => self.fail(Problem::MissingValue),
            Some(_) => self.fail(Problem::Value),
        }
    }

    /// In an object, reads the next key and its colon. `None` at the end of the object.
    #[inline(always)] // like `value`
    pub fn key(&mut self, first: bool) -> Lexed<Option<Cow<'a, str>>> {
        // Most texts contain no space.
        if !first && self.text.as_bytes()[self.at..].starts_with(b",\"") {
            self.at += 1;
        } else {
            if self.closes(b'}', first, Problem::EndOfField)? {
                return Ok(None);
            }
            self.space();
        }
        self.start = self.at;
        if self.peek() != Some(b'"') {
            return self.fail(Problem::Key);
        }
        let key = match self.plain_string() {
            Some(key) => Cow::Borrowed(key),
            None => self.string()?,
        };
        self.space();
        if self.peek() != Some(b':') {
            return self.fail(Problem::Colon);
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// In an object, reads the next key and its colon, if it is this one and is written without spaces and escapes.
    /// Reads nothing otherwise. A key with quotes or backslashes must not be passed.
    #[inline(always)] // like `value`
    pub(super) fn take_key(&mut self, first: bool, key: &str) -> bool {
        let bytes = self.text.as_bytes();
        let start = if first {
            self.at
        } else if self.peek() == Some(b',') {
            self.at + 1
        } else {
            return false;
        };
        let end = start + 1 + key.len();
        let is_it = bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\":"))
            && bytes[start] == b'"'
            && match key.as_bytes() {
                // Most keys of DynamoDB's values. Comparing slices is a call.
                [byte] => bytes[start + 1] == *byte,
                key => bytes[start + 1..end] == *key,
            };
        if is_it {
            self.start = start;
            self.at = end + 2;
        }
        is_it
    }

    /// In an object, reads the brace that ends it, if it comes next without spaces.
    #[inline(always)] // like `value`
    pub(super) fn take_end(&mut self) -> bool {
        let is_end = self.peek() == Some(b'}');
        self.at += usize::from(is_end);
        is_end
    }

    /// In a list, moves to the next element. Returns false at the end of the list.
    #[inline]
    pub fn element(&mut self, first: bool) -> Lexed<bool> {
        Ok(!self.closes(b']', first, Problem::EndOfElement)?)
    }

    /// Skips the rest of a value that starts with this token, at any depth.
    #[inline]
    pub fn skip(&mut self, token: &Token<'_>) -> Lexed<()> {
        let mut open = Vec::new();
        let mut opened = match token {
            Token::Array => Some(false),
            Token::Object => Some(true),
            _ => None,
        };
        loop {
            let first = opened.is_some();
            open.extend(opened.take());
            let Some(&in_object) = open.last() else { return Ok(()) };
            let more = if in_object { self.key(first)?.is_some() } else { self.element(first)? };
            if !more {
                open.pop();
                continue;
            }
            opened = match self.value()? {
                Token::Array => Some(false),
                Token::Object => Some(true),
                _ => None,
            };
        }
    }

    /// Passes this word, if it is what begins here. JSON has no such words, but other languages' JSON has.
    #[inline]
    pub fn take_word(&mut self, word: &str) -> bool {
        self.space();
        let is_it = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if is_it { word.len() } else { 0 };
        is_it
    }

    /// Checks that only whitespace follows.
    #[inline]
    pub fn end(&mut self) -> Lexed<()> {
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail(Problem::EndOfText),
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn fail<T>(&self, problem: Problem) -> Lexed<T> {
        Err(SyntaxError { at: self.at, problem })
    }

    /// Creates an error at the current position.
    #[inline]
    pub fn refuse(&self, reason: &'static str) -> SyntaxError {
        SyntaxError { at: self.at, problem: Problem::Refused(reason) }
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    #[inline]
    fn word(&mut self, word: &str, token: Token<'a>) -> Lexed<Token<'a>> {
        if self.take_word(word) { Ok(token) } else { self.fail(Problem::Value) }
    }

    /// Whether the bracket closes here. If not, consumes the comma between entries.
    #[inline]
    fn closes(&mut self, bracket: u8, first: bool, problem: Problem) -> Lexed<bool> {
        self.space();
        match self.peek() {
            Some(byte) if byte == bracket => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if first => Ok(false),
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            _ => self.fail(problem),
        }
    }

    #[inline]
    fn number(&mut self) -> Lexed<&'a str> {
        let start = self.at;
        let length = number_length(&self.text.as_bytes()[start..]);
        match length {
            Some(length) => self.at += length,
            None => return self.fail(Problem::Number),
        }
        Ok(self.text_since(start))
    }
}

/// The number of bytes at the start of the text that are a number in JSON's grammar.
#[inline]
fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    Some(at)
}

/// Whether the text is a number in JSON's grammar.
#[inline]
pub(super) fn is_number(text: &str) -> bool {
    number_length(text.as_bytes()) == Some(text.len())
}

#[cfg(test)]
mod tests;
