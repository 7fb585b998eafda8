//! `deploy`: options for the location of a revision.

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

/// The locations of a revision: the member, the type, the option, and its required members.
const PLACES: &[(&str, &str, &str, &[&str])] = &[
    ("s3Location", "S3", "s3-location", &["bucket", "key", "bundleType"]),
    ("gitHubLocation", "GitHub", "github-location", &["repository", "commitId"]),
];

/// Sets the type of a revision according to its location.
pub(super) fn finish_revision(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::Object(revision)) = values.get_mut("revision") else { return Ok(()) };
    // Of two locations, the one on GitHub counts.
    if revision.contains("gitHubLocation") && !revision.contains("revisionType") {
        revision.remove("s3Location");
    }
    for (location, kind, option, needed) in PLACES {
        if revision.contains("revisionType") {
            continue;
        }
        let Some(Value::Object(place)) = revision.get(location) else { continue };
        if let Some(missing) = needed.iter().find(|name| !place.contains(name)) {
            return Err(Failure::Param(format!("--{option} must specify {}: {missing} is missing", needed.join(", "))));
        }
        revision.push("revisionType", Value::string(*kind));
    }
    Ok(())
}
