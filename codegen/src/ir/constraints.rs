//! Describes the constraints of a member in its documentation.

use crate::model::{Member, Model, Node, Shape, ShapeKind, Traits};

/// The constraints of a value, as rustdoc. Empty if there are none.
pub(super) fn describe(model: &Model, member: &Member) -> String {
    let Some(target) = model.target(member) else { return String::new() };
    let mut sentences = Vec::new();
    if member.traits.required() {
        sentences.push("Required".to_owned());
    }
    if member.traits.idempotency_token() {
        sentences.push("Generated if not set".to_owned());
    }
    let own_or_target = |has: fn(&Traits) -> bool| if has(&member.traits) { &member.traits } else { &target.traits };
    let traits = own_or_target(|traits| traits.length().is_some());
    let length = traits.length().map(|it| bounds(it.min, it.max, unit(target)));
    let pattern =
        own_or_target(|traits| traits.pattern().is_some()).pattern().map(|it| format!("matches {}", code(it)));
    let range = own_or_target(|traits| traits.range().is_some()).range();
    let range = range.map(|it| bounds(it.min, it.max, ["", ""]));
    sentences.extend(join([length, pattern, range]));
    if target.traits.unique_items() {
        sentences.push("Elements are unique".to_owned());
    }
    match member.traits.default_value() {
        None | Some(Node::Null | Node::Array(_) | Node::Object(_)) => {}
        Some(Node::String(text)) if text.is_empty() => {}
        Some(Node::String(text)) => sentences.push(format!("The default is {}", code(text))),
        Some(other) => sentences.push(format!("The default is {}", code(&other.to_string()))),
    }
    sentences.iter().map(|sentence| format!("{sentence}.")).collect::<Vec<_>>().join(" ")
}

fn join(parts: [Option<String>; 3]) -> Option<String> {
    let joined = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let mut letters = joined.chars();
    let first = letters.next()?;
    Some(first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Singular and plural of the unit that a length counts.
fn unit(target: &Shape) -> [&'static str; 2] {
    match target.kind {
        ShapeKind::Blob => [" byte", " bytes"],
        ShapeKind::List => [" element", " elements"],
        ShapeKind::Map => [" entry", " entries"],
        _ => [" character", " characters"],
    }
}

fn bounds<T: PartialEq + ToString>(min: Option<T>, max: Option<T>, [one, many]: [&str; 2]) -> String {
    let unit = |bound: &str| if bound == "1" { one } else { many };
    // A minimum length of 0 is no constraint.
    let min = min.map(|it| it.to_string()).filter(|it| many.is_empty() || it != "0");
    let max = max.map(|it| it.to_string());
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}{}", unit(&min)),
        (Some(min), Some(max)) => format!("{min} to {max}{many}"),
        (Some(min), None) => format!("at least {min}{}", unit(&min)),
        (None, Some(max)) => format!("at most {max}{}", unit(&max)),
        (None, None) => String::new(),
    }
}

/// A code span on one line.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let ticks = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
