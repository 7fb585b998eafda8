//! Amazon S3.

use super::{add_record, mark_operations, operations, text, trait_id};
use crate::model::{Member, Model, Node, Shape, ShapeId, ShapeKind};
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

/// S3 Control: removes the account from the host prefixes of the model, because the endpoint rules already put it into
/// the host.
pub(super) fn account_in_host(model: &mut Model, chosen: &Chosen) -> bool {
    let mut is_any = false;
    for (_, shape) in operations(model, chosen) {
        let params = shape.traits.get("smithy.rules#staticContextParams");
        let needs_account = params.and_then(|it| it.get("RequiresAccountId")?.get("value")?.as_bool()) == Some(true);
        if needs_account && shape.traits.endpoint_host_prefix() == Some("{AccountId}.") {
            shape.traits.remove("smithy.api#endpoint");
            is_any = true;
        }
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

/// Makes `Expires` a time, as in the AWS SDKs and in some versions of the model. Objects may have values that are not
/// times, so outputs also have the text, as `ExpiresString`.
pub(super) fn expires(model: &mut Model, chosen: &Chosen) -> bool {
    const NAME: &str = "Expires";
    let shapes = |id: &ShapeId| {
        let operation = model.shape(id.as_str())?.as_operation()?;
        Some([(operation.input.clone(), false), (operation.output.clone(), true)])
    };
    let shapes: Vec<(ShapeId, bool)> = chosen.operations.iter().filter_map(shapes).flatten().collect();
    let is_either = |it: &&Shape| matches!(it.kind, ShapeKind::String | ShapeKind::Timestamp);
    let targets: Vec<ShapeId> = model.shapes.values().filter(is_either).map(|it| it.id.clone()).collect();
    let time = Shape::new(ShapeId::of_prelude("Timestamp"), ShapeKind::Timestamp);
    let string = Shape::new(ShapeId::of_prelude("String"), ShapeKind::String);
    let mut is_any = false;
    for (id, is_output) in shapes {
        let Some(shape) = model.shapes.get_mut(&id) else { continue };
        let is_it = |it: &Member| it.name == NAME && targets.contains(&it.target);
        let Some(place) = shape.members.iter().position(is_it) else { continue };
        let name = format!("{NAME}String");
        let has_text = shape.member(&name).is_some();
        let text = Member { name, target: string.id.clone(), ..shape.members[place].clone() };
        let member = &mut shape.members[place];
        member.target = time.id.clone();
        member.traits.insert("smithy.api#timestampFormat", Node::String("http-date".to_owned()));
        if is_output {
            member.traits.insert(trait_id("lenient"), Node::Object(Default::default()));
            if !has_text {
                shape.members.insert(place + 1, text);
            }
        }
        is_any = true;
    }
    if is_any {
        // The rest of the model may not use it.
        for shape in [time, string] {
            model.shapes.entry(shape.id.clone()).or_insert(shape);
        }
    }
    is_any
}

/// Writes the records that a query selects to a file, instead of printing the events that contain them.
pub(super) fn select_payload(model: &mut Model, chosen: &Chosen) -> bool {
    let fields = [("event", text("Records")), ("member", text("Payload"))];
    add_record(model, chosen, "SelectObjectContent", "savedEvent", fields)
}
