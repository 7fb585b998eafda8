//! The state shared by all steps of an import: the description, and the model under construction.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::{AstShape, text};
use super::names;
use super::wire::Wire;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::event;
use crate::model::{Node, Object};

/// The state of one import.
pub(super) struct Context<'a> {
    /// The shapes of the description.
    pub(super) source_shapes: &'a Object,
    /// The operations of the description.
    pub(super) source_operations: &'a Object,
    /// The namespace of the model.
    pub(super) namespace: String,
    /// The name of the service shape.
    pub(super) service_name: String,
    /// The protocols.
    pub(super) wire: Wire,
    /// Shapes that have a different name in the model, with that name.
    pub(super) renamed: BTreeMap<&'a str, String>,
    /// Members for the page size that the description declares as strings.
    pub(super) text_page_sizes: BTreeSet<(&'a str, &'a str)>,
    /// The shapes of the model by name, including the service and its operations.
    pub(super) shapes: BTreeMap<String, AstShape>,
    /// The names of the operations of the model.
    pub(super) operations: BTreeSet<String>,
    /// The problems found.
    pub(super) found: Diagnostics,
}

impl<'a> Context<'a> {
    /// Starts an import with an empty model.
    pub(super) fn new(
        shapes: &'a Object,
        operations: &'a Object,
        text_page_sizes: BTreeSet<(&'a str, &'a str)>,
    ) -> Self {
        Self {
            source_shapes: shapes,
            source_operations: operations,
            namespace: String::new(),
            service_name: String::new(),
            wire: Wire::default(),
            renamed: names::renamed(shapes, operations),
            text_page_sizes,
            shapes: BTreeMap::new(),
            operations: operations.keys().map(str::to_owned).collect(),
            found: Diagnostics::new(),
        }
    }

    /// The absolute ID of a name in the model.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}#{name}", self.namespace)
    }

    /// The name that a shape of the description has in the model.
    pub(super) fn name_of<'b>(&'b self, shape: &'b str) -> &'b str {
        self.renamed.get(shape).map_or(shape, String::as_str)
    }

    /// The absolute ID that a shape of the description has in the model.
    pub(super) fn id_of(&self, shape: &str) -> String {
        self.id(self.name_of(shape))
    }

    /// A field of a shape in the description, used to convert members that target it.
    pub(super) fn source_field(&self, shape: &str, key: &str) -> Option<&'a Node> {
        self.source_shapes.get(shape)?.get(key)
    }

    /// Whether a shape in the description has a flag.
    pub(super) fn source_flag(&self, shape: &str, key: &str) -> bool {
        self.source_field(shape, key).and_then(Node::as_bool).unwrap_or(false)
    }

    /// The absolute ID in the model of a shape that is referred to. Reports shapes that the description does not have.
    pub(super) fn resolve(&mut self, shape: &str, subject: impl std::fmt::Display) -> String {
        if self.source_shapes.get(shape).is_none() {
            self.malformed(subject, format!("unknown shape {shape}"));
        }
        self.id_of(shape)
    }

    /// Adds a shape to the model.
    pub(super) fn add(&mut self, name: &str, shape: AstShape) {
        self.shapes.insert(name.to_owned(), shape);
    }

    /// Reports something that is omitted because the model cannot express it. `what` is a noun phrase.
    pub(super) fn left_out(&mut self, subject: impl std::fmt::Display, what: impl Into<String>) {
        self.found.push(Diagnostic::warning(event::LEFT_OUT, format!("omitted {}", what.into())).on(subject));
    }

    /// Reports a missing or invalid value.
    pub(super) fn malformed(&mut self, subject: impl std::fmt::Display, message: impl Into<String>) {
        self.found.push(Diagnostic::error(event::MALFORMED, message).on(subject));
    }

    /// The whole model as JSON, with shapes sorted by ID.
    pub(super) fn to_node(&self) -> Node {
        let shapes = self.shapes.iter().map(|(name, shape)| (self.id(name), shape.clone().into_node()));
        let mut root = Object::new();
        root.insert("smithy", text("2.0"));
        root.insert("metadata", Node::Object(Object::new()));
        root.insert("shapes", Node::Object(shapes.collect()));
        Node::Object(root)
    }
}
