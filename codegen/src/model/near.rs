//! Near matches for shape ids, by name: a slip in the namespace or in the name.

use std::collections::BTreeMap;

use super::shape::Shape;
use super::shape_id::ShapeId;
use crate::diagnostic::nearest;

/// Looks for the shape that was probably meant, so many times at most. A model with more
/// wrong ids than that has another problem, and each search goes through the whole model.
pub(crate) struct NearShapes {
    searches: usize,
}

impl Default for NearShapes {
    fn default() -> Self {
        Self { searches: 50 }
    }
}

impl NearShapes {
    /// The shape with the same name elsewhere, or with the nearest name.
    pub(crate) fn find<'a>(&mut self, shapes: &'a BTreeMap<ShapeId, Shape>, id: &ShapeId) -> Option<&'a ShapeId> {
        self.searches = self.searches.checked_sub(1)?;
        let named = |name: &str| shapes.keys().find(|known| known.name() == name);
        named(id.name()).or_else(|| named(nearest(id.name(), shapes.keys().map(ShapeId::name))?))
    }
}
