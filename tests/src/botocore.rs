//! Models of services from the installed botocore, and what the installed moto implements of them.

use std::process::{Command, Stdio};

use serde_json::Value;
use tinsmith_codegen::import::botocore::{Description, import};
use tinsmith_codegen::model::{Model, Source, load_sources};

use crate::peers;

/// The services that moto implements and tests call: their names in botocore, and of their packages in moto.
pub const SERVICES: [(&str, &str); 16] = [
    ("cloudformation", "cloudformation"),
    ("cloudwatch", "cloudwatch"),
    ("dynamodb", "dynamodb"),
    ("ec2", "ec2"),
    ("ecr", "ecr"),
    ("kms", "kms"),
    ("lambda", "awslambda"),
    ("logs", "logs"),
    ("route53", "route53"),
    ("s3", "s3"),
    ("secretsmanager", "secretsmanager"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
    ("stepfunctions", "stepfunctions"),
    ("sts", "sts"),
];

/// A service in botocore.
pub struct Imported {
    /// The model.
    pub model: Model,
    /// The number of operations in botocore's description.
    pub operations: usize,
    /// The names of the operations that moto implements.
    pub implemented: Vec<String>,
}

/// Imports one of [`SERVICES`] from the botocore that is installed beside moto.
///
/// # Panics
///
/// If the description cannot be converted, because that is what tests are for.
pub fn load(service: &str) -> Result<Imported, String> {
    let (_, package) = SERVICES.iter().find(|(name, _)| *name == service).ok_or("unknown service")?;
    let python = peers::python()?;
    let mut command = Command::new(&python);
    command.args(["-c", include_str!("botocore_description.py"), service, package]).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{} cannot be started: {error}", python.display()))?;
    if !output.status.success() {
        return Err(format!("{} has no working moto; `cargo xtask test` installs it", python.display()));
    }
    let description: Value = serde_json::from_slice(&output.stdout).expect("Python writes JSON");
    let source = |kind: &str| description[kind].as_str().map(|text| Source::new(kind.to_owned(), text.to_owned()));
    let mut parts = Description::of(source("service-2").expect("every service has this file"));
    parts.paginators = source("paginators-1");
    parts.waiters = source("waiters-2");
    parts.endpoint_rules = source("endpoint-rule-set-1");
    let imported = import(&parts).unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let model = load_sources(vec![Source::new(service.to_owned(), imported.text)])
        .unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let implemented = serde_json::from_value(description["operations"].clone()).expect("a list of names");
    Ok(Imported { model, operations: imported.operations, implemented })
}
