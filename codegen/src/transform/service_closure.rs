//! Drops shapes that the service does not use.

use std::collections::BTreeSet;

use super::Chosen;
use crate::model::{Model, ShapeId};

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    let mut reached: BTreeSet<ShapeId> = BTreeSet::new();
    let mut queue = vec![chosen.service.clone()];
    while let Some(id) = queue.pop() {
        if reached.contains(&id) {
            continue;
        }
        if let Some(shape) = model.shape(id.as_str()) {
            queue.extend(shape.references().into_iter().cloned());
        }
        reached.insert(id);
    }
    model.shapes.retain(|id, _| reached.contains(id));
    model
}
