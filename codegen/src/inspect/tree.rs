//! A tree of lines.

use crate::model::{Node, Object};

/// A line with its notes and children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The label: a name, or a kind and a name.
    pub label: String,
    /// The notes, such as `required` and `1 to 64 characters`.
    pub notes: Vec<String>,
    /// The children.
    pub children: Vec<Tree>,
}

impl Tree {
    pub(super) fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), notes: Vec::new(), children: Vec::new() }
    }

    pub(super) fn push(&mut self, child: Tree) {
        self.children.push(child);
    }

    pub(super) fn notes(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }

    /// Formats the tree as lines with branches, each ending with a newline. Control characters in the model's text are
    /// escaped.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write("", "", &mut text);
        text
    }

    fn write(&self, first: &str, rest: &str, text: &mut String) {
        text.push_str(first);
        push_plain(&self.label, text);
        if !self.notes.is_empty() {
            text.push_str("  ");
            push_plain(&self.notes.join(", "), text);
        }
        text.push('\n');
        for (index, child) in self.children.iter().enumerate() {
            let is_last = index + 1 == self.children.len();
            let (branch, line) = if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
            child.write(&format!("{rest}{branch}"), &format!("{rest}{line}"), text);
        }
    }

    /// Formats the tree as JSON: `label`, and `notes` and `children` if there are any.
    pub fn to_json(&self) -> Node {
        let strings = |texts: &[String]| Node::Array(texts.iter().cloned().map(Node::String).collect());
        let mut object = Object::new();
        object.insert("label", Node::String(self.label.clone()));
        if !self.notes.is_empty() {
            object.insert("notes", strings(&self.notes));
        }
        if !self.children.is_empty() {
            object.insert("children", Node::Array(self.children.iter().map(Self::to_json).collect()));
        }
        Node::Object(object)
    }
}

fn push_plain(line: &str, text: &mut String) {
    for c in line.chars() {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
    }
}
