//! Writes values as command-line arguments: options, flags, words, JSON and shorthand.

use serde_json::{Map, Value};
use tinsmith_runtime::schema::{Kind, Schema};
use tinsmith_runtime::service::Operation;

/// A name in the AWS CLI's spelling, by the three steps of botocore's `xform_name`.
pub fn dashed(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let acronym = letters.iter().rev().skip(1).take_while(|it| it.is_ascii_uppercase()).count();
    let plural = (name.ends_with('s') && acronym > 1).then(|| letters.len() - 1 - acronym);
    let mut dashed = String::new();
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| letters[index]);
        let next_is_small = letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let begins_word = match (before, plural) {
            (_, Some(start)) if index == start => true,
            (_, Some(start)) if index > start => false,
            (Some(before), _) if letter.is_ascii_uppercase() => {
                before.is_ascii_lowercase() || before.is_ascii_digit() || next_is_small
            }
            _ => false,
        };
        if begins_word && index > 0 {
            dashed.push('-');
        }
        dashed.push(letter.to_ascii_lowercase());
    }
    dashed
}

/// The options for these members. `style` selects how structures are written.
pub fn options(operation: &Operation, input: &Map<String, Value>, style: u64) -> Vec<String> {
    let mut words = Vec::new();
    for (index, member) in operation.input.members().iter().enumerate() {
        let Some(value) = input.get(member.name()) else { continue };
        let option = format!("--{}", dashed(member.name()));
        let style = style + index as u64;
        match value {
            Value::Bool(true) => words.push(option),
            Value::Bool(false) => words.push(format!("--no-{}", &option[2..])),
            // A value that looks like an option needs an equals sign.
            Value::String(text) if text.starts_with('-') => words.push(format!("{option}={text}")),
            Value::Array(elements) => {
                words.push(option);
                words.extend(list(member.target(), elements, style));
            }
            other => words.extend([option, plain(other)]),
        }
    }
    words
}

fn list(schema: &Schema, elements: &[Value], style: u64) -> Vec<String> {
    let complex = schema.members().first().is_some_and(|it| matches!(it.target().kind(), Kind::Structure | Kind::List));
    let dashed = elements.iter().any(|it| it.as_str().is_some_and(|it| it.starts_with('-') || it.starts_with('[')));
    match style % 3 {
        0 => vec![Value::Array(elements.to_vec()).to_string()],
        _ if !complex && dashed => vec![Value::Array(elements.to_vec()).to_string()],
        1 if complex => elements.iter().map(shorthand).collect(),
        _ => elements.iter().map(plain).collect(),
    }
}

/// A value without quotes, or as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A structure in the AWS CLI's shorthand.
fn shorthand(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name}={}", nested(value)));
            fields.collect::<Vec<_>>().join(",")
        }
        other => nested(other),
    }
}

fn nested(value: &Value) -> String {
    match value {
        Value::Object(_) => format!("{{{}}}", shorthand(value)),
        Value::Array(elements) => format!("[{}]", elements.iter().map(nested).collect::<Vec<_>>().join(",")),
        Value::String(text) if text.chars().all(|it| it.is_ascii_alphanumeric()) => text.clone(),
        Value::String(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        other => other.to_string(),
    }
}
