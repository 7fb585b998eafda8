//! Writes values in the IDL. <https://smithy.io/2.0/spec/idl.html#node-values>

use crate::model::{Node, Object, is_identifier};

/// The maximum width of a value that is written on one line.
const WIDTH: usize = 100;

/// Writes a value at the current column, with a depth of indentation.
pub(super) fn write(value: &Node, depth: usize, text: &mut String) {
    let short = inline(value);
    if short.len() + 4 * depth <= WIDTH && !matches!(value, Node::Object(object) if object.len() > 1) {
        text.push_str(&short);
        return;
    }
    match value {
        Node::Array(values) => {
            text.push('[');
            for value in values {
                start_line(depth + 1, text);
                write(value, depth + 1, text);
            }
            start_line(depth, text);
            text.push(']');
        }
        Node::Object(object) => {
            text.push('{');
            entries(object, depth + 1, text);
            start_line(depth, text);
            text.push('}');
        }
        _ => text.push_str(&short),
    }
}

/// Writes the body of a trait: `(key: value)` for an object, `(value)` for other values, nothing for an empty object.
pub(super) fn write_body(value: &Node, depth: usize, text: &mut String) {
    match value {
        Node::Object(object) if object.is_empty() => {}
        Node::Object(object) => {
            let short: Vec<String> =
                object.iter().map(|(key, value)| format!("{}: {}", self::key(key), inline(value))).collect();
            let short = short.join(", ");
            text.push('(');
            if short.len() + 4 * depth <= WIDTH {
                text.push_str(&short);
            } else {
                entries(object, depth + 1, text);
                start_line(depth, text);
            }
            text.push(')');
        }
        value => {
            text.push('(');
            write(value, depth, text);
            text.push(')');
        }
    }
}

fn entries(object: &Object, depth: usize, text: &mut String) {
    for (name, value) in object.iter() {
        start_line(depth, text);
        text.push_str(&key(name));
        text.push_str(": ");
        write(value, depth, text);
    }
}

pub(super) fn start_line(depth: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&"    ".repeat(depth));
}

/// Writes a key of an object.
pub(super) fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { string(name) }
}

/// Writes a string in quotes.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    quoted.push_str(&format!("\\u{unit:04X}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn inline(value: &Node) -> String {
    match value {
        Node::String(text) => string(text),
        Node::Array(values) => format!("[{}]", values.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Node::Object(object) if object.is_empty() => "{}".to_owned(),
        Node::Object(object) => {
            let entries = object.iter().map(|(name, value)| format!("{}: {}", key(name), inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
