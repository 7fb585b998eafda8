//! Amazon S3.

use super::{mark_operations, operations};
use crate::model::{Model, Node};
use crate::rules::Rules;
use crate::transform::Chosen;

/// Removes the bucket from the paths of the model, because the endpoint rules already put it into the host or path.
pub(super) fn bucket_in_host(model: &mut Model, chosen: &Chosen) -> bool {
    const PREFIX: &str = "/{Bucket}";
    let service = model.shape(chosen.service.as_str());
    if service.and_then(|it| Rules::of_service(&it.traits)).is_none() {
        return false;
    }
    let mut is_any = false;
    for (_, shape) in operations(model, chosen) {
        let Some(Node::Object(mut http)) = shape.traits.get("smithy.api#http").cloned() else { continue };
        let uri = http.get("uri").and_then(Node::as_str).and_then(|it| it.strip_prefix(PREFIX));
        let Some(rest) = uri.map(str::to_owned) else { continue };
        let uri = if rest.starts_with('/') { rest } else { format!("/{rest}") };
        http.insert("uri".to_owned(), Node::String(uri));
        shape.traits.insert("smithy.api#http", Node::Object(http));
        is_any = true;
    }
    is_any
}

/// Marks slow operations, which send status 200 before their result is known and may therefore have an error in the
/// body.
pub(super) fn error_in_success(model: &mut Model, chosen: &Chosen) -> bool {
    mark_operations(model, chosen, &["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"], "errorInSuccess")
}

/// Sends large uploads only after the server asks for the body, because it may redirect or reject the request first.
pub(super) fn expect_continue(model: &mut Model, chosen: &Chosen) -> bool {
    mark_operations(model, chosen, &["PutObject", "UploadPart"], "expectContinue")
}
