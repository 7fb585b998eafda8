//! Amazon Route 53.

use super::mark_members;
use crate::model::Model;
use crate::transform::Chosen;

/// Removes prefixes from IDs: responses contain `/hostedzone/Z1`, but paths need `Z1`.
pub(super) fn resource_ids(model: &mut Model, chosen: &Chosen) -> bool {
    const SHAPES: [&str; 3] = ["ChangeId", "DelegationSetId", "ResourceId"];
    mark_members(model, chosen, "resourceId", |_, member| {
        member.traits.http_label() && SHAPES.contains(&member.target.name())
    })
}
