//! Operations that wait until something happens before they respond.

use super::operations;
use crate::model::{Model, Node, Number, Object};
use crate::transform::Chosen;

/// Adds the trait `longPoll` with this time in milliseconds. It no longer applies if the model has the trait.
pub(super) fn long_polls(model: &mut Model, chosen: &Chosen, names: &[&str], milliseconds: i64) -> bool {
    const LONG_POLL: &str = "smithy.api#longPoll";
    let mut is_any = false;
    for (_, shape) in operations(model, chosen).filter(|(id, _)| names.contains(&id.name())) {
        if shape.traits.has(LONG_POLL) {
            continue;
        }
        let timeout = ("timeoutMillis".to_owned(), Node::Number(Number::Integer(milliseconds.into())));
        shape.traits.insert(LONG_POLL, Node::Object([timeout].into_iter().collect::<Object>()));
        is_any = true;
    }
    is_any
}
