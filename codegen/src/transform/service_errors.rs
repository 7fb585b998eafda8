//! Adds the errors of the service to each of its operations, after the operation's own.

use super::Chosen;
use crate::model::{Model, ShapeKind};

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    let service = model.shape(chosen.service.as_str()).and_then(|shape| shape.as_service());
    let errors = service.map(|service| service.errors.clone()).unwrap_or_default();
    for id in &chosen.operations {
        if let Some(shape) = model.shapes.get_mut(id)
            && let ShapeKind::Operation(operation) = &mut shape.kind
        {
            for error in &errors {
                if !operation.errors.contains(error) {
                    operation.errors.push(error.clone());
                }
            }
        }
    }
    model
}
