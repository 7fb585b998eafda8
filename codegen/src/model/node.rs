//! JSON as the model needs it: objects keep their order, integers stay apart from floats,
//! and a key that stands twice is noticed.
//!
//! `serde_json::Map` keeps the last of two equal keys without a word. In a model that would
//! lose a shape or a member, so nodes are read by a visitor of their own.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Node {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

/// A JSON number. What is written without fraction and exponent is an integer.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer within the range of `i64` and `u64` together.
    Integer(i128),
    /// Any other number, at the precision of a double.
    Float(f64),
}

impl Number {
    /// The value as a double; large integers are rounded.
    pub fn as_f64(self) -> f64 {
        match self {
            Number::Integer(value) => value as f64,
            Number::Float(value) => value,
        }
    }

    /// The value if it is a whole number. `1.0` counts as one.
    pub fn as_integer(self) -> Option<i128> {
        match self {
            Number::Integer(value) => Some(value),
            // Doubles are exact integers up to 2^53; beyond that the written digits are lost.
            Number::Float(value)
                if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 =>
            {
                Some(value as i128)
            }
            Number::Float(_) => None,
        }
    }
}

/// Numbers compare by value: `1` equals `1.0`.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other).is_some_and(|order| order.is_eq())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => a.partial_cmp(b),
            (a, b) => a.as_f64().partial_cmp(&b.as_f64()),
        }
    }
}

/// The shortest decimal text that reads back as the same number.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Integer(value) => value.fmt(f),
            Number::Float(value) => value.fmt(f),
        }
    }
}

/// A JSON object in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Object {
    entries: Vec<(String, Node)>,
}

/// The order of the keys does not matter for equality.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self
                .entries
                .iter()
                .zip(&other.entries)
                .all(|(ours, theirs)| {
                    ours == theirs
                        || other.get(&ours.0) == Some(&ours.1)
                            && self.get(&theirs.0) == Some(&theirs.1)
                })
    }
}

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Takes the value of a key out of the object.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(index).1)
    }

    /// Adds an entry at the end, or replaces the value of one with the same key.
    pub fn insert(&mut self, key: impl Into<String>, value: Node) {
        let key = key.into();
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }

    /// The entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.entries
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl IntoIterator for Object {
    type Item = (String, Node);
    type IntoIter = std::vec::IntoIter<(String, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl FromIterator<(String, Node)> for Object {
    /// Keys must be distinct.
    fn from_iter<I: IntoIterator<Item = (String, Node)>>(iter: I) -> Self {
        Self {
            entries: iter.into_iter().collect(),
        }
    }
}

impl Node {
    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Node::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Node::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The whole number, if this is one.
    pub fn as_integer(&self) -> Option<i128> {
        self.as_number()?.as_integer()
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match self {
            Node::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The object, if this is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Node::Object(object) => Some(object),
            _ => None,
        }
    }

    /// What JSON calls this kind of value, with an article.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }
}

/// Compact JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Null => f.write_str("null"),
            Node::Bool(value) => value.fmt(f),
            Node::Number(number) => number.fmt(f),
            Node::String(text) => write_string(f, text),
            Node::Array(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    value.fmt(f)?;
                }
                f.write_str("]")
            }
            Node::Object(object) => {
                f.write_str("{")?;
                for (index, (key, value)) in object.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    write_string(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

/// A key that stood twice in one object: the keys that lead to it, the last one being it.
pub(super) type RepeatedKey = Vec<String>;

/// Reads one JSON text. The first of two equal keys wins; the second is listed.
pub(super) fn parse_json(text: &str) -> Result<(Node, Vec<RepeatedKey>), serde_json::Error> {
    let repeated = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = NodeSeed {
        path: Path {
            parent: None,
            key: "",
        },
        repeated: &repeated,
    };
    let node = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((node, repeated.into_inner()))
}

/// Where the reader stands, as a list through the stack: it costs nothing until it is needed.
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
            let path = Path {
                parent: Some(&self.path),
                key: &key,
            };
            let value = map.next_value_seed(NodeSeed {
                path,
                repeated: self.repeated,
            })?;
            entries.push((key, value));
        }
        let repeated = repeated_entries(&entries);
        if !repeated.is_empty() {
            let mut found = self.repeated.borrow_mut();
            found.extend(
                repeated
                    .iter()
                    .map(|&index| self.path.keys(&entries[index].0)),
            );
            let mut index = 0;
            entries.retain(|_| {
                index += 1;
                repeated.binary_search(&(index - 1)).is_err()
            });
        }
        Ok(Node::Object(Object { entries }))
    }
}

/// The indices of entries whose key stood before, in order.
fn repeated_entries(entries: &[(String, Node)]) -> Vec<usize> {
    if entries.len() <= 8 {
        // Most objects are tiny; comparing their keys is cheaper than hashing them.
        let stood_before = |&index: &usize| {
            entries[..index]
                .iter()
                .any(|(key, _)| *key == entries[index].0)
        };
        return (0..entries.len()).filter(stood_before).collect();
    }
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    (0..entries.len())
        .filter(|&index| !seen.insert(entries[index].0.as_str()))
        .collect()
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
