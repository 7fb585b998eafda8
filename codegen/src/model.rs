//! Smithy models, independent of Rust.
//!
//! [`load_files`] or [`load_sources`] read and merge model files into a [`Model`],
//! [`validate`](crate::validate::validate) checks it and wraps it in [`Valid`]. Problems that do not prevent loading
//! are kept in the model until validation, so that all problems are reported together.

mod idl;
mod json;
mod json_ast;
mod json_numbers;
mod load;
mod locate;
mod merge;
mod mixins;
pub(crate) mod near;
mod node;
mod number;
mod prelude;
mod protocol;
mod shape;
mod shape_id;
mod shape_reader;
mod shape_types;
mod source;
mod trait_flags;
mod trait_types;
mod traits;
mod upgrade;
mod valid;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostics;

pub(crate) use json::parse_json;
pub use load::{load_files, load_sources, read_files, read_sources};
pub(crate) use merge::merge_values;
pub use node::{Node, Object};
pub use number::Number;
pub(crate) use prelude::is_prelude;
pub use protocol::Protocol;
pub use shape::{Member, Operation, Resource, Service, Shape, ShapeKind};
pub use shape_id::{ShapeId, is_identifier};
pub use source::Source;
pub use trait_types::{
    AwsQueryError, AwsService, Deprecated, ErrorFault, Http, HttpChecksum, Length, Paginated, Range, Retryable,
    TimestampFormat, XmlNamespace,
};
pub use traits::Traits;
pub use valid::{Valid, Validated};

/// The synthetic trait with a shape's original ID.
pub const ORIGINAL_SHAPE_ID: &str = "tinsmith#originalShapeId";

/// The synthetic trait on members that close a reference cycle.
pub const BOXED: &str = "tinsmith#boxed";

/// The namespace of traits that corrections add.
pub const CORRECTIONS: &str = "tinsmith.corrections#";

/// The ID of the unit shape, which stands for "no value".
pub const UNIT: &str = "smithy.api#Unit";

/// One or more merged model files, with the prelude.
#[derive(Clone, Debug)]
pub struct Model {
    /// All shapes by ID, including those of the prelude.
    pub shapes: BTreeMap<ShapeId, Shape>,
    /// The merged metadata.
    pub metadata: Object,
    /// The files, to find lines for diagnostics.
    sources: Arc<[Source]>,
    /// Problems found while loading. Validation reports them.
    problems: Diagnostics,
    /// Shapes that could not be read. They count as existing, so that shapes that target them do not cause further
    /// errors.
    broken: BTreeSet<ShapeId>,
    /// What is known of shapes with syntax errors, or with mixins that could not be read. They also are among the broken
    /// ones; only their references are checked.
    partial: Vec<Shape>,
    /// Whether a file has syntax errors, so that the model is not complete.
    has_syntax_errors: bool,
}

impl Model {
    /// The shape with an ID. A member ID is not a shape.
    pub fn shape(&self, id: &str) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// The target shape of a member.
    pub fn target(&self, member: &Member) -> Option<&Shape> {
        self.shapes.get(&member.target)
    }

    /// The services of the model, sorted by ID.
    pub fn services(&self) -> impl Iterator<Item = (&Shape, &Service)> {
        self.shapes.values().filter_map(|shape| Some((shape, shape.as_service()?)))
    }

    /// A trait of a member or, if absent, of its target. This is how Smithy applies constraints and most other traits.
    pub fn effective_trait<'a>(&'a self, member: &'a Member, id: &str) -> Option<&'a Node> {
        member.traits.get(id).or_else(|| self.target(member)?.traits.get(id))
    }

    /// The operations of a service and of its resources, sorted by ID, without duplicates. IDs of missing shapes are
    /// omitted.
    pub fn operations_of(&self, service: &Service) -> BTreeSet<ShapeId> {
        let mut operations: BTreeSet<ShapeId> = service.operations.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        let mut queue: Vec<&ShapeId> = service.resources.iter().collect();
        while let Some(id) = queue.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(resource) = self.shapes.get(id).and_then(Shape::as_resource) {
                operations.extend(resource.all_operations().cloned());
                queue.extend(&resource.resources);
            }
        }
        operations.retain(|id| self.shapes.get(id).is_some_and(|shape| shape.as_operation().is_some()));
        operations
    }

    /// Sets the file and line of every diagnostic about a shape.
    #[must_use]
    pub fn locate(&self, mut diagnostics: Diagnostics) -> Diagnostics {
        locate::locate(&self.sources, &mut diagnostics);
        diagnostics.sort();
        diagnostics
    }

    /// The problems that loading found, if the files have syntax errors. Then the model is not complete.
    pub fn syntax_errors(&self) -> Option<Diagnostics> {
        self.has_syntax_errors.then(|| self.locate(self.problems.clone()))
    }

    /// Whether a file has syntax errors, so that the model is not complete.
    pub(crate) fn has_syntax_errors(&self) -> bool {
        self.has_syntax_errors
    }

    /// What is known of shapes that could not be read completely.
    pub(crate) fn partial_shapes(&self) -> &[Shape] {
        &self.partial
    }

    /// Takes the problems that loading found, so that validation can report them.
    pub(crate) fn take_problems(&mut self) -> Diagnostics {
        std::mem::take(&mut self.problems)
    }

    /// Whether a shape with this ID exists, even if it could not be read.
    pub(crate) fn knows(&self, id: &ShapeId) -> bool {
        self.shapes.contains_key(id) || self.broken.contains(id)
    }
}

#[cfg(test)]
mod tests;
