//! Hints about an input that a service rejected.
//!
//! Unknown enum values are never rejected by the client, because services add values. After the service has rejected
//! the input, those that look like typing errors are reported.

use super::suggest;
use super::value::Fields;
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::shape::{Structure, View};

/// The enum values that look like typing errors, with suggestions. Empty if there are none.
pub(crate) fn mistyped(input: &dyn Structure) -> String {
    let mut found = String::new();
    structure(input, "", &mut found);
    found
}

/// Hints for values that are names of files. Empty if there are none.
pub(crate) fn files(values: &Fields) -> String {
    let texts = values.iter().filter_map(|(_, value)| value.as_str()).filter(|it| it.contains(['.', '/']));
    texts.map(file).collect()
}

/// The hint for a text that is the name of a file.
pub(crate) fn file(text: &str) -> String {
    let is_file = !text.is_empty() && std::path::Path::new(text).is_file();
    if is_file { format!("\nA file with this name exists. To read it, use file://{text}") } else { String::new() }
}

fn structure(structure: &dyn Structure, path: &str, found: &mut String) {
    for (index, member) in structure.schema().members().iter().enumerate() {
        if let Some(shape) = structure.member(index) {
            let path = if path.is_empty() { member.name().to_owned() } else { format!("{path}.{}", member.name()) };
            value(shape.view(), member, &path, found);
        }
    }
}

fn value(view: View<'_>, member: &Member, path: &str, found: &mut String) {
    match (view, member.target().members()) {
        (View::String(text), _) if !member.is_sensitive() => {
            if let Kind::Enum(values) = member.target().kind()
                && !values.contains(&text)
            {
                tell(path, text, values, found);
            }
        }
        (View::Structure(it), _) => structure(it, path, found),
        (View::List(list), [element]) => {
            let elements = (0..list.len()).filter_map(|index| Some((index, list.get(index)?)));
            elements.for_each(|(index, it)| value(it.view(), element, &format!("{path}[{index}]"), found));
        }
        (View::Map(map), [_, element]) => {
            for (key, it) in map.entries() {
                value(it.view(), element, &format!("{path}[{key:?}]"), found);
            }
        }
        _ => {}
    }
}

fn tell(path: &str, text: &str, values: &'static [&'static str], found: &mut String) {
    let near = match values.iter().find(|it| it.eq_ignore_ascii_case(text)) {
        Some(same) => vec![*same],
        None => suggest::near(text, values),
    };
    if !near.is_empty() {
        found.push_str(&format!("\n\n{path}: unknown value {text:?}.\n{}", suggest::lines(&near)));
    }
}
