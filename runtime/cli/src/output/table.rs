//! `--output table`: one section per structure or list, with nested ones indented.
//!
//! The tables equal those of the AWS CLI, line for line: a table of one row that is too wide for the terminal is
//! transposed, and columns are stretched to the widest section. No table library does that.

mod draw;

use std::collections::BTreeSet;

use super::scalar::plain;
use crate::value::{Fields, Value};
use draw::Section;
pub(crate) use draw::Style;

/// Formats a value as a table with this title. Empty values have no table.
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

/// Adds a structure. Its scalars form one row under their names, or next to the name if there is one. Its lists and
/// structures become separate sections.
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

/// Adds a list of structures: one row each, and a section for each nested value.
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

/// The names of scalars and of other values, each sorted.
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
