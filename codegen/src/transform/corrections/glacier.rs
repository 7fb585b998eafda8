//! Amazon S3 Glacier.

use super::{add_headers, mark_members, operations, trait_id};
use crate::model::{Model, Node};
use crate::transform::Chosen;

/// Adds a header with the API version to every request.
pub(super) fn version_header(model: &mut Model, chosen: &Chosen) -> bool {
    let version = model.shape(chosen.service.as_str()).and_then(|it| Some(it.as_service()?.version.clone()));
    version.is_some_and(|version| add_headers(model, chosen, &[("x-amz-glacier-version", &version)]))
}

/// Uses `-`, the account of the credentials, as the default account ID.
pub(super) fn account_id(model: &mut Model, chosen: &Chosen) -> bool {
    mark_members(model, chosen, "accountId", |_, member| member.name == "accountId" && member.traits.http_label())
}

/// Sends the hash of an upload's body and its tree hash.
pub(super) fn tree_hash(model: &mut Model, chosen: &Chosen) -> bool {
    const OPERATIONS: [&str; 2] = ["UploadArchive", "UploadMultipartPart"];
    let mut is_any = false;
    for (_, shape) in operations(model, chosen).filter(|(id, _)| OPERATIONS.contains(&id.name())) {
        shape.traits.insert(trait_id("treeHash"), Node::Object(Default::default()));
        is_any = true;
    }
    is_any
}
