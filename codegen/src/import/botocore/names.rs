//! Names that the description does not hold, and names that Smithy does not allow twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Node, Object, is_identifier};

/// The namespace of a service: its id in lower case without spaces and signs.
pub(super) fn namespace(service_id: &str) -> String {
    format!("com.amazonaws.{}", only_alphanumeric(service_id).to_lowercase())
}

/// A name for a service shape where nothing better is known.
pub(super) fn service_shape(service_id: &str) -> String {
    only_alphanumeric(service_id)
}

fn only_alphanumeric(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The shapes of the description that need another name, with that name.
///
/// Operations and shapes have names of their own there, and case counts; in Smithy all share
/// one namespace in which it does not. Operations keep their names, then structures do, since
/// those are what a client sees.
pub(super) fn renamed<'a>(shapes: &'a Object, operations: &Object) -> BTreeMap<&'a str, String> {
    let mut used: BTreeSet<String> = operations.keys().map(str::to_lowercase).collect();
    let is_structure = |shape: &Node| shape.get("type").and_then(Node::as_str) == Some("structure");
    let (structures, others): (Vec<_>, Vec<_>) = shapes.iter().partition(|(_, shape)| is_structure(shape));
    let ordered = structures.into_iter().chain(others).map(|(name, _)| name);
    let clashes: Vec<&str> = ordered.filter(|name| !used.insert(name.to_lowercase())).collect();
    clashes.into_iter().map(|name| (name, free_name(name, &mut used))).collect()
}

/// The name with the first number that makes it free. Case does not count.
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

/// The name of an enum member: its value, every run of signs as one underscore.
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
    // A value of signs alone, or none at all, leaves nothing to make a name of.
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
