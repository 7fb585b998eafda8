//! The tokens of an expression (<https://jmespath.org/specification.html#grammar>).

use crate::error::ParseError;

/// A token. Strings and literals are as written, without their delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An unquoted name, perhaps of a function.
    Name(&'a str),
    /// A name in double quotes.
    Quoted(&'a str),
    /// An integer, such as an index.
    Number(i64),
    /// A literal in backquotes.
    Literal(&'a str),
    /// A string in single quotes.
    Raw(&'a str),
    /// One of [`SIGNS`].
    Sign(&'static str),
    /// The end of the text.
    End,
}

/// All other tokens. Longer signs precede their prefixes.
const SIGNS: [&str; 24] = [
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "&", "|", ".", "*", ",", ":", "@", "[", "]", "{",
    "}", "(", ")",
];

/// Splits an expression into tokens, each with its position in characters, counted from 1.
#[inline]
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token<'_>, usize)>, ParseError> {
    let mut lexer = Lexer { rest: text, character: 1 };
    let mut found = Vec::new();
    loop {
        lexer.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        let character = lexer.character;
        let token = lexer.next()?;
        found.push((token, character));
        if token == Token::End {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    character: usize,
}

impl<'a> Lexer<'a> {
    #[inline]
    fn next(&mut self) -> Result<Token<'a>, ParseError> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        match first {
            'A'..='Z' | 'a'..='z' | '_' => Ok(Token::Name(self.skip_while(|c| c.is_ascii_alphanumeric() || c == '_'))),
            '0'..='9' | '-' => self.number(),
            '"' => self.delimited('"').map(Token::Quoted),
            '\'' => self.delimited('\'').map(Token::Raw),
            '`' => self.delimited('`').map(Token::Literal),
            other => match SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
                Some(sign) => {
                    self.skip(sign.len());
                    Ok(Token::Sign(sign))
                }
                None => {
                    let expected = if other == '=' { "did you mean `==`?" } else { "" };
                    Err(ParseError::new(format!("unexpected {other:?}"), self.character, expected))
                }
            },
        }
    }

    #[inline]
    fn number(&mut self) -> Result<Token<'a>, ParseError> {
        let (character, whole) = (self.character, self.rest);
        self.skip(usize::from(whole.starts_with('-')));
        let digits = self.skip_while(|c| c.is_ascii_digit()).len();
        let text = &whole[..whole.len() - self.rest.len()];
        let expected = if digits == 0 { "expected digits after `-`" } else { "the number is too large" };
        let invalid = |_| ParseError::new(format!("invalid number `{text}`"), character, expected);
        text.parse().map(Token::Number).map_err(invalid)
    }

    /// The text up to the next delimiter. A backslash escapes the character after it.
    #[inline]
    fn delimited(&mut self, delimiter: char) -> Result<&'a str, ParseError> {
        let character = self.character;
        self.skip(delimiter.len_utf8());
        let mut is_escaped = false;
        let text = self.skip_while(|c| {
            let ends = c == delimiter && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            !ends
        });
        if self.rest.is_empty() {
            return Err(ParseError::new(format!("unexpected {delimiter}"), character, "it is not closed"));
        }
        self.skip(delimiter.len_utf8());
        Ok(text)
    }

    #[inline]
    fn skip_while(&mut self, mut test: impl FnMut(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        self.skip(end)
    }

    #[inline]
    fn skip(&mut self, bytes: usize) -> &'a str {
        let (before, rest) = self.rest.split_at(bytes);
        self.character += before.chars().count();
        self.rest = rest;
        before
    }
}
