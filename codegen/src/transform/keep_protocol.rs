//! Drops the protocols that were not chosen, if one was.

use super::Chosen;
use crate::model::{Model, Protocol};

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    let Some(protocol) = chosen.protocol else { return model };
    if let Some(service) = model.shapes.get_mut(&chosen.service) {
        for other in Protocol::ALL.iter().filter(|it| **it != protocol) {
            service.traits.remove(other.trait_id());
        }
    }
    model
}
