//! Descriptions of parameter values.

use crate::limits::shown_pattern;
use crate::params::Meaning;
use crate::value::type_name;
use tinsmith_runtime::schema::{Kind, Length, Member, Schema};

/// The placeholder for an option's value: the values of a small enum, or the type. Empty for a flag.
pub(super) fn placeholder(schema: &Schema) -> String {
    /// Up to this number, enum values are shown in the placeholder.
    const FEW: usize = 4;
    match schema.kind() {
        Kind::Boolean => String::new(),
        Kind::Enum(values) if values.len() <= FEW => format!("<{}>", values.join("|")),
        Kind::List => match schema.members() {
            [element] => format!("{} ...", placeholder(element.target())),
            _ => "<list> ...".to_owned(),
        },
        Kind::Structure | Kind::Union => shorthand(schema),
        Kind::Map => "<key=value,...>".to_owned(),
        kind => format!("<{}>", type_name(kind)),
    }
}

/// The shorthand of a structure of scalars and lists of scalars. Deeper ones are easier to write as JSON.
fn shorthand(schema: &Schema) -> String {
    let field = |member: &Member| {
        let value = match (member.target().kind(), member.target().members()) {
            (Kind::List, [element]) => format!("[{},...]", scalar(element.target().kind())?),
            (kind, _) => scalar(kind)?.to_owned(),
        };
        Some(format!("{}={value}", member.name()))
    };
    match schema.members().iter().map(field).collect::<Option<Vec<_>>>() {
        Some(fields) if !fields.is_empty() => format!("<{}>", fields.join(",")),
        _ => "<structure>".to_owned(),
    }
}

/// The name of a scalar type.
fn scalar(kind: Kind) -> Option<&'static str> {
    let nested = matches!(kind, Kind::Structure | Kind::Union | Kind::Map | Kind::List | Kind::Document);
    (!nested).then(|| type_name(kind))
}

/// The constraints of a member in one sentence.
pub(super) fn constraints(member: &Member, meaning: Meaning) -> Option<String> {
    if matches!(meaning, Meaning::Negated(_)) {
        return None;
    }
    let mut facts = vec![type_name(member.target().kind()).to_owned()];
    if member.is_required() {
        facts.push("required".to_owned());
    }
    match member.target().kind() {
        Kind::Enum(values) => facts.push(format!("values: {}", values.join(", "))),
        Kind::IntEnum(values) => {
            facts.push(format!("values: {}", values.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")));
        }
        _ => {}
    }
    if let Some(length) = member.length() {
        facts.push(lengths(length, member.target().kind()));
    }
    if let Some(range) = member.range() {
        facts.push(match (range.min, range.max) {
            (Some(min), Some(max)) => format!("from {min} to {max}"),
            (Some(min), None) => format!("at least {min}"),
            (None, Some(max)) => format!("at most {max}"),
            (None, None) => "any number".to_owned(),
        });
    }
    if let Some(pattern) = member.pattern() {
        facts.push(format!("pattern: {}", shown_pattern(pattern.source())));
    }
    Some(format!("({})", facts.join("; ")))
}

fn lengths(length: Length, kind: Kind) -> String {
    let unit = match kind {
        Kind::Blob => "bytes",
        Kind::List => "elements",
        Kind::Map => "entries",
        _ => "characters",
    };
    match (length.min, length.max) {
        (min, u64::MAX) => format!("at least {min} {unit}"),
        (0, max) => format!("at most {max} {unit}"),
        (min, max) if min == max => format!("{min} {unit}"),
        (min, max) => format!("{min} to {max} {unit}"),
    }
}
