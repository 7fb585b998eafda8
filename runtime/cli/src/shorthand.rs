//! The AWS CLI's shorthand for structures, maps and lists of them: `Key=a,Value=b`.
//!
//! ```text
//! parameter = keyval *("," keyval)
//! keyval    = key ("=" / "@=") values        ; with @=, file:// and fileb:// are loaded
//! values    = value *("," value) / list / hash
//! list      = "[" [element *("," element)] "]"
//! hash      = "{" [key ("=" / "@=") element *("," key ("=" / "@=") element)] "}"
//! element   = value / list / hash
//! value     = word / quoted                  ; in quotes \ escapes the quote and itself
//! ```
//!
//! The values of a key continue until a word turns out to be the next key, so the parser goes back to the last comma
//! when it finds an equals sign.

use std::collections::HashSet;

use super::files;
use super::value::{Fields, Value};

/// The maximum nesting of lists and hashes, so that input cannot exhaust the stack.
const MAX_DEPTH: usize = 100;

/// The error of an invalid shorthand: a message, the text, and a caret under the position.
#[derive(Debug, PartialEq)]
pub(crate) struct ShorthandError(pub String);

/// A failure while parsing. The message is only created if the parser does not backtrack.
enum Failure {
    /// Something else was expected here.
    Expected { expected: String, found: String, at: usize },
    /// The key is given twice.
    Twice { key: String, at: usize },
    /// The file of an `@=` cannot be loaded, or the text is nested too deeply.
    Other(String),
}

/// Parses shorthand. The result is an object of strings, lists and objects, which are later converted according to the
/// schema.
pub(crate) fn parse(text: &str) -> Result<Value, ShorthandError> {
    let mut parser = Parser { letters: text.chars().collect(), at: 0, load: false, depth: 0 };
    parser.parameter().map_err(|failure| {
        ShorthandError(match failure {
            Failure::Expected { expected, found, at } => {
                format!("Expected: '{expected}', received: '{found}' for input:\n{}", parser.point(at))
            }
            Failure::Twice { key, at } => format!(
                "Second instance of key \"{key}\" encountered for input:\n{}\nThis is often because there is a \
                 preceding \",\" instead of a space.",
                parser.point(at)
            ),
            Failure::Other(message) => message,
        })
    })
}

struct Parser {
    letters: Vec<char>,
    at: usize,
    /// Whether the current value may name a file.
    load: bool,
    depth: usize,
}

impl Parser {
    fn parameter(&mut self) -> Result<Value, Failure> {
        let mut fields = Vec::new();
        let mut keys = HashSet::new();
        let mut last = 0;
        loop {
            let key = self.key_and_sign()?;
            let value = self.values()?;
            if !keys.insert(key.clone()) {
                return Err(Failure::Twice { key, at: last + 1 });
            }
            fields.push((key, value));
            last = self.at;
            if self.current().is_none() {
                return Ok(Value::Object(fields.into_iter().collect::<Fields>()));
            }
            self.expect_spaced(',')?;
        }
    }

    fn key_and_sign(&mut self) -> Result<String, Failure> {
        let start = self.at;
        while self.current().is_some_and(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c)) {
            self.at += 1;
        }
        let key: String = self.letters[start..self.at].iter().collect();
        self.load = self.expect_spaced('@').is_ok();
        self.expect_spaced('=')?;
        Ok(key)
    }

    fn values(&mut self) -> Result<Value, Failure> {
        match self.current() {
            None => Ok(Value::string("")),
            Some('[') => self.list(),
            Some('{') => self.hash(),
            Some(_) => self.comma_separated(),
        }
    }

    fn comma_separated(&mut self) -> Result<Value, Failure> {
        let first = self.first_value()?;
        self.skip_space();
        if self.current() != Some(',') {
            return Ok(first);
        }
        self.expect_spaced(',')?;
        let mut values = vec![first];
        loop {
            match self.next_value() {
                Ok((value, more)) => {
                    values.push(value);
                    if !more {
                        break;
                    }
                }
                Err(failure) if self.current().is_none() => return Err(failure),
                Err(Failure::Other(message)) => return Err(Failure::Other(message)),
                Err(_) => {
                    // The word was the next key: go back to the comma before it.
                    while self.at > 0 && self.letters[self.at] != ',' {
                        self.at -= 1;
                    }
                    break;
                }
            }
        }
        let only = values.len() == 1;
        match values.pop() {
            Some(one) if only => Ok(one),
            last => Ok(Value::List(values.into_iter().chain(last).collect())),
        }
    }

    /// Parses another value. Also returns whether a comma follows.
    fn next_value(&mut self) -> Result<(Value, bool), Failure> {
        let value = match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => {
                let at = self.at;
                let word = self.word(starts_word, |c| follows_word(c) && c != '=');
                let missing = || Failure::Expected { expected: "<second>".into(), found: "<none>".into(), at };
                self.loaded(word.ok_or_else(missing)?)?
            }
        };
        self.skip_space();
        if self.current().is_none() {
            return Ok((value, false));
        }
        self.expect_spaced(',')?;
        Ok((value, true))
    }

    fn first_value(&mut self) -> Result<Value, Failure> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => match self.word(starts_word, |c| follows_word(c) && c != ']' && c != '}') {
                Some(word) => self.loaded(word),
                None => Ok(Value::string("")),
            },
        }
    }

    fn list(&mut self) -> Result<Value, Failure> {
        self.expect_spaced('[')?;
        let mut values = Vec::new();
        while self.current() != Some(']') {
            values.push(self.element()?);
            self.after_element(']')?;
        }
        self.expect(']')?;
        Ok(Value::List(values))
    }

    fn hash(&mut self) -> Result<Value, Failure> {
        self.expect_spaced('{')?;
        let mut fields = Vec::new();
        while self.current() != Some('}') {
            let key = self.key_and_sign()?;
            let value = self.element()?;
            self.after_element('}')?;
            fields.push((key, value));
        }
        self.expect('}')?;
        Ok(Value::Object(fields.into_iter().collect::<Fields>()))
    }

    fn element(&mut self) -> Result<Value, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::Other(format!("lists and maps are nested deeper than {MAX_DEPTH} levels")));
        }
        let value = match self.current() {
            Some('[') => self.list(),
            Some('{') => self.hash(),
            _ => self.first_value(),
        };
        self.depth -= 1;
        value
    }

    fn after_element(&mut self, end: char) -> Result<(), Failure> {
        self.skip_space();
        if self.current() != Some(end) {
            self.expect(',')?;
            self.skip_space();
        }
        Ok(())
    }

    fn quoted(&mut self, quote: char) -> Result<Value, Failure> {
        let start = self.at + 1;
        let mut end = start;
        loop {
            match self.letters.get(end) {
                None => {
                    let name = if quote == '\'' { "<singled quoted>" } else { "<double quoted>" };
                    return Err(Failure::Expected { expected: name.into(), found: "<none>".into(), at: self.at });
                }
                Some('\\') if self.letters.get(end + 1) == Some(&quote) && self.closes_later(end + 2, quote) => {
                    end += 2
                }
                Some(letter) if *letter == quote => break,
                Some(_) => end += 1,
            }
        }
        let inside: String = self.letters[start..end].iter().collect();
        self.at = end + 1;
        self.loaded(inside.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\"))
    }

    /// Whether a later quote can close the text. If none can, the escaped quote closes it.
    fn closes_later(&self, from: usize, quote: char) -> bool {
        self.letters.get(from..).is_some_and(|rest| rest.contains(&quote))
    }

    /// Parses an unquoted word. `\,` is a comma in it. Trailing spaces are not part of it.
    fn word(&mut self, starts: impl Fn(char) -> bool, follows: impl Fn(char) -> bool) -> Option<String> {
        let start = self.at;
        while let Some(letter) = self.current() {
            if letter == '\\' && self.letters.get(self.at + 1) == Some(&',') {
                self.at += 2;
            } else if if self.at == start { starts(letter) } else { follows(letter) } {
                self.at += 1;
            } else {
                break;
            }
        }
        let word: String = self.letters[start..self.at].iter().collect();
        (self.at > start).then(|| word.replace("\\,", ",").trim_end().to_owned())
    }

    fn loaded(&self, text: String) -> Result<Value, Failure> {
        let loaded = if self.load { files::load(&text) } else { Ok(None) };
        Ok(loaded.map_err(Failure::Other)?.unwrap_or(Value::String(text)))
    }

    fn current(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.current().is_some_and(|c| matches!(c, ' ' | '\t'..='\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), Failure> {
        if self.current() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        let found = self.current().map_or_else(|| "EOF".to_owned(), String::from);
        Err(Failure::Expected { expected: wanted.into(), found, at: self.at })
    }

    fn expect_spaced(&mut self, wanted: char) -> Result<(), Failure> {
        self.skip_space();
        self.expect(wanted)?;
        self.skip_space();
        Ok(())
    }

    /// The text with a caret under the position, in its line.
    fn point(&self, at: usize) -> String {
        let at = at.min(self.letters.len());
        let line = self.letters[..at].iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1);
        let end = self.letters[at..].iter().position(|c| *c == '\n').map_or(self.letters.len(), |newline| at + newline);
        let text = |part: &[char]| part.iter().collect::<String>();
        format!("{}\n{}^{}", text(&self.letters[..end]), " ".repeat(at - line), text(&self.letters[end..]))
    }
}

/// Whether a word may begin with this character: it must not open a list, hash or quotes.
fn starts_word(c: char) -> bool {
    matches!(c, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='Z' | '\\'..='z' | '|'..=char::MAX)
}

/// Whether a word may contain this character after its first: it must not be a separator or quote.
fn follows_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '!' | '#'..='&' | '('..='+' | '-'..=char::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::json::one_line;

    #[test]
    fn shorthand_is_read() {
        for (text, json) in [
            ("Key=a,Value=b", r#"{"Key": "a", "Value": "b"}"#),
            ("Key = a , Value = b", r#"{"Key": "a", "Value": "b"}"#),
            ("Key=", r#"{"Key": ""}"#),
            ("Key=a,b,c", r#"{"Key": ["a", "b", "c"]}"#),
            ("Key=a,b,Next=c", r#"{"Key": ["a", "b"], "Next": "c"}"#),
            (r"Key=a\,b", r#"{"Key": "a,b"}"#),
            ("Key='a,b',Next=\"c d\"", r#"{"Key": "a,b", "Next": "c d"}"#),
            (r"Key='it\'s'", r#"{"Key": "it's"}"#),
            ("Key=[a,[b,c],{d=e}]", r#"{"Key": ["a", ["b", "c"], {"d": "e"}]}"#),
            ("Key={a=b,c=[d]}", r#"{"Key": {"a": "b", "c": ["d"]}}"#),
            ("Key=a=b", r#"{"Key": "a=b"}"#),
            ("Key=😀", r#"{"Key": "😀"}"#),
            ("Key@=plain", r#"{"Key": "plain"}"#),
        ] {
            assert_eq!(parse(text).map(|value| one_line(&value)), Ok(json.to_owned()), "{text}");
        }
    }

    #[test]
    fn mistakes_are_pointed_at() {
        for (text, message) in [
            ("Key==a", "Expected: ',', received: '=' for input:\nKey==a\n    ^"),
            ("Key", "Expected: '=', received: 'EOF' for input:\nKey\n   ^"),
            ("a=1\n,b==2", "Expected: ',', received: '=' for input:\na=1\n,b==2\n   ^"),
            ("Key={a=b", "Expected: ',', received: 'EOF' for input:\nKey={a=b\n        ^"),
            ("Key='a", "Expected: '<singled quoted>', received: '<none>' for input:\nKey='a\n    ^"),
            (
                "Key=a,Key=b",
                "Second instance of key \"Key\" encountered for input:\nKey=a,Key=b\n      ^\nThis is often because \
                 there is a preceding \",\" instead of a space.",
            ),
        ] {
            assert_eq!(parse(text), Err(ShorthandError(message.to_owned())), "{text}");
        }
        assert!(parse(&format!("Key={}", "[".repeat(10_000))).is_err());
    }
}
