//! Steps of single operations between options and output: mutually exclusive options, members that have a separate
//! option, changes to all values, and changes to the output.

use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::given::Given;
use super::{cloudfront, cloudsearch, codedeploy, datapipeline, ec2, emr, glacier, s3, ses, user_data};
use tinsmith_runtime::service::Operation;

/// Changes all values of an operation before they are checked.
type Finish = fn(&mut Fields) -> Result<(), Failure>;

/// Changes an output before it is shown.
type Answered = fn(&Given<'_>, &mut Fields) -> Result<(), Failure>;

/// Functions that change all values of an operation, by SDK id and command, or `*` for all.
const FINISH: &[(&str, &str, Finish)] = &[
    ("Auto Scaling", "create-launch-configuration", user_data::encode),
    ("CloudFront", "create-distribution", cloudfront::finish_create_distribution),
    ("CloudSearch", "define-index-field", cloudsearch::finish_index_field),
    ("CodeDeploy", "create-deployment", codedeploy::finish_revision),
    ("CodeDeploy", "get-application-revision", codedeploy::finish_revision),
    ("CodeDeploy", "register-application-revision", codedeploy::finish_revision),
    ("Data Pipeline", "activate-pipeline", datapipeline::finish_definition),
    ("Data Pipeline", "put-pipeline-definition", datapipeline::finish_definition),
    ("EC2", "authorize-security-group-egress", ec2::finish_rule),
    ("EC2", "authorize-security-group-ingress", ec2::finish_rule),
    ("EC2", "bundle-instance", ec2::finish_bundle_instance),
    ("EC2", "create-network-acl-entry", ec2::number_protocol),
    ("EC2", "replace-network-acl-entry", ec2::number_protocol),
    ("EC2", "revoke-security-group-egress", ec2::finish_rule),
    ("EC2", "revoke-security-group-ingress", ec2::finish_rule),
    ("EC2", "run-instances", ec2::finish_run_instances),
    ("EC2", "run-instances", user_data::encode),
    ("EMR", "add-tags", emr::finish_tags),
    ("Glacier", "*", glacier::read_body),
    ("S3", "*", s3::check_bucket_of),
    ("S3", "*", s3::encode_customer_keys),
    ("S3", "copy-object", s3::encode_copy_source),
    ("S3", "list-object-versions", s3::ask_for_encoded_keys),
    ("S3", "list-objects", s3::ask_for_encoded_keys),
    ("S3", "list-objects-v2", s3::ask_for_encoded_keys),
    ("S3", "upload-part-copy", s3::encode_copy_source),
    ("SES", "send-email", ses::complete_message),
];

/// Options without one of which the values of a service are not changed, by SDK id.
const FINISHED_WITH: &[(&str, &[&str])] =
    &[("CodeDeploy", &["github-location", "s3-location"]), ("SES", &["html", "subject", "text"])];

/// Functions that change outputs.
const ANSWERED: &[(&str, &str, Answered)] = &[
    ("Data Pipeline", "get-pipeline-definition", datapipeline::show_definition),
    #[cfg(feature = "private-keys")]
    ("EC2", "get-password-data", super::launch_key::decrypt),
    ("S3", "list-object-versions", s3::decode_keys),
    ("S3", "list-objects", s3::decode_keys),
    ("S3", "list-objects-v2", s3::decode_keys),
];

/// Mutually exclusive options: none of the first list with any of the second.
struct Clash {
    service: &'static str,
    command: &'static str,
    these: &'static [&'static str],
    those: &'static [&'static str],
    /// The message, with `{}` for the second option, if it is not the usual one.
    message: Option<&'static str>,
}

const fn clash(
    service: &'static str,
    command: &'static str,
    these: &'static [&'static str],
    those: &'static [&'static str],
) -> Clash {
    Clash { service, command, these, those, message: None }
}

/// The shortcuts for a rule of a security group.
const fn rule(command: &'static str) -> Clash {
    Clash {
        service: "EC2",
        command,
        these: &["ip-permissions"],
        those: &["protocol", "port", "cidr", "source-group", "group-owner"],
        message: Some("The --{} option is not compatible with the --ip-permissions option "),
    }
}

/// All mutually exclusive options.
const CLASHES: &[Clash] = &[
    clash(
        "CloudFront",
        "create-distribution",
        &["default-root-object", "origin-domain-name"],
        &["distribution-config"],
    ),
    clash("CloudFront", "create-invalidation", &["invalidation-batch"], &["paths"]),
    clash("CloudFront", "update-distribution", &["default-root-object"], &["distribution-config"]),
    clash(
        "CloudWatch",
        "put-metric-data",
        &["metric-data"],
        &["metric-name", "timestamp", "unit", "value", "dimensions", "statistic-values"],
    ),
    rule("authorize-security-group-egress"),
    rule("authorize-security-group-ingress"),
    rule("revoke-security-group-egress"),
    rule("revoke-security-group-ingress"),
    Clash {
        service: "EC2",
        command: "run-instances",
        these: &["network-interfaces"],
        those: &["secondary-private-ip-addresses", "secondary-private-ip-address-count", "associate-public-ip-address"],
        message: Some("Mixing the --network-interfaces option with the simple, scalar options is not supported."),
    },
    Clash {
        service: "EC2",
        command: "bundle-instance",
        these: &["storage"],
        those: &["bucket", "prefix", "owner-akid", "owner-sak", "policy"],
        message: Some("Mixing the --storage option with the simple, scalar options is not recommended."),
    },
    clash("EMR", "list-clusters", &["active"], &["terminated", "failed", "cluster-states"]),
    clash("EMR", "list-clusters", &["failed"], &["cluster-states"]),
    clash("EMR", "list-clusters", &["terminated"], &["failed", "cluster-states"]),
    clash("SES", "send-email", &["destination"], &["to", "cc", "bcc"]),
    clash("SES", "send-email", &["message"], &["text", "html"]),
];

/// Members with a separate option: SDK id, command, member, its member, and the option.
const MOVED: &[(&str, &str, &str, &str, &str)] = &[
    ("Lambda", "create-function", "Code", "ZipFile", "zip-file"),
    ("Lambda", "publish-layer-version", "Content", "ZipFile", "zip-file"),
    ("Translate", "import-terminology", "TerminologyData", "File", "data-file"),
    ("Translate", "translate-document", "Document", "Content", "document-content"),
];

/// Rejects mutually exclusive options.
pub(crate) fn check(operation: &Operation, command: &str, given: &Given<'_>) -> Result<(), Failure> {
    let is_given = |name: &&&str| (given.option)(name).is_some();
    for clash in CLASHES.iter().filter(|it| is(operation, command, it.service, it.command)) {
        let first = clash.these.iter().find(is_given);
        let second = clash.those.iter().find(is_given);
        if let (Some(_), Some(second)) = (first, second) {
            let message = match clash.message {
                Some(message) => message.replace("{}", second),
                None => format!(
                    "The key \"{second}\" cannot be specified when one of the following keys are also specified: {}",
                    clash.these.join(", ")
                ),
            };
            return Err(Failure::Param(message));
        }
    }
    Ok(())
}

/// Rejects members that have a separate option.
pub(crate) fn check_moved(operation: &Operation, command: &str, values: &Fields) -> Result<(), Failure> {
    for (_, _, member, inner, option) in MOVED.iter().filter(|it| is(operation, command, it.0, it.1)) {
        if let Some(Value::Object(fields)) = values.get(member)
            && fields.contains(inner)
        {
            return Err(Failure::Param(format!(
                "{inner} cannot be provided as part of {member}. Use the option --{option} instead."
            )));
        }
    }
    Ok(())
}

/// Changes all values of an operation before they are checked.
pub(crate) fn finish(
    operation: &Operation,
    command: &str,
    given: &Given<'_>,
    values: &mut Fields,
) -> Result<(), Failure> {
    let of_service = FINISHED_WITH.iter().find(|(service, _)| *service == operation.service.sdk_id);
    if of_service.is_some_and(|(_, options)| !options.iter().any(|it| (given.option)(it).is_some())) {
        return Ok(());
    }
    let found = FINISH.iter().filter(|it| is(operation, command, it.0, it.1));
    found.map(|(_, _, finish)| finish).try_for_each(|finish| finish(values))
}

/// Changes an output, or a page of it, before it is shown.
pub(crate) fn answered(
    operation: &Operation,
    command: &str,
    given: &Given<'_>,
    answer: &mut Fields,
) -> Result<(), Failure> {
    let mut found = ANSWERED.iter().filter(|it| is(operation, command, it.0, it.1));
    found.try_for_each(|(_, _, change)| change(given, answer))
}

fn is(operation: &Operation, command: &str, service: &str, name: &str) -> bool {
    operation.service.sdk_id == service && (name == command || name == "*")
}
