//! Parses YAML 1.2 for `--cli-input-yaml`: a single document in the core schema, in which dates and binaries are
//! distinguished from strings.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use tinsmith_runtime::yaml::{self, Scalar};

use super::value::Value;

/// The maximum number of values, including those multiplied by aliases.
const MAX_VALUES: usize = 100_000;
/// The maximum nesting of values, so that input cannot exhaust the stack.
const MAX_DEPTH: usize = 200;

/// The error of a text that is not a single valid YAML document, with its position.
#[derive(Debug, PartialEq)]
pub(crate) struct YamlError {
    reason: String,
    line: usize,
    column: usize,
}

impl std::fmt::Display for YamlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { reason, line, column } = self;
        write!(f, "{reason}: line {line} column {column}")
    }
}

/// Parses a document. An empty document is null.
pub(crate) fn parse(text: &str) -> Result<Value, YamlError> {
    document(text, false)
}

/// Parses a document, and keeps the digits of numbers with a fraction or exponent.
pub(crate) fn parse_exact(text: &str) -> Result<Value, YamlError> {
    document(text, true)
}

fn document(text: &str, keeps_digits: bool) -> Result<Value, YamlError> {
    let parser = Parser::new_from_str(text);
    let mut reader = Reader { parser, anchors: HashMap::new(), values: 0, depth: 0, place: (1, 1), keeps_digits };
    let mut document = None;
    loop {
        match reader.next()? {
            Event::StreamEnd => return Ok(document.unwrap_or(Value::Null)),
            Event::DocumentStart(_) if document.is_some() => return Err(reader.error("expected a single document")),
            Event::DocumentStart(_) | Event::DocumentEnd | Event::StreamStart | Event::Nothing => {}
            event => document = Some(reader.value(event)?),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    anchors: HashMap<usize, Value>,
    values: usize,
    depth: usize,
    /// The line and column of the last event.
    place: (usize, usize),
    /// Whether numbers with a fraction or exponent stay as they are written.
    keeps_digits: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Event<'a>, YamlError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.place = (span.start.line(), span.start.col() + 1);
                Ok(event)
            }
            Some(Err(error)) => {
                let (place, reason) = (error.marker(), error.info().to_owned());
                Err(YamlError { reason, line: place.line(), column: place.col() + 1 })
            }
            None => Err(self.error("expected the end of the document")),
        }
    }

    fn error(&self, reason: &str) -> YamlError {
        let (line, column) = self.place;
        YamlError { reason: reason.to_owned(), line, column }
    }

    fn value(&mut self, event: Event<'a>) -> Result<Value, YamlError> {
        self.values += 1;
        self.depth += 1;
        if self.values > MAX_VALUES {
            return Err(self.error("aliases create too many values"));
        }
        if self.depth > MAX_DEPTH {
            return Err(self.error("values are nested too deeply"));
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => (
                match scalar(&text, style, tag.as_deref()) {
                    Some(Value::Double(number)) if self.keeps_digits && number.is_finite() => {
                        Value::Digits(text.into_owned())
                    }
                    Some(value) => value,
                    None => return Err(self.error("expected base64 for !!binary")),
                },
                anchor,
            ),
            Event::SequenceStart(anchor, _) => (self.sequence()?, anchor),
            Event::MappingStart(anchor, _) => (self.mapping()?, anchor),
            Event::Alias(anchor) => {
                let value =
                    self.anchors.get(&anchor).ok_or_else(|| self.error("invalid alias inside its own anchor"))?.clone();
                self.values += count(&value);
                (value, 0)
            }
            _ => return Err(self.error("expected a value")),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        self.depth -= 1;
        Ok(value)
    }

    fn sequence(&mut self) -> Result<Value, YamlError> {
        let mut values = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::List(values)),
                event => values.push(self.value(event)?),
            }
        }
    }

    fn mapping(&mut self) -> Result<Value, YamlError> {
        let mut fields = Vec::new();
        let mut names = HashSet::new();
        loop {
            let name = match self.next()? {
                Event::MappingEnd => return Ok(Value::Object(fields.into_iter().collect())),
                Event::Scalar(text, ..) => text.into_owned(),
                _ => return Err(self.error("expected a scalar as key")),
            };
            if !names.insert(name.clone()) {
                return Err(self.error(&format!("duplicate key {name:?}")));
            }
            let event = self.next()?;
            fields.push((name, self.value(event)?));
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::List(values) => values.iter().map(count).sum(),
        Value::Object(fields) => fields.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

/// The value of a scalar. `None` if it does not match its tag.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Option<Value> {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    match core {
        Some("str") => Some(Value::string(text)),
        Some("binary") => {
            let plain: String = text.split_whitespace().collect();
            aws_smithy_types::base64::decode(plain).map(Value::Bytes).ok()
        }
        _ if style == ScalarStyle::Plain => Some(plain(text)),
        _ => Some(Value::string(text)),
    }
}

fn plain(text: &str) -> Value {
    match yaml::plain(text) {
        Scalar::Null => Value::Null,
        Scalar::Boolean(it) => Value::Boolean(it),
        Scalar::Integer(it) => Value::Integer(it),
        Scalar::Digits => Value::Digits(text.to_owned()),
        Scalar::Double(it) => Value::Double(it),
        Scalar::Timestamp => Value::Timestamp(text.to_owned()),
        Scalar::String => Value::string(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_read_by_the_core_schema() {
        let number = |text: &str| Value::Digits(text.to_owned());
        for (text, value) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("yes", Value::string("yes")),
            ("True", Value::Boolean(true)),
            ("-12", Value::Integer(-12)),
            ("0x1f", Value::Integer(31)),
            ("1.5e3", Value::Double(1500.0)),
            ("1.2.3", Value::string("1.2.3")),
            ("e5", Value::string("e5")),
            ("99999999999999999999", number("99999999999999999999")),
            ("2020-01-01", Value::Timestamp("2020-01-01".to_owned())),
            ("2020-01-01T10:00:00Z", Value::Timestamp("2020-01-01T10:00:00Z".to_owned())),
            ("2020-1-1 10:00:00.5 +1", Value::Timestamp("2020-1-1 10:00:00.5 +1".to_owned())),
            ("2020-01-01x", Value::string("2020-01-01x")),
            ("2020-01-01T10:00:00Zx", Value::string("2020-01-01T10:00:00Zx")),
            ("2020-01-01T10:00", Value::string("2020-01-01T10:00")),
            ("'5'", Value::string("5")),
            ("!!str 5", Value::string("5")),
            ("!!binary aGk=", Value::Bytes(b"hi".to_vec())),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn documents_that_are_no_single_legal_one_are_refused() {
        for (text, place) in [
            ("a: [", "line 2 column 1"),
            ("a: 1\n---\nb: 2", "expected a single document: line 2 column 1"),
            ("a: 1\nb:\n  c: 1\n  c: 2", "duplicate key \"c\": line 4 column 3"),
            ("*x", "line 1 column 1"),
            ("a: !!binary '%'", "expected base64 for !!binary: line 1 column 4"),
            ("? [a]\n: b", "expected a scalar as key: line 1 column 3"),
        ] {
            let error = parse(text).map_err(|it| it.to_string()).expect_err(text);
            assert!(error.ends_with(place), "{text}: {error}");
        }
        let deep = "[".repeat(10_000);
        assert!(parse(&deep).is_err());
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{},", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        }
        assert!(parse(&bomb).is_err());
    }

    #[test]
    fn aliases_and_nesting_work() {
        let value = parse("a: &x [1, {b: c}]\nd: *x\n");
        let Ok(Value::Object(fields)) = value else { panic!("{value:?}") };
        assert_eq!(fields.get("a"), fields.get("d"));
    }
}
