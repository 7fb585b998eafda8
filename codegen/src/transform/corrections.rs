//! Adds behavior of AWS's own clients that is missing from the models, as traits.
//!
//! Each correction has a name, documents its source, and reports whether it changed anything. A correction that no
//! longer applies to its service's model causes a warning, and fails a test.

mod glacier;
mod iam;
mod iot;
mod pages;
mod presigned_urls;
mod route_53;
mod s3;
mod sqs;
mod waits;

use super::Chosen;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Member, Model, Node, Shape, ShapeId, ShapeKind};

/// A correction of the models of one service.
pub struct Correction {
    /// The name for display.
    pub name: &'static str,
    /// The SDK ID of the service.
    pub sdk_id: &'static str,
    /// The documentation that this is based on.
    pub source: &'static str,
    /// Changes the model. Returns whether there was anything to change.
    run: fn(&mut Model, &Chosen) -> bool,
}

/// All corrections.
pub const CORRECTIONS: &[Correction] = &[
    Correction {
        name: "s3_bucket_in_host",
        sdk_id: "S3",
        source: "https://smithy.io/2.0/aws/customizations/s3-customizations.html",
        run: s3::bucket_in_host,
    },
    Correction {
        name: "s3_error_in_success",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html",
        run: s3::error_in_success,
    },
    Correction {
        name: "s3_region_redirect",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/Redirects.html",
        run: |model, chosen| mark(model, &chosen.service, "regionRedirect"),
    },
    Correction {
        name: "s3_expect_continue",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html",
        run: s3::expect_continue,
    },
    Correction {
        name: "s3_expires",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
        run: s3::expires,
    },
    Correction {
        name: "s3_payload_hash",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html",
        run: payload_hash,
    },
    Correction {
        name: "s3_select_payload",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/cli/latest/reference/s3api/select-object-content.html",
        run: s3::select_payload,
    },
    Correction {
        name: "s3_pages",
        sdk_id: "S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html",
        run: pages::of_s3,
    },
    Correction {
        name: "s3_control_payload_hash",
        sdk_id: "S3 Control",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html",
        run: payload_hash,
    },
    Correction {
        name: "s3_control_account_in_host",
        sdk_id: "S3 Control",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListJobs.html",
        run: s3::account_in_host,
    },
    Correction {
        name: "iam_policy_documents",
        sdk_id: "IAM",
        source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html",
        run: iam::policy_documents,
    },
    Correction {
        name: "iam_mfa_device_file",
        sdk_id: "IAM",
        source: "https://docs.aws.amazon.com/cli/latest/reference/iam/create-virtual-mfa-device.html",
        run: iam::mfa_device_file,
    },
    Correction {
        name: "iam_waiter_attempts",
        sdk_id: "IAM",
        source: "https://docs.aws.amazon.com/cli/latest/reference/iam/wait/user-exists.html",
        run: iam::waiter_attempts,
    },
    Correction {
        name: "iot_output_strings",
        sdk_id: "IoT",
        source: "https://docs.aws.amazon.com/cli/latest/reference/iot/create-keys-and-certificate.html",
        run: iot::output_strings,
    },
    Correction {
        name: "route_53_resource_ids",
        sdk_id: "Route 53",
        source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html",
        run: route_53::resource_ids,
    },
    Correction {
        name: "route_53_pages",
        sdk_id: "Route 53",
        source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html",
        run: pages::of_route_53,
    },
    Correction {
        name: "kinesis_pages",
        sdk_id: "Kinesis",
        source: "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html",
        run: pages::of_kinesis,
    },
    Correction {
        name: "import_export_pages",
        sdk_id: "ImportExport",
        source: "https://docs.aws.amazon.com/AWSImportExport/latest/DG/WebListJobs.html",
        run: pages::of_import_export,
    },
    Correction {
        name: "glacier_version_header",
        sdk_id: "Glacier",
        source: "https://smithy.io/2.0/aws/customizations/glacier-customizations.html",
        run: glacier::version_header,
    },
    Correction {
        name: "glacier_account_id",
        sdk_id: "Glacier",
        source: "https://smithy.io/2.0/aws/customizations/glacier-customizations.html",
        run: glacier::account_id,
    },
    Correction {
        name: "glacier_tree_hash",
        sdk_id: "Glacier",
        source: "https://smithy.io/2.0/aws/customizations/glacier-customizations.html",
        run: glacier::tree_hash,
    },
    Correction {
        name: "api_gateway_accept_header",
        sdk_id: "API Gateway",
        source: "https://smithy.io/2.0/aws/customizations/apigateway-customizations.html",
        run: |model, chosen| add_headers(model, chosen, &[("accept", "application/json")]),
    },
    Correction {
        name: "machine_learning_predict_endpoint",
        sdk_id: "Machine Learning",
        source: "https://smithy.io/2.0/aws/customizations/machinelearning-customizations.html",
        run: predict_endpoint,
    },
    Correction {
        name: "dynamodb_crc32",
        sdk_id: "DynamoDB",
        source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html",
        run: |model, chosen| mark(model, &chosen.service, "crc32"),
    },
    Correction {
        name: "ec2_presigned_url",
        sdk_id: "EC2",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html",
        run: presigned_urls::of_ec2,
    },
    Correction {
        name: "rds_presigned_url",
        sdk_id: "RDS",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html",
        run: presigned_urls::of_databases,
    },
    Correction {
        name: "neptune_presigned_url",
        sdk_id: "Neptune",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBClusterSnapshot.html",
        run: presigned_urls::of_databases,
    },
    Correction {
        name: "docdb_presigned_url",
        sdk_id: "DocDB",
        source: "https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CopyDBClusterSnapshot.html",
        run: presigned_urls::of_databases,
    },
    Correction {
        name: "polly_presigned_speech",
        sdk_id: "Polly",
        source: "https://docs.aws.amazon.com/polly/latest/dg/API_SynthesizeSpeech.html",
        run: |model, chosen| mark_operations(model, chosen, &["SynthesizeSpeech"], "presignInQuery"),
    },
    Correction {
        name: "sqs_message_digests",
        sdk_id: "SQS",
        source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html",
        run: sqs::message_digests,
    },
    Correction {
        name: "sqs_long_poll",
        sdk_id: "SQS",
        source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html",
        run: |model, chosen| waits::long_polls(model, chosen, &["ReceiveMessage"], 25_000),
    },
    Correction {
        name: "sfn_long_poll",
        sdk_id: "SFN",
        source: "https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html",
        run: |model, chosen| waits::long_polls(model, chosen, &["GetActivityTask"], 65_000),
    },
    Correction {
        name: "swf_long_poll",
        sdk_id: "SWF",
        source: "https://docs.aws.amazon.com/amazonswf/latest/apireference/API_PollForDecisionTask.html",
        run: |model, chosen| waits::long_polls(model, chosen, &["PollForActivityTask", "PollForDecisionTask"], 70_000),
    },
    Correction {
        name: "cloudtrail_target_prefix",
        sdk_id: "CloudTrail",
        source: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/CommonParameters.html",
        run: |model, chosen| target_prefix(model, chosen, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
    },
    Correction {
        name: "codeconnections_target_prefix",
        sdk_id: "CodeConnections",
        source: "https://docs.aws.amazon.com/codeconnections/latest/APIReference/Welcome.html",
        run: |model, chosen| target_prefix(model, chosen, "com.amazonaws.codeconnections.CodeConnections_20231201"),
    },
    Correction {
        name: "codestar_connections_target_prefix",
        sdk_id: "CodeStar connections",
        source: "https://docs.aws.amazon.com/codestar-connections/latest/APIReference/Welcome.html",
        run: |model, chosen| {
            target_prefix(model, chosen, "com.amazonaws.codestar.connections.CodeStar_connections_20191201")
        },
    },
];

/// Applies the corrections of the service.
pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    for correction in of_service(&model, &chosen.service) {
        (correction.run)(&mut model, chosen);
    }
    model
}

/// Warns about corrections that no longer apply. A selection of operations may not include the shapes in question, so
/// only complete services are checked.
pub(super) fn check(model: &Model, chosen: &Chosen) -> Diagnostics {
    let mut found = Diagnostics::new();
    let corrections = of_service(model, &chosen.service);
    if corrections.is_empty() {
        return found;
    }
    let mut corrected = model.clone();
    for correction in corrections {
        if !(correction.run)(&mut corrected, chosen) {
            let message = format!("the correction {} no longer applies", correction.name);
            let hint = format!("see {}", correction.source);
            found.push(Diagnostic::warning(event::STALE_CORRECTION, message).on(&chosen.service).hint(hint));
        }
    }
    found
}

fn of_service(model: &Model, service: &ShapeId) -> Vec<&'static Correction> {
    let sdk_id = model.shape(service.as_str()).and_then(|it| it.traits.aws_service()).map(|it| it.sdk_id.to_owned());
    CORRECTIONS.iter().filter(|it| Some(it.sdk_id) == sdk_id.as_deref()).collect()
}

/// The ID of a trait that a correction adds.
fn trait_id(name: &str) -> String {
    format!("{}{name}", crate::model::CORRECTIONS)
}

/// Adds a correction's trait with these fields to the operation with this name. Returns whether the model has it.
fn add_record(
    model: &mut Model,
    chosen: &Chosen,
    operation: &str,
    name: &str,
    fields: impl IntoIterator<Item = (&'static str, Node)>,
) -> bool {
    let Some((_, shape)) = operations(model, chosen).find(|(id, _)| id.name() == operation) else { return false };
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
    shape.traits.insert(trait_id(name), Node::Object(fields.collect()));
    true
}

/// A string in the value of a trait.
fn text(text: &str) -> Node {
    Node::String(text.to_owned())
}

/// Adds a correction's trait to a shape.
fn mark(model: &mut Model, id: &ShapeId, name: &str) -> bool {
    let Some(shape) = model.shapes.get_mut(id) else { return false };
    shape.traits.insert(trait_id(name), Node::Object(Default::default()));
    true
}

/// Sets the qualified service name that requests contain instead of the shape's name.
fn target_prefix(model: &mut Model, chosen: &Chosen, prefix: &str) -> bool {
    let Some(shape) = model.shapes.get_mut(&chosen.service) else { return false };
    shape.traits.insert(trait_id("targetPrefix"), Node::String(prefix.to_owned()));
    true
}

/// Adds a correction's trait to matching input members of the selected operations.
fn mark_members(model: &mut Model, chosen: &Chosen, name: &str, is_it: impl Fn(&ShapeId, &Member) -> bool) -> bool {
    let inputs = |id: &ShapeId| Some((id.clone(), model.shape(id.as_str())?.as_operation()?.input.clone()));
    let inputs: Vec<(ShapeId, ShapeId)> = chosen.operations.iter().filter_map(inputs).collect();
    let mut is_any = false;
    for (operation, input) in inputs {
        let Some(shape) = model.shapes.get_mut(&input) else { continue };
        for member in shape.members.iter_mut().filter(|it| is_it(&operation, it)) {
            member.traits.insert(trait_id(name), Node::Object(Default::default()));
            is_any = true;
        }
    }
    is_any
}

/// Marks operations with the trait of a correction. Returns whether the model has any of them.
fn mark_operations(model: &mut Model, chosen: &Chosen, names: &[&str], correction: &str) -> bool {
    let mut is_any = false;
    for (_, shape) in operations(model, chosen).filter(|(id, _)| names.contains(&id.name())) {
        shape.traits.insert(trait_id(correction), Node::Object(Default::default()));
        is_any = true;
    }
    is_any
}

/// Adds headers to every request of the service.
fn add_headers(model: &mut Model, chosen: &Chosen, headers: &[(&str, &str)]) -> bool {
    let Some(shape) = model.shapes.get_mut(&chosen.service) else { return false };
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), Node::String((*value).to_owned())));
    shape.traits.insert(trait_id("staticHeaders"), Node::Object(headers.collect()));
    true
}

/// Sends the hash of the body in a header.
fn payload_hash(model: &mut Model, chosen: &Chosen) -> bool {
    mark(model, &chosen.service, "payloadHash")
}

/// Amazon Machine Learning: sends the request to the endpoint in the input.
fn predict_endpoint(model: &mut Model, chosen: &Chosen) -> bool {
    mark_members(model, chosen, "endpointUrl", |operation, member| {
        operation.name() == "Predict" && member.name == "PredictEndpoint"
    })
}

/// The selected operations, mutable.
fn operations<'a>(model: &'a mut Model, chosen: &'a Chosen) -> impl Iterator<Item = (&'a ShapeId, &'a mut Shape)> {
    let is_chosen = |(id, shape): &(&ShapeId, &mut Shape)| {
        matches!(shape.kind, ShapeKind::Operation(_)) && chosen.operations.contains(*id)
    };
    model.shapes.iter_mut().filter(is_chosen)
}
