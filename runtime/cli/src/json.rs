//! Parses JSON from the command line. Fields keep their order, and errors have a line and column, in the words of the
//! AWS CLI.
//!
//! Like the AWS CLI, accepts `NaN` and `Infinity`, and uses the last of several fields with one name.

use tinsmith_runtime::json::{Cursor, Lexer, Position, Problem, SyntaxError, Token};

use super::value::Value;

/// The maximum nesting of values, so that input cannot exhaust the stack.
const MAX_DEPTH: usize = 200;

/// Numbers that JSON does not have, but that the AWS CLI reads and writes.
const NOT_NUMBERS: [(&str, f64); 3] =
    [("NaN", f64::NAN), ("Infinity", f64::INFINITY), ("-Infinity", f64::NEG_INFINITY)];

/// A syntax error with its position.
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

/// Parses a JSON value.
pub(crate) fn parse(text: &str) -> Result<Value, JsonError> {
    let mut lexer = Lexer::new(text);
    let value = value(&mut lexer, 0).and_then(|value| lexer.end().map(|()| value));
    value.map_err(|error| {
        let (sentence, at) = words(error, lexer.start());
        let Position { line, column } = Cursor::new(text).go_to(at);
        JsonError { sentence, line, column, index: text.get(..at).unwrap_or(text).chars().count() }
    })
}

fn value(lexer: &mut Lexer<'_>, depth: usize) -> Result<Value, SyntaxError> {
    if depth > MAX_DEPTH {
        return Err(lexer.refuse("Values are nested too deeply"));
    }
    for (word, number) in NOT_NUMBERS {
        if lexer.take_word(word) {
            return Ok(Value::Double(number));
        }
    }
    Ok(match lexer.value()? {
        Token::Null => Value::Null,
        Token::Boolean(it) => Value::Boolean(it),
        Token::Number(digits) => number(digits),
        Token::String(text) => Value::String(text.into_owned()),
        Token::Array => {
            let mut values = Vec::new();
            while lexer.element(values.is_empty())? {
                values.push(value(lexer, depth + 1)?);
            }
            Value::List(values)
        }
        Token::Object => {
            let mut fields = Vec::new();
            while let Some(name) = lexer.key(fields.is_empty())? {
                fields.push((name.into_owned(), value(lexer, depth + 1)?));
            }
            Value::Object(fields.into_iter().collect())
        }
    })
}

fn number(digits: &str) -> Value {
    let is_whole = !digits.contains(['.', 'e', 'E']);
    let number = if is_whole { digits.parse().map(Value::Integer).ok() } else { Value::fraction(digits) };
    number.unwrap_or_else(|| Value::Digits(digits.to_owned()))
}

/// Converts an error to the words of the AWS CLI, and the byte that they refer to. `start` is the byte at which the
/// last string began.
fn words(error: SyntaxError, start: usize) -> (&'static str, usize) {
    let at = error.at;
    match error.problem {
        Problem::Value | Problem::MissingValue => ("Expecting value", at),
        Problem::Key => ("Expecting property name enclosed in double quotes", at),
        Problem::Colon => ("Expecting ':' delimiter", at),
        Problem::EndOfField | Problem::EndOfElement => ("Expecting ',' delimiter", at),
        Problem::EndOfText => ("Extra data", at),
        Problem::Number => ("Invalid number", at),
        Problem::ControlCharacter => ("Invalid control character at", at),
        Problem::Unterminated => ("Unterminated string starting at", start),
        Problem::Escape => ("Invalid \\escape", at.saturating_sub(1)),
        Problem::UnicodeEscape => ("Invalid \\uXXXX escape", at),
        other => (other.message(), at),
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
            ("01", "Invalid number: line 1 column 1 (char 0)"),
            ("\"é", "Unterminated string starting at: line 1 column 1 (char 0)"),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            ("\"\\u12\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
            ("-", "Invalid number: line 1 column 1 (char 0)"),
            ("tru", "Expecting value: line 1 column 1 (char 0)"),
        ] {
            assert_eq!(parse(text).map_err(|error| error.to_string()), Err(message.to_owned()), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).is_err());
    }
}
