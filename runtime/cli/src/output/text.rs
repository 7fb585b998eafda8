//! `--output text`: lines for tools such as `cut` and `awk`.
//!
//! A structure is one line with its scalars, sorted by name and separated by tabs. Its lists and structures follow on
//! separate lines, which begin with the member's name in capitals.

use std::collections::BTreeSet;

use super::scalar::plain;
use crate::value::{Fields, Value};

/// Writes a value as lines.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    lines(value, None, None, &mut text);
    text
}

/// Writes a value with the name `name`. Structures in a list share the columns `columns`.
fn lines(value: &Value, name: Option<&str>, columns: Option<&[&str]>, text: &mut String) {
    match value {
        Value::Object(fields) => structure(fields, name, columns, text),
        Value::List(values) => list(values, name, text),
        scalar => {
            text.push_str(&plain(scalar));
            text.push('\n');
        }
    }
}

fn list(values: &[Value], name: Option<&str>, text: &mut String) {
    let structures = values.iter().any(|value| matches!(value, Value::Object(_)));
    let nested = values.iter().any(|value| matches!(value, Value::List(_)));
    if structures {
        let mut columns = BTreeSet::new();
        for value in values {
            if let Value::Object(fields) = value {
                columns.extend(fields.iter().filter(|(_, value)| value.is_scalar()).map(|(name, _)| name));
            }
        }
        let columns: Vec<_> = columns.into_iter().collect();
        values.iter().for_each(|value| lines(value, name, Some(&columns), text));
    } else if nested {
        let scalars: Vec<_> = values.iter().filter(|value| value.is_scalar()).collect();
        scalar_list(&scalars, name, text);
        values.iter().filter(|value| !value.is_scalar()).for_each(|value| lines(value, name, None, text));
    } else {
        scalar_list(&values.iter().collect::<Vec<_>>(), name, text);
    }
}

fn scalar_list(values: &[&Value], name: Option<&str>, text: &mut String) {
    if values.is_empty() {
        return;
    }
    let values: Vec<_> = values.iter().map(|value| plain(value)).collect();
    match name {
        Some(name) => values.iter().for_each(|value| text.push_str(&format!("{}\t{value}\n", name.to_uppercase()))),
        None => {
            text.push_str(&values.join("\t"));
            text.push('\n');
        }
    }
}

fn structure(fields: &Fields, name: Option<&str>, columns: Option<&[&str]>, text: &mut String) {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(name, _)| *name);
    let (scalars, rest): (Vec<String>, Vec<_>) = match columns {
        Some(columns) => (
            columns.iter().map(|column| fields.get(column).map(plain).unwrap_or_default()).collect(),
            sorted.into_iter().filter(|(name, _)| !columns.contains(name)).collect(),
        ),
        None => (
            sorted.iter().filter(|(_, value)| value.is_scalar()).map(|(_, value)| plain(value)).collect(),
            sorted.into_iter().filter(|(_, value)| !value.is_scalar()).collect(),
        ),
    };
    if !scalars.is_empty() {
        let cells: Vec<_> = name.map(str::to_uppercase).into_iter().chain(scalars).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    rest.into_iter().for_each(|(name, value)| lines(value, Some(name), None, text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn values_become_lines() {
        for (json, lines) in [
            ("null", "None\n"),
            ("true", "True\n"),
            ("\"a\"", "a\n"),
            ("[]", ""),
            ("{}", ""),
            ("[1, null, \"x\"]", "1\tNone\tx\n"),
            ("[[1, 2], [3]]", "1\t2\n3\n"),
            ("[1, [2, [3]]]", "1\n2\n3\n"),
            (r#"{"b": 1, "a": "x"}"#, "x\t1\n"),
            (r#"{"Keys": [{"Id": "a", "Status": "s"}, {"Id": "b"}]}"#, "KEYS\ta\ts\nKEYS\tb\t\n"),
            (r#"{"Names": ["a", "b"]}"#, "NAMES\ta\nNAMES\tb\n"),
            (r#"{"User": {"Name": "n", "Tags": [{"Key": "k", "Value": "v"}]}}"#, "USER\tn\nTAGS\tk\tv\n"),
            (r#"{"Map": {"b": 2, "a": 1}, "n": 0}"#, "0\nMAP\t1\t2\n"),
            (r#"[{"a": 1}, "x"]"#, "1\nx\n"),
        ] {
            let value = parse(json).expect("the text is JSON");
            assert_eq!(write(&value), lines, "{json}");
        }
    }
}
