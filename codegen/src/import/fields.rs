//! Reads the fields of a JSON object, and detects unknown ones.

use super::event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Node, Number, Object};

/// An object in a description while it is read. [`Fields::finish`] reports every value of the wrong type and every
/// unknown key.
pub(super) struct Fields<'a> {
    object: &'a Object,
    subject: String,
    seen: Vec<&'static str>,
    problems: Diagnostics,
}

impl<'a> Fields<'a> {
    /// Starts reading a node. Reports one that is not an object. `subject` is its name in reports.
    pub(super) fn of(node: &'a Node, subject: impl Into<String>, found: &mut Diagnostics) -> Option<Self> {
        let subject = subject.into();
        let Some(object) = node.as_object() else {
            found.push(
                Diagnostic::error(event::MALFORMED, format!("expected an object, found {}", node.kind())).on(subject),
            );
            return None;
        };
        Some(Self { object, subject, seen: Vec::new(), problems: Diagnostics::new() })
    }

    /// The value of a key, of any type.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.seen.push(key);
        self.object.get(key)
    }

    /// The string of a key.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        self.of_kind(key, "a string", Node::as_str)
    }

    /// The string of a required key.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<&'a str> {
        if self.object.get(key).is_none() {
            self.malformed(format!("the key \"{key}\" is missing"));
        }
        self.text(key)
    }

    /// The boolean of a key, or false if absent.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.of_kind(key, "a boolean", Node::as_bool).unwrap_or(false)
    }

    /// The integer of a key.
    pub(super) fn integer(&mut self, key: &'static str) -> Option<i128> {
        self.of_kind(key, "an integer", Node::as_integer)
    }

    /// The number of a key.
    pub(super) fn number(&mut self, key: &'static str) -> Option<Number> {
        self.of_kind(key, "a number", Node::as_number).cloned()
    }

    /// The object of a key.
    pub(super) fn object(&mut self, key: &'static str) -> Option<&'a Object> {
        self.of_kind(key, "an object", Node::as_object)
    }

    /// The array of a key, or an empty one if absent.
    pub(super) fn array(&mut self, key: &'static str) -> &'a [Node] {
        self.of_kind(key, "an array", Node::as_array).unwrap_or_default()
    }

    /// The array of strings of a key, or an empty one if absent.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<&'a str> {
        let nodes = self.array(key);
        let texts: Vec<&str> = nodes.iter().filter_map(Node::as_str).collect();
        if texts.len() < nodes.len() {
            self.malformed(format!("\"{key}\" must be an array of strings"));
        }
        texts
    }

    /// Ignores keys that clients do not need.
    pub(super) fn ignore(&mut self, keys: &[&'static str]) {
        self.seen.extend(keys);
    }

    /// Reports invalid values and unknown keys.
    pub(super) fn finish(self, found: &mut Diagnostics) {
        found.extend(self.problems);
        let unknown: Vec<&str> = self.object.keys().filter(|key| !self.seen.contains(key)).collect();
        if !unknown.is_empty() {
            let message = format!("unknown keys, which are ignored: {}", unknown.join(", "));
            found.push(Diagnostic::warning(event::UNKNOWN_KEY, message).on(self.subject));
        }
    }

    fn of_kind<T>(&mut self, key: &'static str, kind: &str, read: impl Fn(&'a Node) -> Option<T>) -> Option<T> {
        let node = self.node(key)?;
        let value = read(node);
        if value.is_none() {
            self.malformed(format!("\"{key}\" must be {kind}, not {}", node.kind()));
        }
        value
    }

    fn malformed(&mut self, message: String) {
        self.problems.push(Diagnostic::error(event::MALFORMED, message).on(&self.subject));
    }
}
