//! Parses JSON and detects duplicate keys.
//!
//! `serde_json::Map` silently keeps the last of two equal keys, which would lose a shape or member of a model.
//! Therefore a separate visitor builds the nodes.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use super::node::{Node, Number, Object};
use crate::diagnostic::{Diagnostic, event};

/// A duplicate key in an object: the path of keys that leads to it, itself included.
pub(crate) type RepeatedKey = Vec<String>;

/// Parses a JSON text. Of two equal keys, the first wins and the second is listed.
pub(crate) fn parse_json(text: &str) -> Result<(Node, Vec<RepeatedKey>), serde_json::Error> {
    let repeated = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = NodeSeed { path: Path { parent: None, key: "" }, repeated: &repeated };
    let node = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((node, repeated.into_inner()))
}

/// A diagnostic for a property with the wrong JSON type.
pub(super) fn wrong_type(what: &str, expected: &str, node: &Node) -> Diagnostic {
    Diagnostic::error(event::AST_SYNTAX, format!("\"{what}\" must be {expected}, found {}", node.kind()))
}

/// The path to the current position, as a linked list on the stack, which costs nothing until it is used.
#[derive(Clone, Copy)]
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    key: &'a str,
}

impl Path<'_> {
    fn keys(&self, last: &str) -> RepeatedKey {
        let mut keys = vec![last.to_owned()];
        let mut here = Some(self);
        while let Some(path) = here {
            if path.parent.is_some() {
                keys.push(path.key.to_owned());
            }
            here = path.parent;
        }
        keys.reverse();
        keys
    }
}

#[derive(Clone, Copy)]
struct NodeSeed<'a> {
    path: Path<'a>,
    repeated: &'a RefCell<Vec<RepeatedKey>>,
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(Number::Integer(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(Number::Integer(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(Number::Float(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Node::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = Path { parent: Some(&self.path), key: &key };
            let value = map.next_value_seed(NodeSeed { path, repeated: self.repeated })?;
            entries.push((key, value));
        }
        let repeated = repeated_entries(&entries);
        if !repeated.is_empty() {
            let mut found = self.repeated.borrow_mut();
            found.extend(repeated.iter().map(|&index| self.path.keys(&entries[index].0)));
            let mut index = 0;
            entries.retain(|_| {
                index += 1;
                repeated.binary_search(&(index - 1)).is_err()
            });
        }
        Ok(Node::Object(Object { entries }))
    }
}

/// The indices of entries whose key appeared before, in order.
fn repeated_entries(entries: &[(String, Node)]) -> Vec<usize> {
    if entries.len() <= 8 {
        // Most objects are small; comparing keys is cheaper than hashing them.
        let stood_before = |&index: &usize| entries[..index].iter().any(|(key, _)| *key == entries[index].0);
        return (0..entries.len()).filter(stood_before).collect();
    }
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    (0..entries.len()).filter(|&index| !seen.insert(entries[index].0.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_and_nesting_survive() {
        let text = r#"{"b":[1,-2,2.5,18446744073709551615],"a":{"x":null,"y":"z\n"},"c":true}"#;
        let (node, repeated) = parse_json(text).unwrap();
        assert_eq!(node.to_string(), text);
        assert!(repeated.is_empty());
    }

    #[test]
    fn repeated_keys_are_listed_with_their_path() {
        let (node, repeated) = parse_json(r#"{"a":[{"b":1,"c":2,"b":3}],"a":0}"#).unwrap();
        assert_eq!(node.to_string(), r#"{"a":[{"b":1,"c":2}]}"#);
        assert_eq!(repeated, [vec!["a", "b"], vec!["a"]]);
    }

    #[test]
    fn objects_compare_without_order_and_numbers_by_value() {
        let parse = |text| parse_json(text).unwrap().0;
        assert_eq!(parse(r#"{"a":1,"b":2}"#), parse(r#"{"b":2,"a":1.0}"#));
        assert_ne!(parse(r#"{"a":1,"b":2}"#), parse(r#"{"a":1,"c":2}"#));
        assert_eq!(Number::Float(1e300).as_integer(), None);
        assert_eq!(Number::Float(5.0).as_integer(), Some(5));
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        assert!(parse_json(&"[".repeat(100_000)).is_err());
    }
}
