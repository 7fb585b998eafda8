//! The tokens of a JMESPath expression. <https://jmespath.org/specification.html#grammar>

use super::path::PathError;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// a name without quotes, which may be that of a function
    Name(String),
    /// a name in double quotes
    Quoted(String),
    /// a whole number, such as in an index
    Number(i64),
    /// JSON between backquotes
    Json(serde_json::Value),
    /// a text in single quotes
    Text(String),
    /// one of [`SIGNS`]
    Sign(&'static str),
    /// the end
    End,
}

/// Everything that is not a word, longer ones before those that they begin with.
const SIGNS: [&str; 26] = [
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "&", "|", ".", "*", ",", ":", "@", "[", "]", "{",
    "}", "(", ")", "`", "'",
];

/// The tokens of an expression, each with its column, which counts characters from one.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, PathError> {
    let mut lexer = Lexer { rest: text, column: 1 };
    let mut found = Vec::new();
    loop {
        lexer.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        let column = lexer.column;
        let token = lexer.next()?;
        let is_end = token == Token::End;
        found.push((token, column));
        if is_end {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    column: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Result<Token, PathError> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        match first {
            'A'..='Z' | 'a'..='z' | '_' => {
                Ok(Token::Name(self.skip_while(|c| c.is_ascii_alphanumeric() || c == '_').to_owned()))
            }
            '0'..='9' | '-' => self.number(),
            '"' => {
                let (column, text) = (self.column, self.delimited('"')?);
                let name = serde_json::from_str(&format!("\"{text}\""));
                name.map(Token::Quoted)
                    .map_err(|error| PathError::malformed(column, format!("invalid JSON string: {error}")))
            }
            '\'' => Ok(Token::Text(self.delimited('\'')?.replace("\\'", "'"))),
            '`' => {
                let (column, text) = (self.column, self.delimited('`')?);
                let value = serde_json::from_str(&text.replace("\\`", "`"));
                value
                    .map(Token::Json)
                    .map_err(|error| PathError::malformed(column, format!("invalid JSON between backquotes: {error}")))
            }
            other => match SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
                Some(sign) => {
                    self.skip(sign.len());
                    Ok(Token::Sign(sign))
                }
                None => Err(PathError::malformed(self.column, format!("unexpected character {other:?}"))),
            },
        }
    }

    fn number(&mut self) -> Result<Token, PathError> {
        let (column, whole) = (self.column, self.rest);
        self.skip(usize::from(whole.starts_with('-')));
        let digits = self.skip_while(|c| c.is_ascii_digit()).len();
        let text = &whole[..whole.len() - self.rest.len()];
        let number = text.parse().ok().filter(|_| digits > 0);
        number.map(Token::Number).ok_or_else(|| PathError::malformed(column, format!("{text} is not an integer")))
    }

    /// What stands between two of these characters, escapes as they are written.
    fn delimited(&mut self, delimiter: char) -> Result<&'a str, PathError> {
        let column = self.column;
        self.skip(delimiter.len_utf8());
        let mut is_escaped = false;
        let text = self.skip_while(|c| {
            let ends = c == delimiter && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            !ends
        });
        if self.rest.is_empty() {
            return Err(PathError::malformed(column, format!("the {delimiter} that begins here has no end")));
        }
        self.skip(delimiter.len_utf8());
        Ok(text)
    }

    fn skip_while(&mut self, mut test: impl FnMut(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        self.skip(end)
    }

    fn skip(&mut self, bytes: usize) -> &'a str {
        let (before, rest) = self.rest.split_at(bytes);
        self.column += before.chars().count();
        self.rest = rest;
        before
    }
}
