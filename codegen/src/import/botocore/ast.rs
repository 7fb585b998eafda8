//! The Smithy JSON AST under construction.

use std::collections::BTreeMap;

use crate::model::{Node, Number, Object};

/// Traits by ID, in the order in which they are written.
pub(super) type TraitMap = BTreeMap<String, Node>;

/// A shape of the AST.
#[derive(Clone, Debug)]
pub(super) struct AstShape {
    /// The `type`.
    pub(super) kind: &'static str,
    /// The data that only this type has, such as the version and operations of a service or the input of an operation.
    pub(super) data: Object,
    /// Named members, or `member`, or `key` and `value`.
    pub(super) members: Vec<(String, AstMember)>,
    /// The traits of the shape itself.
    pub(super) traits: TraitMap,
}

/// A member of the AST.
#[derive(Clone, Debug)]
pub(super) struct AstMember {
    /// The absolute ID of the target.
    pub(super) target: String,
    /// The traits of the member.
    pub(super) traits: TraitMap,
}

impl AstShape {
    /// Creates a shape without members and traits.
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, data: Object::new(), members: Vec::new(), traits: TraitMap::new() }
    }

    /// The member with a name.
    pub(super) fn member_mut(&mut self, name: &str) -> Option<&mut AstMember> {
        self.members.iter_mut().find(|(known, _)| known == name).map(|(_, member)| member)
    }

    /// The shape as JSON.
    pub(super) fn into_node(self) -> Node {
        let mut object = Object::new();
        object.insert("type", text(self.kind));
        for (key, value) in self.data {
            object.insert(key, value);
        }
        let members = self.members.into_iter().map(|(name, member)| (name, member.into_node()));
        match self.kind {
            "list" | "map" => members.for_each(|(name, member)| object.insert(name, member)),
            "structure" | "union" | "enum" => object.insert("members", Node::Object(members.collect())),
            _ => {}
        }
        insert_traits(&mut object, self.traits);
        Node::Object(object)
    }
}

impl AstMember {
    /// Creates a member without traits.
    pub(super) fn new(target: impl Into<String>) -> Self {
        Self { target: target.into(), traits: TraitMap::new() }
    }

    fn into_node(self) -> Node {
        let mut object = Object::new();
        object.insert("target", Node::String(self.target));
        insert_traits(&mut object, self.traits);
        Node::Object(object)
    }
}

fn insert_traits(object: &mut Object, traits: TraitMap) {
    if !traits.is_empty() {
        object.insert("traits", Node::Object(traits.into_iter().collect()));
    }
}

/// The value of an annotation trait.
pub(super) fn annotation() -> Node {
    Node::Object(Object::new())
}

/// A string.
pub(super) fn text(value: &str) -> Node {
    Node::String(value.to_owned())
}

/// An integer.
pub(super) fn integer(value: i128) -> Node {
    Node::Number(Number::Integer(value))
}

/// An object with a few entries. Those without a value are omitted.
pub(super) fn object<const N: usize>(entries: [(&str, Option<Node>); N]) -> Node {
    Node::Object(entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

/// A reference to a shape.
pub(super) fn reference(id: impl Into<String>) -> Node {
    object([("target", Some(Node::String(id.into())))])
}
