//! Merges the definitions of several files. The order of the files matters only for the order of concatenated lists.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, Object};
use super::prelude;
use super::shape::Shape;
use super::shape_id::ShapeId;
use super::traits::Traits;
use super::version::Version;
use crate::diagnostic::{Diagnostic, Diagnostics, event};

/// An `apply` statement.
pub(super) struct Apply {
    /// The shape or member to which the traits are applied.
    pub(super) id: ShapeId,
    /// The traits.
    pub(super) traits: Traits,
    /// The number of the file that contains the statement.
    pub(super) file: usize,
}

/// The merged content of the files, before mixins are flattened.
pub(super) struct Merge {
    pub(super) shapes: BTreeMap<ShapeId, Shape>,
    pub(super) metadata: Object,
    pub(super) applies: Vec<Apply>,
    pub(super) broken: BTreeSet<ShapeId>,
    pub(super) partial: Vec<Shape>,
    pub(super) version_1: BTreeSet<ShapeId>,
}

impl Default for Merge {
    fn default() -> Self {
        Self {
            shapes: prelude::shapes(),
            metadata: Object::new(),
            applies: Vec::new(),
            broken: BTreeSet::new(),
            partial: Vec::new(),
            version_1: BTreeSet::new(),
        }
    }
}

impl Merge {
    /// Adds a definition. Identical definitions in several files are allowed.
    pub(super) fn add_shape(&mut self, shape: Shape, version: Version, problems: &mut Diagnostics) {
        if let Some(earlier) = self.shapes.get(&shape.id) {
            if *earlier != shape {
                let message = "the shape has another, different definition in this or another file";
                problems.push(Diagnostic::error(event::DUPLICATE_SHAPE, message).on(&shape.id));
            }
            return;
        }
        if version == Version::V1 {
            self.version_1.insert(shape.id.clone());
        }
        self.shapes.insert(shape.id.clone(), shape);
    }

    /// Adds metadata: lists are concatenated, other values must be equal.
    pub(super) fn add_metadata(&mut self, metadata: Object, problems: &mut Diagnostics) {
        for (key, value) in metadata {
            match merge_values(self.metadata.get(&key), value) {
                Ok(merged) => self.metadata.insert(key, merged),
                Err(()) => {
                    let message = format!("the metadata key \"{key}\" has different values in different files");
                    problems.push(Diagnostic::error(event::METADATA_CONFLICT, message));
                }
            }
        }
    }
}

/// Merges two values of the same key or trait: equal values are one, lists are concatenated, anything else is a
/// conflict.
pub(crate) fn merge_values(earlier: Option<&Node>, later: Node) -> Result<Node, ()> {
    match (earlier, later) {
        (None, later) => Ok(later),
        (Some(earlier), later) if *earlier == later => Ok(later),
        (Some(Node::Array(earlier)), Node::Array(later)) => {
            Ok(Node::Array(earlier.iter().cloned().chain(later).collect()))
        }
        _ => Err(()),
    }
}
