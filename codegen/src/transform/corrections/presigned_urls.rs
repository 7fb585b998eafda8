//! Requests that copy from another region, and so contain a presigned URL of the same request there.

use super::{operations, trait_id};
use crate::model::{Member, Model, Node, Object, ShapeId, Traits};
use crate::transform::Chosen;

/// Amazon EC2. The input also names both regions.
pub(super) fn of_ec2(model: &mut Model, chosen: &Chosen) -> bool {
    let fields = [("member", "PresignedUrl"), ("source", "SourceRegion"), ("destination", "DestinationRegion")];
    mark(model, chosen, &["CopySnapshot"], &fields).len() == 1
}

/// Amazon RDS, Neptune and DocumentDB. The AWS CLI and the AWS SDKs add a parameter for the other region, which is not
/// sent.
pub(super) fn of_databases(model: &mut Model, chosen: &Chosen) -> bool {
    const OPERATIONS: [&str; 5] = [
        "CopyDBClusterSnapshot",
        "CopyDBSnapshot",
        "CreateDBCluster",
        "CreateDBInstanceReadReplica",
        "StartDBInstanceAutomatedBackupsReplication",
    ];
    let fields = [("member", "PreSignedUrl"), ("source", "SourceRegion")];
    let inputs = mark(model, chosen, &OPERATIONS, &fields);
    for input in &inputs {
        let Some(shape) = model.shapes.get_mut(input).filter(|it| it.member("SourceRegion").is_none()) else {
            // The service has added the parameter itself.
            return false;
        };
        let mut traits = Traits::default();
        traits.insert(trait_id("notSent"), Node::Object(Object::default()));
        let docs = "The region that contains the source, such as `us-east-1`. The client uses it to create \
                    `PreSignedUrl`, and does not send it.";
        traits.insert("smithy.api#documentation", Node::String(docs.to_owned()));
        let target = ShapeId::of_prelude("String");
        shape.members.push(Member { name: "SourceRegion".to_owned(), target, traits });
    }
    !inputs.is_empty()
}

/// Marks operations whose input has the member for the URL. Returns their inputs.
fn mark(model: &mut Model, chosen: &Chosen, names: &[&str], fields: &[(&str, &str)]) -> Vec<ShapeId> {
    let of_operation = |id: &ShapeId| Some((id.clone(), model.shape(id.as_str())?.as_operation()?.input.clone()));
    let inputs = chosen.operations.iter().filter(|id| names.contains(&id.name())).filter_map(of_operation);
    let member = fields.first().map_or("", |(_, name)| name);
    let has_member = |input: &ShapeId| model.shape(input.as_str()).is_some_and(|it| it.member(member).is_some());
    let found: Vec<(ShapeId, ShapeId)> = inputs.filter(|(_, input)| has_member(input)).collect();
    for (_, shape) in operations(model, chosen).filter(|(id, _)| found.iter().any(|(found, _)| found == *id)) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Node::String((*value).to_owned())));
        shape.traits.insert(trait_id("presignedUrl"), Node::Object(fields.collect()));
    }
    found.into_iter().map(|(_, input)| input).collect()
}
