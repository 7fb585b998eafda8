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
    /// Of the shapes that fit, the one with the same name in another namespace, or with the most similar name.
    pub(crate) fn find<'a>(
        &mut self,
        shapes: &'a BTreeMap<ShapeId, Shape>,
        id: &ShapeId,
        fits: fn(&Shape) -> bool,
    ) -> Option<&'a ShapeId> {
        self.searches = self.searches.checked_sub(1)?;
        let known = || shapes.values().filter(|it| fits(it)).map(|it| &it.id);
        let named = |name: &str| known().find(|known| known.name() == name);
        named(id.name()).or_else(|| named(nearest(id.name(), known().map(ShapeId::name))?))
    }
}
