//! Reads the fields of one JSON object, and notices those that nobody asked for.

use super::event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Node, Number, Object};

/// One object of a description while it is read. [`Fields::finish`] reports every value of
/// the wrong kind and every key that was not read.
pub(super) struct Fields<'a> {
    object: &'a Object,
    subject: String,
    seen: Vec<&'static str>,
    problems: Diagnostics,
}

impl<'a> Fields<'a> {
    /// Starts on a node, which is reported if it is not an object. `subject` names it in reports.
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

    /// The value of a key, whatever it is.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.seen.push(key);
        self.object.get(key)
    }

    /// The string of a key.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        self.of_kind(key, "a string", Node::as_str)
    }

    /// The string of a key that must be there.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<&'a str> {
        if self.object.get(key).is_none() {
            self.malformed(format!("the key \"{key}\" is missing"));
        }
        self.text(key)
    }

    /// The truth value of a key; absent is false.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.of_kind(key, "a boolean", Node::as_bool).unwrap_or(false)
    }

    /// The whole number of a key.
    pub(super) fn integer(&mut self, key: &'static str) -> Option<i128> {
        self.of_kind(key, "an integer", Node::as_integer)
    }

    /// The number of a key.
    pub(super) fn number(&mut self, key: &'static str) -> Option<Number> {
        self.of_kind(key, "a number", Node::as_number)
    }

    /// The object of a key.
    pub(super) fn object(&mut self, key: &'static str) -> Option<&'a Object> {
        self.of_kind(key, "an object", Node::as_object)
    }

    /// The elements of a key; absent is empty.
    pub(super) fn array(&mut self, key: &'static str) -> &'a [Node] {
        self.of_kind(key, "an array", Node::as_array).unwrap_or_default()
    }

    /// The strings in the array of a key; absent is empty.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<&'a str> {
        let nodes = self.array(key);
        let texts: Vec<&str> = nodes.iter().filter_map(Node::as_str).collect();
        if texts.len() < nodes.len() {
            self.malformed(format!("\"{key}\" must hold strings only"));
        }
        texts
    }

    /// Marks keys as known that say nothing to a client.
    pub(super) fn ignore(&mut self, keys: &[&'static str]) {
        self.seen.extend(keys);
    }

    /// Reports what was wrong with the values, and the keys that were not read.
    pub(super) fn finish(self, found: &mut Diagnostics) {
        found.extend(self.problems);
        let unknown: Vec<&str> = self.object.keys().filter(|key| !self.seen.contains(key)).collect();
        if !unknown.is_empty() {
            let message = format!("not understood and left out: {}", unknown.join(", "));
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
