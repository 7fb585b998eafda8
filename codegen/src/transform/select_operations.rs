//! Binds exactly the selected operations to the service.
//!
//! This includes operations of resources. The resources themselves are dropped, because clients do not need them.

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
