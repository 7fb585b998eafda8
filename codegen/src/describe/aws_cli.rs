//! The names by which the AWS CLI calls services.
//!
//! Most are the names of botocore's directories. The AWS CLI changes a few in code, so that no model has them.

/// The names of a service in commands of the AWS CLI, if they differ from those in the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AwsCliNames {
    /// The name.
    pub name: Option<&'static str>,
    /// Other names, which lists of commands omit.
    pub second_names: &'static [&'static str],
}

/// The names that differ, by SDK ID.
const NAMES: &[(&str, AwsCliNames)] = &[
    ("AgentToolkit", AwsCliNames { name: Some("agent-toolkit"), second_names: &[] }),
    ("CodeDeploy", AwsCliNames { name: Some("deploy"), second_names: &[] }),
    ("Config Service", AwsCliNames { name: Some("configservice"), second_names: &[] }),
    ("S3", AwsCliNames { name: Some("s3api"), second_names: &[] }),
    ("SageMaker Runtime", AwsCliNames { name: None, second_names: &["runtime.sagemaker"] }),
];

impl AwsCliNames {
    /// The names of the service with this SDK ID.
    pub(super) fn of(sdk_id: &str) -> Self {
        NAMES.iter().find(|(id, _)| *id == sdk_id).map(|(_, names)| *names).unwrap_or_default()
    }
}
