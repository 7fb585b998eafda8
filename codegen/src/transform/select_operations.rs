//! Binds the chosen operations to the service, and nothing else.
//!
//! Operations of resources come along; the resources themselves mean nothing to a client
//! and are left behind.

use super::Chosen;
use crate::model::{Model, ShapeKind};

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    if let Some(shape) = model.shapes.get_mut(&chosen.service)
        && let ShapeKind::Service(service) = &mut shape.kind
    {
        service.operations = chosen.operations.iter().cloned().collect();
        service.resources.clear();
    }
    model
}
