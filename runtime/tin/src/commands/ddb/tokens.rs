//! The tokens of conditions and projections.

use aws_smithy_types::base64;
use tinsmith_cli::command::{Failure, Value};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Dot,
    Comma,
    Colon,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comparator,
    And,
    Between,
    In,
    Or,
    Not,
    Literal,
    Name,
    End,
}

/// A token, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// A comparator or name as it is written.
    pub text: String,
    /// What a literal means.
    pub value: Value,
    pub start: usize,
    pub end: usize,
}

/// A mistake, with a line that points at it.
pub(super) fn wrong(message: &str, text: &str, start: usize, end: usize) -> Failure {
    let line = format!("{}{}", " ".repeat(start), "^".repeat(end.saturating_sub(start).max(1)));
    Failure::Param(format!("{message}\n{text}\n{line}"))
}

/// The tokens of an expression, the end included.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Failure> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let start = at;
        let (kind, value) = match letter {
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                continue;
            }
            '\'' => (Kind::Name, Value::String(quoted(text, &letters, &mut at, '\'')?)),
            '"' => (Kind::Literal, Value::String(quoted(text, &letters, &mut at, '"')?)),
            'b' | 'B' if letters.get(at + 1) == Some(&'"') => {
                at += 1;
                let encoded = quoted(text, &letters, &mut at, '"')?;
                let message = format!("Invalid base64 string b\"{encoded}\"");
                (Kind::Literal, Value::Bytes(base64::decode(&encoded).map_err(|_| wrong(&message, text, start, at))?))
            }
            '0'..='9' | '-' => (Kind::Literal, number(text, &letters, &mut at)?),
            '<' | '>' => {
                let two: String = letters.iter().skip(at).take(2).collect();
                at += if matches!(two.as_str(), "<>" | "<=" | ">=") { 2 } else { 1 };
                (Kind::Comparator, Value::Null)
            }
            letter if letter.is_ascii_alphabetic() || letter == '_' => {
                while letters.get(at).is_some_and(|it| it.is_ascii_alphanumeric() || *it == '_') {
                    at += 1;
                }
                word(&letters[start..at].iter().collect::<String>())
            }
            letter => {
                at += 1;
                let kind = simple(letter);
                let message = format!("Unrecognized character {letter}");
                (kind.ok_or_else(|| wrong(&message, text, start, start))?, Value::Null)
            }
        };
        let written = match (&kind, &value) {
            (Kind::Name, Value::String(name)) => name.clone(),
            _ => letters[start..at].iter().collect(),
        };
        tokens.push(Token { kind, text: written, value, start, end: at });
    }
    let end = letters.len();
    tokens.push(Token { kind: Kind::End, text: String::new(), value: Value::Null, start: end, end });
    Ok(tokens)
}

fn simple(letter: char) -> Option<Kind> {
    Some(match letter {
        '.' => Kind::Dot,
        ',' => Kind::Comma,
        ':' => Kind::Colon,
        '(' => Kind::LeftParen,
        ')' => Kind::RightParen,
        '{' => Kind::LeftBrace,
        '}' => Kind::RightBrace,
        '[' => Kind::LeftBracket,
        ']' => Kind::RightBracket,
        '=' => Kind::Comparator,
        _ => return None,
    })
}

fn word(word: &str) -> (Kind, Value) {
    match word.to_ascii_lowercase().as_str() {
        "and" => (Kind::And, Value::Null),
        "between" => (Kind::Between, Value::Null),
        "in" => (Kind::In, Value::Null),
        "or" => (Kind::Or, Value::Null),
        "not" => (Kind::Not, Value::Null),
        "true" => (Kind::Literal, Value::Boolean(true)),
        "false" => (Kind::Literal, Value::Boolean(false)),
        "null" => (Kind::Literal, Value::Null),
        _ => (Kind::Name, Value::string(word)),
    }
}

/// A text between delimiters, which a backslash escapes.
fn quoted(text: &str, letters: &[char], at: &mut usize, delimiter: char) -> Result<String, Failure> {
    let start = *at;
    *at += 1;
    let mut content = String::new();
    loop {
        match letters.get(*at) {
            None => return Err(wrong(&format!("Unclosed {delimiter} delimiter"), text, start, start)),
            Some(letter) if *letter == delimiter => {
                *at += 1;
                return Ok(content);
            }
            Some('\\') if letters.get(*at + 1) == Some(&delimiter) => {
                content.push(delimiter);
                *at += 2;
            }
            Some(letter) => {
                content.push(*letter);
                *at += 1;
            }
        }
    }
}

/// A number, by its digits.
fn number(text: &str, letters: &[char], at: &mut usize) -> Result<Value, Failure> {
    let mut digits = String::new();
    let mut whole = |at: &mut usize, what: &str| {
        let start = *at;
        if letters.get(*at) == Some(&'-') {
            digits.push('-');
            *at += 1;
        }
        let first = *at;
        while let Some(digit) = letters.get(*at).filter(|it| it.is_ascii_digit()) {
            digits.push(*digit);
            *at += 1;
        }
        if *at == first { Err(wrong(what, text, start, start)) } else { Ok(()) }
    };
    whole(at, "Unknown token -")?;
    let mut is_whole = true;
    if letters.get(*at) == Some(&'.') {
        *at += 1;
        let mut fraction = String::new();
        while let Some(digit) = letters.get(*at).filter(|it| it.is_ascii_digit()) {
            fraction.push(*digit);
            *at += 1;
        }
        if fraction.is_empty() {
            return Err(wrong("Invalid fractional character", text, *at, *at));
        }
        digits.push('.');
        digits.push_str(&fraction);
        is_whole = false;
    }
    if letters.get(*at).is_some_and(|it| it.eq_ignore_ascii_case(&'e')) {
        *at += 1;
        let sign = if letters.get(*at) == Some(&'-') { '-' } else { '+' };
        if matches!(letters.get(*at), Some('-' | '+')) {
            *at += 1;
        }
        let mut exponent = String::new();
        while let Some(digit) = letters.get(*at).filter(|it| it.is_ascii_digit()) {
            exponent.push(*digit);
            *at += 1;
        }
        if exponent.is_empty() {
            return Err(wrong("Invalid exponential character", text, *at, *at));
        }
        digits.push_str(&format!("E{sign}{exponent}"));
        is_whole = false;
    }
    Ok(match digits.parse() {
        Ok(number) if is_whole => Value::Integer(number),
        _ => Value::Digits(digits),
    })
}
