//! The settings below the key `s3` of a profile that select an endpoint or the signature of bodies, for services whose
//! endpoint rules have the parameters.

use super::failure::Failure;
use super::globals::Globals;
use super::settings::nested_settings;
use tinsmith_runtime::config::Config;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::schema::rules::BuiltIn;
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::shape::{Structure, View};

/// Applies the settings of the profile.
pub(crate) fn apply(service: &'static Service, globals: &Globals, config: Config) -> Result<Config, Failure> {
    let parameters = service.endpoint_rules.map_or(&[][..], |rules| rules.parameters);
    if !parameters.iter().any(|it| it.built_in == Some(BuiltIn::S3Accelerate)) {
        return Ok(config);
    }
    let names = ["addressing_style", "use_accelerate_endpoint", "use_dualstack_endpoint", "payload_signing_enabled"];
    let [style, accelerate, dual_stack, signs_payloads] = nested_settings(globals, "s3", names);
    let is_on = |value: Option<String>| value.is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let mut builder = config.to_builder();
    let in_path = match style.as_deref() {
        // Other servers than those of AWS seldom have a name for each bucket.
        None | Some("auto") => config.endpoint_url_of(service).is_some_and(|url| !is_accelerate(&url)),
        Some("path") => true,
        Some("virtual") => false,
        Some(other) => {
            let message =
                format!("S3 addressing style {other} is invalid. Valid options are: 'auto', 'virtual', and 'path'");
            return Err(Failure::General(message));
        }
    };
    let accelerate = is_on(accelerate);
    builder = builder.force_path_style(in_path && !accelerate);
    if accelerate {
        builder = builder.accelerate(true);
    }
    if is_on(dual_stack) {
        builder = builder.use_dual_stack(true);
    }
    if is_on(signs_payloads) {
        builder = builder.payload_signing(true);
    }
    Ok(builder.build())
}

/// Whether the URL is that of S3 Transfer Acceleration, which has a name for each bucket.
fn is_accelerate(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    host.split('.').next() == Some("s3-accelerate") && host.ends_with("amazonaws.com")
}

/// The configuration of a call of S3 for which the bucket's place in the URL is fixed: an ARN is never in the path, and
/// `GetBucketLocation` always has the bucket there, because its region is not known. `None` for other calls.
pub(crate) fn of_call(config: &Config, operation: &Operation, input: &Dynamic) -> Option<Config> {
    if operation.service.sdk_id != "S3" {
        return None;
    }
    let (index, _) = input.schema().find_member("Bucket")?;
    let is_arn = matches!(input.member(index)?.view(), View::String(bucket) if bucket.starts_with("arn:"));
    let in_path = operation.name == "GetBucketLocation";
    (in_path || is_arn).then(|| config.to_builder().force_path_style(in_path).build())
}
