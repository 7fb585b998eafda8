//! Settings that an `SdkConfig` has no field for. They are looked up in its environment and profile.

use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use crate::config::loader::{parse_bool, parse_discovery};
use crate::config::{Builder, Environment, policy};

/// Endpoint parameters of Amazon S3: the environment variable, the profile's key, and the parameter.
const S3: [[&str; 3]; 3] = [
    ["AWS_S3_USE_ARN_REGION", "s3_use_arn_region", "UseArnRegion"],
    [
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
        "DisableMultiRegionAccessPoints",
    ],
    ["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "s3_disable_express_session_auth", "DisableS3ExpressSessionAuth"],
];

/// Reads the settings. Invalid ones are logged and ignored, because they may concern other services.
pub(super) fn read(sdk: &SdkConfig, builder: &mut Builder) {
    for [variable, key, param] in S3 {
        builder.set_endpoint_param(param, find(sdk, "S3", variable, key, parse_bool));
    }
    let prefix = find(sdk, "", "AWS_DISABLE_HOST_PREFIX_INJECTION", "disable_host_prefix_injection", parse_bool);
    builder.set_disable_host_prefix_injection(prefix);
    let discovery = find(sdk, "", "AWS_ENABLE_ENDPOINT_DISCOVERY", "endpoint_discovery_enabled", parse_discovery);
    builder.set_endpoint_discovery_enabled(discovery.flatten());
    let parse = |text: &str| policy::parse(text).ok_or_else(|| "expected enforce, warn or off".to_owned());
    builder.set_validation(find(sdk, "", "TINSMITH_VALIDATION", "tinsmith_validation", parse));
    let bundle = find(sdk, "", "AWS_CA_BUNDLE", "ca_bundle", |it| Ok(it.to_owned()));
    builder.settings.ca_bundle = bundle.map(|it| Environment::of_process().path(&it));
}

/// The value of a setting, if it is set and valid.
fn find<T>(
    sdk: &SdkConfig,
    service: &str,
    variable: &str,
    key: &str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let place = ServiceConfigKey::builder().service_id(service).env(variable).profile(key).build().ok()?;
    let text = sdk.service_config()?.load_config(place).filter(|it| !it.is_empty())?;
    match parse(&text) {
        Ok(value) => Some(value),
        Err(reason) => {
            tracing::warn!(variable, key, value = text, reason, "ignoring an invalid setting");
            None
        }
    }
}
