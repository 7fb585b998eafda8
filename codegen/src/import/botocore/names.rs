//! Creates names that the description does not have, and avoids duplicates that Smithy does not allow.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Node, Object, is_identifier};

/// The namespace of a service: its ID in lower case, without spaces and punctuation.
pub(super) fn namespace(service_id: &str) -> String {
    format!("com.amazonaws.{}", only_alphanumeric(service_id).to_lowercase())
}

/// The name of a service shape if no better one is known.
pub(super) fn service_shape(service_id: &str) -> String {
    only_alphanumeric(service_id)
}

fn only_alphanumeric(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The shapes of the description that need another name, with that name.
///
/// In a description, operations and shapes have separate, case-sensitive name spaces; in Smithy, they share one that
/// ignores case. Operations keep their names first, then structures, because clients see those.
pub(super) fn renamed<'a>(shapes: &'a Object, operations: &Object) -> BTreeMap<&'a str, String> {
    let mut used: BTreeSet<String> = operations.keys().map(str::to_lowercase).collect();
    let is_structure = |shape: &Node| shape.get("type").and_then(Node::as_str) == Some("structure");
    let (structures, others): (Vec<_>, Vec<_>) = shapes.iter().partition(|(_, shape)| is_structure(shape));
    let ordered = structures.into_iter().chain(others).map(|(name, _)| name);
    let clashes: Vec<&str> = ordered.filter(|name| !used.insert(name.to_lowercase())).collect();
    clashes.into_iter().map(|name| (name, free_name(name, &mut used))).collect()
}

/// The name with the first number that makes it unique. Case is ignored.
fn free_name(name: &str, used: &mut BTreeSet<String>) -> String {
    let mut number = 2;
    loop {
        let free = format!("{name}{number}");
        if used.insert(free.to_lowercase()) {
            return free;
        }
        number += 1;
    }
}

/// The name of an enum member: its value, with each run of other characters replaced by an underscore.
pub(super) fn enum_member(value: &str, number: usize) -> String {
    let mut name = String::with_capacity(value.len());
    let mut in_run = false;
    for char in value.chars() {
        let is_sign = !(char.is_ascii_alphanumeric() || char == '_');
        if !is_sign {
            name.push(char);
        } else if !in_run {
            name.push('_');
        }
        in_run = is_sign;
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, '_');
    }
    // No name can be derived from an empty value or from punctuation alone.
    if is_identifier(&name) { name } else { format!("VALUE_{number}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enum_members_are_named_by_their_values() {
        for (value, name) in [
            ("Active", "Active"),
            ("aws-managed", "aws_managed"),
            ("s3:ObjectCreated:*", "s3_ObjectCreated_"),
            ("a - b_c", "a_b_c"),
            ("10.0", "_10_0"),
            ("", "VALUE_7"),
            ("*", "VALUE_7"),
            ("é", "VALUE_7"),
        ] {
            assert_eq!(enum_member(value, 7), name);
        }
    }
}
