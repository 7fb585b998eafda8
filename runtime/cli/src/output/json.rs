//! JSON as the AWS CLI prints it: four spaces per level, with characters beyond ASCII unescaped.

use crate::value::Value;

/// Formats a value on several lines, with a trailing newline.
pub(crate) fn indented(value: &Value) -> String {
    let mut text = String::new();
    write(value, &Layout { indent: Some("    "), comma: ",", colon: ": " }, 0, &mut text);
    text.push('\n');
    text
}

/// Formats a value on one line with spaces after commas and colons, for messages.
pub(crate) fn one_line(value: &Value) -> String {
    let mut text = String::new();
    write(value, &Layout { indent: None, comma: ", ", colon: ": " }, 0, &mut text);
    text
}

/// Formats a value without whitespace.
pub(crate) fn compact(value: &Value) -> String {
    let mut text = String::new();
    write(value, &Layout { indent: None, comma: ",", colon: ":" }, 0, &mut text);
    text
}

struct Layout {
    indent: Option<&'static str>,
    comma: &'static str,
    colon: &'static str,
}

impl Layout {
    fn new_line(&self, level: usize, text: &mut String) {
        if let Some(indent) = self.indent {
            text.push('\n');
            text.push_str(&indent.repeat(level));
        }
    }
}

fn write(value: &Value, layout: &Layout, level: usize, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Boolean(it) => text.push_str(if *it { "true" } else { "false" }),
        Value::Integer(number) => text.push_str(&number.to_string()),
        Value::Double(number) => text.push_str(&double(*number, ["NaN", "Infinity", "-Infinity"])),
        Value::Digits(digits) => text.push_str(digits),
        Value::String(string) | Value::Timestamp(string) => quote(string, text),
        Value::File(path) => quote(path, text),
        Value::Bytes(bytes) => quote(&aws_smithy_types::base64::encode(bytes), text),
        Value::List(values) if values.is_empty() => text.push_str("[]"),
        Value::List(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push_str(layout.comma);
                }
                layout.new_line(level + 1, text);
                write(value, layout, level + 1, text);
            }
            layout.new_line(level, text);
            text.push(']');
        }
        Value::Object(fields) if fields.is_empty() => text.push_str("{}"),
        Value::Object(fields) => {
            text.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    text.push_str(layout.comma);
                }
                layout.new_line(level + 1, text);
                quote(name, text);
                text.push_str(layout.colon);
                write(value, layout, level + 1, text);
            }
            layout.new_line(level, text);
            text.push('}');
        }
    }
}

fn quote(string: &str, text: &mut String) {
    text.push('"');
    for letter in string.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..'\u{20}' => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => text.push(letter),
        }
    }
    text.push('"');
}

/// The shortest digits of a number, with an exponent from 16 digits on, as in Python. The names of non-finite numbers
/// are given.
pub(super) fn double(number: f64, [nan, infinity, negative]: [&str; 3]) -> String {
    if number.is_nan() {
        return nan.to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { infinity } else { negative }.to_owned();
    }
    let scientific = format!("{number:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if number != 0.0 && !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    format!("{number:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn json_is_laid_out_as_the_aws_cli_does() {
        let value = parse(r#"{"b": {"a": [], "c": {}}, "é": ["\u0001\"\\\n", 1.0, 1e20, 1.5e-7, null, true]}"#);
        let value = value.expect("the text is JSON");
        let expected = "{\n    \"b\": {\n        \"a\": [],\n        \"c\": {}\n    },\n    \"é\": [\n        \
                        \"\\u0001\\\"\\\\\\n\",\n        1.0,\n        1e+20,\n        1.5e-07,\n        null,\n        \
                        true\n    ]\n}\n";
        assert_eq!(indented(&value), expected);
        assert_eq!(compact(&Value::List(vec![Value::Integer(1), Value::Bytes(b"hi".to_vec())])), "[1,\"aGk=\"]");
    }
}
