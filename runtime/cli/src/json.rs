//! Reads JSON as people give it on a command line: fields keep their order, a mistake is told
//! with line and column.
//!
//! Like the AWS CLI's, the reading also takes `NaN` and `Infinity`, and of two fields with one
//! name the later.

use super::value::{Fields, Value};

/// How deep values may nest: hostile input must not exhaust the stack.
const MAX_DEPTH: usize = 200;

/// Why a text is not JSON, and where.
#[derive(Debug, PartialEq)]
pub(crate) struct JsonError {
    sentence: &'static str,
    line: usize,
    column: usize,
    index: usize,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sentence, line, column, index } = self;
        write!(f, "{sentence}: line {line} column {column} (char {index})")
    }
}

/// Reads one JSON value.
pub(crate) fn parse(text: &str) -> Result<Value, JsonError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.skip_space();
    let value = parser.value().and_then(|value| {
        parser.skip_space();
        if parser.at == text.len() { Ok(value) } else { Err(("Extra data", parser.at)) }
    });
    value.map_err(|(sentence, at)| {
        let before = &text[..at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        JsonError {
            sentence,
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            index: before.chars().count(),
        }
    })
}

/// A sentence, and the place in bytes.
type Failure = (&'static str, usize);

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn value(&mut self) -> Result<Value, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(("Values nest too deeply", self.at));
        }
        let value = match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn word(&mut self) -> Result<Value, Failure> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Boolean(true)),
            ("false", Value::Boolean(false)),
            ("NaN", Value::Double(f64::NAN)),
            ("Infinity", Value::Double(f64::INFINITY)),
            ("-Infinity", Value::Double(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(("Expecting value", self.at))
    }

    fn object(&mut self) -> Result<Value, Failure> {
        const NO_NAME: &str = "Expecting property name enclosed in double quotes";
        let mut fields = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(Fields::default()));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err((NO_NAME, self.at));
            }
            let name = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(("Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip_space();
            fields.push((name, self.value()?));
            if self.ends(b'}')? {
                return Ok(Value::Object(fields.into_iter().collect()));
            }
        }
    }

    fn list(&mut self) -> Result<Value, Failure> {
        let mut values = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value()?);
            if self.ends(b']')? {
                return Ok(Value::List(values));
            }
        }
    }

    /// Whether the list or object ends here; else a comma is passed.
    fn ends(&mut self, end: u8) -> Result<bool, Failure> {
        self.skip_space();
        let found = self.peek();
        if found != Some(end) && found != Some(b',') {
            return Err(("Expecting ',' delimiter", self.at));
        }
        self.at += 1;
        self.skip_space();
        Ok(found == Some(end))
    }

    fn string(&mut self) -> Result<String, Failure> {
        let start = self.at;
        let mut string = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            string.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape(start)?),
                Some(_) => return Err(("Invalid control character at", self.at)),
                None => return Err(("Unterminated string starting at", start)),
            }
        }
    }

    fn escape(&mut self, start: usize) -> Result<char, Failure> {
        let at = self.at;
        let Some(letter) = self.text[at + 1..].chars().next() else {
            return Err(("Unterminated string starting at", start));
        };
        self.at += 1 + letter.len_utf8();
        Ok(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.unit().ok_or(("Invalid \\uXXXX escape", at + 1))?;
                let pair = (0xd800..0xdc00).contains(&high) && self.text[self.at..].starts_with("\\u");
                let code = if pair {
                    let back = self.at;
                    self.at += 2;
                    match self.unit() {
                        Some(low @ 0xdc00..0xe000) => 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00),
                        _ => {
                            self.at = back;
                            high
                        }
                    }
                } else {
                    high
                };
                // Half of a pair is not a character; it is shown as one that is missing.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(("Invalid \\escape", at)),
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Result<Value, Failure> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut end = start + usize::from(bytes[start] == b'-');
        let whole = digits(end);
        if whole == 0 {
            return self.word();
        }
        // A leading zero ends the number, and what follows it is extra.
        end += if bytes[end] == b'0' { 1 } else { whole };
        let whole_end = end;
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = bytes.get(end + 1 + sign..).map_or(0, |_| digits(end + 1 + sign));
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        self.at = end;
        let text = &self.text[start..end];
        Ok(if end > whole_end {
            text.parse().map_or_else(|_| Value::Digits(text.to_owned()), Value::Double)
        } else {
            text.parse().map_or_else(|_| Value::Digits(text.to_owned()), Value::Integer)
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_order_and_kind() {
        let value =
            parse(r#" {"b": [1, -2.5, 1e2, 123456789012345678901], "a": "é\u00e9\ud83d\ude00\n", "b2": null} "#);
        let Ok(Value::Object(fields)) = value else { panic!("{value:?}") };
        let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a", "b2"]);
        let numbers = [
            Value::Integer(1),
            Value::Double(-2.5),
            Value::Double(100.0),
            Value::Digits("123456789012345678901".to_owned()),
        ];
        assert_eq!(fields.get("b"), Some(&Value::List(numbers.to_vec())));
        assert_eq!(fields.get("a").and_then(Value::as_str), Some("éé😀\n"));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, message) in [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            ("{bad", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
            ("{\"a\": 1,\n}", "Expecting property name enclosed in double quotes: line 2 column 1 (char 9)"),
            ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
            ("{} x", "Extra data: line 1 column 4 (char 3)"),
            ("01", "Extra data: line 1 column 2 (char 1)"),
            ("\"é", "Unterminated string starting at: line 1 column 1 (char 0)"),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            ("\"\\u12\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
            ("-", "Expecting value: line 1 column 1 (char 0)"),
            ("tru", "Expecting value: line 1 column 1 (char 0)"),
        ] {
            assert_eq!(parse(text).map_err(|error| error.to_string()), Err(message.to_owned()), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).is_err());
    }
}
