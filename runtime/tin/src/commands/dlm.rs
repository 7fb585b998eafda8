//! `dlm create-default-role`: creates the role that the service assumes, unless it exists.
//!
//! Recorded invocations: the family `dlm:create-default-role`.

use tinsmith_cli::command::{Caller, Failure, Fields, Globals, ResultFormat, Takes, Value, fill_values, print};
use tinsmith_cli::{Command, Program, Table};

use super::{Flag, Given, command};
use crate::other_services::service;

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
    let mut for_iam = globals.for_other_service();
    for_iam.endpoint_url = given.text("iam-endpoint").map(str::to_owned);
    let table = service("iam")?;
    let iam = Iam { table, caller: Caller::new(table.service, &for_iam)? };
    if iam.find("GetRole", &[("RoleName", role)])?.is_some() {
        return Ok(());
    }
    let region = iam.caller.config().region().map(ToString::to_string).unwrap_or_default();
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

/// The IAM service.
struct Iam {
    table: &'static Table,
    caller: Caller,
}

impl Iam {
    fn call(&self, operation: &str, values: &[(&str, &str)]) -> Result<Fields, Failure> {
        let missing = || Failure::General(format!("the service iam has no operation {operation}"));
        let found = self.table.tables.find(operation).map_err(Failure::General)?.ok_or_else(missing)?;
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), Value::string(*value))).collect();
        self.caller.call(found, &mut fill_values(found, &values)?)
    }

    /// Calls an operation. `None` if the entity does not exist.
    fn find(&self, operation: &str, values: &[(&str, &str)]) -> Result<Option<Fields>, Failure> {
        match self.call(operation, values) {
            Ok(found) => Ok(Some(found)),
            Err(Failure::Service { details, .. })
                if details.get("Code").and_then(Value::as_str) == Some("NoSuchEntity") =>
            {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}
