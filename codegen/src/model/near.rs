//! Suggestions for shape IDs with a typo in the namespace or name.

use std::collections::BTreeMap;

use super::shape::Shape;
use super::shape_id::ShapeId;
use crate::diagnostic::nearest;

/// Suggests similar shapes, up to a maximum number of times. A model with more wrong IDs has another problem, and each
/// search goes through the whole model.
pub(crate) struct NearShapes {
    searches: usize,
}

impl Default for NearShapes {
    fn default() -> Self {
        Self { searches: 50 }
    }
}

impl NearShapes {
    /// The shape with the same name in another namespace, or with the most similar name.
    pub(crate) fn find<'a>(&mut self, shapes: &'a BTreeMap<ShapeId, Shape>, id: &ShapeId) -> Option<&'a ShapeId> {
        self.searches = self.searches.checked_sub(1)?;
        let named = |name: &str| shapes.keys().find(|known| known.name() == name);
        named(id.name()).or_else(|| named(nearest(id.name(), shapes.keys().map(ShapeId::name))?))
    }
}
