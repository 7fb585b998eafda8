//! Removes the trait `paginated` from operations with invalid pagination. Validation has warned about it, and clients
//! call such an operation page by page.

use super::Chosen;
use crate::model::Model;
use crate::validate::unsound_pages;

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    let unsound =
        model.shape(chosen.service.as_str()).map(|service| unsound_pages(&model, service)).unwrap_or_default();
    for id in unsound {
        if let Some(shape) = model.shapes.get_mut(&id) {
            shape.traits.remove("smithy.api#paginated");
        }
    }
    model
}
