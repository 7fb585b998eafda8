//! Checks what a mixin must not define. <https://smithy.io/2.0/spec/mixins.html>

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Shape, ShapeKind, UNIT};

/// Reports mixins that define something that every shape using them must define itself.
pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values().filter(|shape| shape.traits.mixin()) {
        if let Some(problem) = problem(shape) {
            found.push(Diagnostic::error(event::MIXIN, problem).on(&shape.id));
        }
    }
}

fn problem(shape: &Shape) -> Option<&'static str> {
    match &shape.kind {
        ShapeKind::Operation(operation) if operation.input.as_str() != UNIT || operation.output.as_str() != UNIT => {
            Some("an operation that is a mixin must not have an input or output")
        }
        ShapeKind::Resource(resource) => {
            let is_empty = resource.identifiers.is_empty()
                && resource.properties.is_empty()
                && resource.all_operations().next().is_none()
                && resource.resources.is_empty();
            (!is_empty).then_some("a resource that is a mixin must not have any properties")
        }
        _ => None,
    }
}
