//! Amazon SQS.

use super::{mark_operations, trait_id};
use crate::model::{Model, Node};
use crate::transform::Chosen;

/// Names the members of outputs that are MD5 digests, and what they are digests of.
pub(super) fn message_digests(model: &mut Model, chosen: &Chosen) -> bool {
    const DIGESTS: [(&str, &str); 4] = [
        ("MD5OfBody", "Body"),
        ("MD5OfMessageAttributes", "MessageAttributes"),
        ("MD5OfMessageBody", "MessageBody"),
        ("MD5OfMessageSystemAttributes", "MessageSystemAttributes"),
    ];
    if !mark_operations(model, chosen, &["ReceiveMessage", "SendMessage", "SendMessageBatch"], "messageDigests") {
        return false;
    }
    let mut is_any = false;
    for member in model.shapes.values_mut().flat_map(|it| &mut it.members) {
        if let Some((_, subject)) = DIGESTS.iter().find(|(name, _)| *name == member.name) {
            member.traits.insert(trait_id("md5Of"), Node::String((*subject).to_owned()));
            is_any = true;
        }
    }
    is_any
}
