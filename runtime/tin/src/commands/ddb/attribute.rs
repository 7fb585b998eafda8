//! Converts attributes between plain values and the service's typed values.

use aws_smithy_types::base64;
use tinsmith_cli::command::{Failure, Fields, Value};

/// Converts an item with plain values.
pub(super) fn item(plain: &Value) -> Result<Value, Failure> {
    match plain {
        Value::Object(fields) => Ok(Value::Object(members(fields))),
        other => Err(Failure::Param(format!("expected an item, which is a map, found {}", other.kind()))),
    }
}

fn members(fields: &Fields) -> Fields {
    fields.iter().map(|(name, value)| (name.to_owned(), typed(value))).collect()
}

/// Converts a plain value to a typed one.
pub(super) fn typed(plain: &Value) -> Value {
    let of = |kind: &str, value: Value| Value::Object([(kind.to_owned(), value)].into_iter().collect());
    match plain {
        Value::Null => of("NULL", Value::Boolean(true)),
        Value::Boolean(value) => of("BOOL", Value::Boolean(*value)),
        Value::Integer(number) => of("N", Value::String(number.to_string())),
        Value::Double(number) => of("N", Value::String(number.to_string())),
        Value::Digits(digits) => of("N", Value::string(digits.as_str())),
        Value::String(text) | Value::Timestamp(text) | Value::File(text) => of("S", Value::string(text.as_str())),
        Value::Bytes(bytes) => of("B", Value::Bytes(bytes.clone())),
        Value::List(values) => of("L", Value::List(values.iter().map(typed).collect())),
        Value::Object(fields) => of("M", Value::Object(members(fields))),
    }
}

/// Converts a value of an output, in which bytes are base64, to an input value.
pub(super) fn with_bytes(value: &Value) -> Value {
    let decoded = |value: &Value| match value {
        Value::String(text) => base64::decode(text).map_or_else(|_| value.clone(), Value::Bytes),
        other => other.clone(),
    };
    match value {
        Value::Object(fields) => {
            let one = |(name, value): (&str, &Value)| {
                let value = match (name, value) {
                    ("B", Value::String(_)) => decoded(value),
                    ("BS", Value::List(values)) => Value::List(values.iter().map(decoded).collect()),
                    _ => with_bytes(value),
                };
                (name.to_owned(), value)
            };
            Value::Object(fields.iter().map(one).collect())
        }
        Value::List(values) => Value::List(values.iter().map(with_bytes).collect()),
        other => other.clone(),
    }
}

/// Converts the attributes in an output to plain values.
pub(super) fn plain_output(answer: &Fields) -> Value {
    let one = |(name, value): (&str, &Value)| {
        let value = match (name, value) {
            ("Items", Value::List(items)) => Value::List(items.iter().map(plain_members).collect()),
            ("LastEvaluatedKey", key) => plain_members(key),
            (_, other) => other.clone(),
        };
        (name.to_owned(), value)
    };
    Value::Object(answer.iter().map(one).collect())
}

fn plain_members(item: &Value) -> Value {
    match item {
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.to_owned(), plain(value))).collect())
        }
        other => other.clone(),
    }
}

/// Converts a typed value to a plain one.
fn plain(typed: &Value) -> Value {
    let Value::Object(fields) = typed else { return typed.clone() };
    let Some((kind, value)) = fields.iter().next() else { return Value::Null };
    let number = |value: &Value| match value.as_str() {
        Some(text) => text.parse().map_or_else(|_| Value::Digits(text.to_owned()), Value::Integer),
        None => value.clone(),
    };
    match (kind, value) {
        ("NULL", _) => Value::Null,
        ("N", value) => number(value),
        ("NS", Value::List(values)) => Value::List(values.iter().map(number).collect()),
        ("L", Value::List(values)) => Value::List(values.iter().map(plain).collect()),
        ("M", value) => plain_members(value),
        (_, value) => value.clone(),
    }
}
