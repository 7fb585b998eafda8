//! `deploy`: a revision is where its bundle is.

use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::{Custom, optional, part};

const CODEDEPLOY: &str = "CodeDeploy";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    part(CODEDEPLOY, "create-deployment", "s3-location", "revision.s3Location"),
    part(CODEDEPLOY, "create-deployment", "github-location", "revision.gitHubLocation"),
    optional(CODEDEPLOY, "register-application-revision", "revision"),
    part(CODEDEPLOY, "register-application-revision", "s3-location", "revision.s3Location"),
    part(CODEDEPLOY, "register-application-revision", "github-location", "revision.gitHubLocation"),
    optional(CODEDEPLOY, "get-application-revision", "revision"),
    part(CODEDEPLOY, "get-application-revision", "s3-location", "revision.s3Location"),
    part(CODEDEPLOY, "get-application-revision", "github-location", "revision.gitHubLocation"),
    part("Config Service", "put-configuration-recorder", "recording-group", "ConfigurationRecorder.recordingGroup"),
];

/// Says of what type a revision is that was given by its place.
pub(super) fn finish_revision(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::Object(revision)) = values.get_mut("revision") else { return Ok(()) };
    for (location, kind) in [("s3Location", "S3"), ("gitHubLocation", "GitHub")] {
        if revision.contains(location) && !revision.contains("revisionType") {
            revision.push("revisionType", Value::string(kind));
        }
    }
    Ok(())
}
