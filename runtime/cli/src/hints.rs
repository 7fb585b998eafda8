//! What may be wrong with an input that a service has refused.
//!
//! Values of enums are never refused here, because services learn new ones. Once the service has
//! said no, one that looks like a typing mistake is told.

use super::suggest;
use super::value::Fields;
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::shape::{Structure, View};

/// The values of enums that look like typing mistakes, each with what may be meant; nothing where
/// there are none.
pub(crate) fn mistyped(input: &dyn Structure) -> String {
    let mut found = String::new();
    structure(input, "", &mut found);
    found
}

/// The values that are the names of files, with what to write for their content; nothing where there are none.
pub(crate) fn files(values: &Fields) -> String {
    let texts = values.iter().filter_map(|(_, value)| value.as_str()).filter(|it| it.contains(['.', '/']));
    texts.map(file).collect()
}

/// What to write instead, where a text is the name of a file.
pub(crate) fn file(text: &str) -> String {
    let is_file = !text.is_empty() && std::path::Path::new(text).is_file();
    if is_file { format!("\nThere is a file of this name. To read it, write file://{text}") } else { String::new() }
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
        found.push_str(&format!(
            "\n\n{path} is {text:?}, which is none of the known values.\n{}",
            suggest::lines(&near)
        ));
    }
}
