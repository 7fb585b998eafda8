//! Repeats the default of a shape on its members, because Smithy 2.0 does not inherit it.

use std::collections::BTreeMap;

use super::context::Context;
use crate::model::Node;

const DEFAULT: &str = "smithy.api#default";

/// Sets the default of the target on every structure member that has no default.
pub(super) fn spread(context: &mut Context<'_>) {
    let defaults = context.shapes.iter().filter_map(|(name, shape)| {
        let value = shape.traits.get(DEFAULT).filter(|value| **value != Node::Null)?;
        Some((context.id(name), value.clone()))
    });
    let defaults: BTreeMap<String, Node> = defaults.collect();
    let structures = context.shapes.values_mut().filter(|shape| shape.kind == "structure");
    for (_, member) in structures.flat_map(|shape| &mut shape.members) {
        if let Some(value) = defaults.get(&member.target) {
            member.traits.entry(DEFAULT.to_owned()).or_insert_with(|| value.clone());
        }
    }
}
