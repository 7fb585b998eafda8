//! `dlm create-default-role`: creates the role that the service assumes, unless it exists.
//!
//! Recorded invocations: the family `dlm:create-default-role`.

use tinsmith_cli::command::{Failure, Fields, Globals, ResultFormat, Takes, Value, print};
use tinsmith_cli::{Command, Program};

use super::iam::Iam;
use super::{Flag, Given, command};

const FLAGS: &[Flag] = &[("resource-type", Takes::One), ("iam-endpoint", Takes::One)];

/// The command.
pub(super) const CREATE_DEFAULT_ROLE: Command = command!(
    "create-default-role",
    "DLM",
    "Create the default role of the service, unless it exists.",
    "[--resource-type snapshot|image]",
    FLAGS,
    run
);

/// The trust policy of the role.
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "", "Effect": "Allow", "Principal": {"Service": "dlm.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#;

fn run(_: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("create-default-role", &[], FLAGS, arguments)?;
    let (role, policy) = match given.text("resource-type").unwrap_or("snapshot") {
        "snapshot" => ("AWSDataLifecycleManagerDefaultRole", "AWSDataLifecycleManagerServiceRole"),
        "image" => {
            ("AWSDataLifecycleManagerDefaultRoleForAMIManagement", "AWSDataLifecycleManagerServiceRoleForAMIManagement")
        }
        other => {
            let message =
                format!("argument --resource-type: Found invalid choice '{other}', expected snapshot or image");
            return Err(Failure::usage(message, None));
        }
    };
    let iam = Iam::new(globals, given.text("iam-endpoint").map(str::to_owned))?;
    if iam.find("GetRole", &[("RoleName", role)])?.is_some() {
        return Ok(());
    }
    let region = iam.caller().config().region().map(ToString::to_string).unwrap_or_default();
    let partition = match region.split('-').next() {
        Some("cn") => "aws-cn",
        Some("us") if region.starts_with("us-gov") => "aws-us-gov",
        _ => "aws",
    };
    let arn = format!("arn:{partition}:iam::aws:policy/service-role/{policy}");
    let Some(found) = iam.find("GetPolicy", &[("PolicyArn", &arn)])? else { return Ok(()) };
    let created = iam.call("CreateRole", &[("RoleName", role), ("AssumeRolePolicyDocument", TRUST)])?;
    iam.call("AttachRolePolicy", &[("PolicyArn", &arn), ("RoleName", role)])?;
    let mut result: Fields = [("RolePolicy".to_owned(), Value::Object(found))].into_iter().collect();
    created.iter().for_each(|(name, value)| result.set(name, value.clone()));
    print(&ResultFormat::new(globals)?.write("create-role", &Value::Object(result))?)
}
