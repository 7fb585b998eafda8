//! Parses JSON and detects duplicate keys.
//!
//! `serde_json::Map` silently keeps the last of two equal keys, which would lose a shape or member of a model.
//! Therefore a separate visitor builds the nodes.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use super::json_numbers::{Extracted, Floats, extract, may_be_inexact};
use super::node::{Node, Object};
use super::number::Number;
use crate::diagnostic::{Diagnostic, event};

/// A duplicate key in an object: the path of keys that leads to it, itself included.
pub(crate) type RepeatedKey = Vec<String>;

/// Parses a JSON text. Of two equal keys, the first wins and the second is listed.
pub(crate) fn parse_json(text: &str) -> Result<(Node, Vec<RepeatedKey>), serde_json::Error> {
    let (first, floats) = parse(text, &[]);
    let may_differ = match &first {
        Ok(_) => may_be_inexact(text, floats),
        Err(error) => error.to_string().starts_with("number out of range"),
    };
    if !may_differ {
        return first;
    }
    match extract(text) {
        Extracted { numbers, .. } if numbers.is_empty() => first,
        Extracted { text, numbers } => parse(&text, &numbers).0,
    }
}

type Parsed = Result<(Node, Vec<RepeatedKey>), serde_json::Error>;

/// Parses a JSON text whose numbers at some indices are others.
fn parse(text: &str, others: &[(usize, Number)]) -> (Parsed, Floats) {
    let found = Found { others, ..Found::default() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = NodeSeed { path: Path { parent: None, key: "" }, found: &found };
    let node = seed.deserialize(&mut deserializer).and_then(|node| deserializer.end().map(|()| node));
    (node.map(|node| (node, found.repeated.take())), found.floats.get())
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

/// What the visitors share.
#[derive(Default)]
struct Found<'a> {
    repeated: RefCell<Vec<RepeatedKey>>,
    /// How many numbers were read.
    numbers: Cell<usize>,
    floats: Cell<Floats>,
    /// Numbers to read in place of those in the text, by their indices among all numbers.
    others: &'a [(usize, Number)],
}

impl Found<'_> {
    fn number(&self, read: Number) -> Node {
        let index = self.numbers.get();
        self.numbers.set(index + 1);
        let other = self.others.binary_search_by_key(&index, |(index, _)| *index);
        Node::Number(other.map_or(read, |at| self.others[at].1.clone()))
    }
}

#[derive(Clone, Copy)]
struct NodeSeed<'a> {
    path: Path<'a>,
    found: &'a Found<'a>,
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
        Ok(self.found.number(Number::Integer(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(self.found.number(Number::Integer(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        let mut floats = self.found.floats.get();
        floats.add(value);
        self.found.floats.set(floats);
        Ok(self.found.number(Number::Float(value)))
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
            let value = map.next_value_seed(NodeSeed { path, found: self.found })?;
            entries.push((key, value));
        }
        let repeated = repeated_entries(&entries);
        if !repeated.is_empty() {
            let mut found = self.found.repeated.borrow_mut();
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
    }

    #[test]
    fn numbers_beyond_a_double_keep_their_digits() {
        let text = "[1e400,1,-1.797E+309,0.1000000000000000000001,12345678901234567890123456789012345678901,1e-400]";
        assert_eq!(parse_json(text).unwrap().0.to_string(), text);
        let repeated = parse_json(r#"{"a":1,"a":2,"b":1e400}"#).unwrap();
        assert_eq!(repeated.0.to_string(), r#"{"a":1,"b":1e400}"#);
        let error = parse_json("[1e400,\n 1e400 x]").unwrap_err();
        assert_eq!((error.line(), error.column()), (2, 8));
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        assert!(parse_json(&"[".repeat(100_000)).is_err());
    }
}
