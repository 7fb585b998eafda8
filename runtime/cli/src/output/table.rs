//! `--output table`: a drawing with one section per structure or list, nested ones indented.
//!
//! The drawing is the AWS CLI's, line for line: a table of one row that does not fit the terminal
//! is turned on its side, columns are stretched to the widest section. No table library draws it
//! so.

mod draw;

use std::collections::BTreeSet;

use super::scalar::plain;
use crate::value::{Fields, Value};
use draw::Section;
pub(crate) use draw::Style;

/// A value as a table headed by `title`. What is empty has none.
pub(crate) fn write(title: &str, value: &Value, style: Style) -> String {
    let mut sections = Vec::new();
    build(Some(title), value, 0, &mut sections);
    draw::draw(sections, style)
}

fn build(title: Option<&str>, value: &Value, indent: usize, sections: &mut Vec<Section>) {
    if is_empty(value) {
        return;
    }
    if let Some(title) = title {
        sections.push(Section { title: title.to_owned(), indent, ..Section::default() });
    }
    match value {
        Value::List(values) if matches!(values.first(), Some(Value::Object(_))) => {
            structures(values, indent, title.unwrap_or_default(), sections);
        }
        Value::List(values) => {
            for value in values {
                match value {
                    Value::List(inner) if inner.iter().all(Value::is_scalar) => {
                        add_row(sections, inner.iter().map(plain).collect());
                    }
                    Value::List(_) | Value::Object(_) => build(None, value, indent, sections),
                    scalar => add_row(sections, vec![plain(scalar)]),
                }
            }
        }
        Value::Object(fields) => structure(fields, indent, sections),
        _ => {}
    }
}

fn add_row(sections: &mut [Section], row: Vec<String>) {
    if let Some(section) = sections.last_mut() {
        section.rows.push(row);
    }
}

/// A structure: its scalars are one row under their names, or beside the name if there is one; its
/// lists and structures are sections of their own.
fn structure(fields: &Fields, indent: usize, sections: &mut Vec<Section>) {
    let (scalars, nested) = names([fields]);
    let cell = |name: &&str| fields.get(name).map(plain).unwrap_or_default();
    let mut row: Vec<_> = scalars.iter().map(cell).collect();
    if let [only] = scalars[..] {
        row.insert(0, only.to_owned());
    } else if let Some(section) = sections.last_mut() {
        section.headers = scalars.iter().map(|&name| name.to_owned()).collect();
    }
    if !row.is_empty() {
        add_row(sections, row);
    }
    for name in nested {
        if let Some(value) = fields.get(name) {
            build(Some(name), value, indent + 1, sections);
        }
    }
}

/// A list of structures: one row each, and a section each where they nest further.
fn structures(values: &[Value], indent: usize, title: &str, sections: &mut Vec<Section>) {
    let all = || values.iter().filter_map(|value| if let Value::Object(fields) = value { Some(fields) } else { None });
    let (scalars, nested) = names(all());
    let headers: Vec<_> = scalars.iter().map(|&name| name.to_owned()).collect();
    for (index, fields) in all().enumerate() {
        if index > 0 && !nested.is_empty() {
            sections.push(Section { title: title.to_owned(), indent, ..Section::default() });
        }
        if let Some(section) = sections.last_mut() {
            section.headers.clone_from(&headers);
        }
        add_row(sections, headers.iter().map(|name| fields.get(name).map(plain).unwrap_or_default()).collect());
        for name in &nested {
            if let Some(value) = fields.get(name) {
                build(Some(name), value, indent + 1, sections);
            }
        }
    }
}

/// The names of the scalars and of the others, each in order.
fn names<'a>(structures: impl IntoIterator<Item = &'a Fields>) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut scalars, mut nested) = (BTreeSet::new(), BTreeSet::new());
    for fields in structures {
        for (name, value) in fields.iter() {
            if value.is_scalar() {
                scalars.insert(name)
            } else {
                nested.insert(name)
            };
        }
    }
    (scalars.into_iter().collect(), nested.into_iter().collect())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Boolean(false) | Value::Integer(0) => true,
        Value::Double(number) => *number == 0.0,
        Value::String(text) => text.is_empty(),
        Value::List(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn table(json: &str, width: usize) -> String {
        write("Title", &parse(json).expect("the text is JSON"), Style { color: false, width, is_terminal: false })
    }

    #[test]
    fn what_is_empty_has_no_table() {
        for json in ["null", "[]", "{}", "\"\"", "0", "false"] {
            assert_eq!(table(json, 80), "", "{json}");
        }
    }

    #[test]
    fn structures_nest_in_sections() {
        let json = r#"{"Keys": [{"Id": "a", "Status": "Active"}, {"Id": "bbbb"}], "Name": "n"}"#;
        let drawn = "\
----------------------
|        Title       |
+------------+-------+
|  Name      |  n    |
+------------+-------+
||       Keys       ||
|+-------+----------+|
||  Id   | Status   ||
|+-------+----------+|
||  a    |  Active  ||
||  bbbb |          ||
|+-------+----------+|
";
        assert_eq!(table(json, 80), drawn);
    }

    #[test]
    fn a_row_that_does_not_fit_is_turned() {
        let drawn = "\
-------------------
|      Title      |
+----+------------+
|  A |  aaaaaaaa  |
|  B |  b         |
+----+------------+
";
        assert_eq!(table(r#"{"A": "aaaaaaaa", "B": "b"}"#, 18), drawn);
    }
}
