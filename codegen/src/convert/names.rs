//! The names that a file of a namespace can write without namespace, and those it must import.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Node, Object, ShapeId};

/// The names of a file.
pub(super) struct Names<'a> {
    namespace: &'a str,
    /// The shapes in the namespace, in any file.
    local: BTreeSet<&'a str>,
    /// Imported names of other namespaces, by short name.
    imported: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    /// The names in a file of a namespace. `shapes` contains all shapes of the model.
    pub(super) fn new(namespace: &'a str, shapes: impl Iterator<Item = &'a str>) -> Self {
        let prefix = |id: &'a str| id.strip_prefix(namespace)?.strip_prefix('#');
        let local = shapes.filter_map(prefix).filter(|name| !name.contains('$')).collect();
        Self { namespace, local, imported: BTreeMap::new() }
    }

    /// Imports the shapes that a node refers to in targets and traits.
    pub(super) fn import(&mut self, node: &Node) {
        match node {
            Node::Object(object) => self.import_object(object),
            Node::Array(values) => values.iter().for_each(|value| self.import(value)),
            _ => {}
        }
    }

    fn import_object(&mut self, object: &Object) {
        for (key, value) in object.iter() {
            match (key, value) {
                ("target", Node::String(id)) => self.add(id),
                // Trait values are written unchanged.
                ("traits", Node::Object(traits)) => traits.keys().for_each(|id| self.add(id)),
                (_, value) => self.import(value),
            }
        }
    }

    fn add(&mut self, text: &str) {
        let Some(id) = ShapeId::parse(text).map(|id| id.shape()) else { return };
        let is_other = id.namespace() != self.namespace && id.namespace() != "smithy.api";
        // A name that the prelude or this namespace also has would refer to that shape.
        if is_other && !self.local.contains(id.name()) && !is_prelude_name(id.name()) {
            self.imported.entry(id.name().to_owned()).or_insert_with(|| id.as_str().to_owned());
        }
    }

    /// The imported IDs, sorted.
    pub(super) fn uses(&self) -> BTreeSet<&str> {
        self.imported.values().map(String::as_str).collect()
    }

    /// The shortest form of an ID.
    pub(super) fn short<'t>(&self, text: &'t str) -> &'t str {
        let Some(id) = ShapeId::parse(text) else { return text };
        let (name, relative) = (id.name(), &text[id.namespace().len() + 1..]);
        let is_short = if id.namespace() == self.namespace {
            // A name that no shape has could refer to the prelude.
            self.local.contains(name) && !self.imported.contains_key(name)
        } else if id.namespace() == "smithy.api" {
            !self.local.contains(name) && !self.imported.contains_key(name)
        } else {
            self.imported.get(name).is_some_and(|imported| *imported == id.shape().as_str())
        };
        if is_short { relative } else { text }
    }
}

fn is_prelude_name(name: &str) -> bool {
    crate::model::is_prelude(&ShapeId::of_prelude(name))
}
