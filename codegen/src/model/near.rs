//! Near matches for shape ids, by name: a slip in the namespace or in the name.

use std::collections::BTreeMap;

use super::shape::Shape;
use super::shape_id::ShapeId;
use crate::diagnostic::nearest;

/// The shape that was probably meant. Only to be asked when there is an error to report.
pub(super) fn near_shape<'a>(
    shapes: &'a BTreeMap<ShapeId, Shape>,
    id: &ShapeId,
) -> Option<&'a ShapeId> {
    let named = |name: &str| shapes.keys().find(|known| known.name() == name);
    named(id.name()).or_else(|| named(nearest(id.name(), shapes.keys().map(ShapeId::name))?))
}
