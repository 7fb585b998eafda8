//! The endpoint of a service, for messages.

use crate::failure::Failure;
use tinsmith_runtime::config::{Config, Region};
use tinsmith_runtime::endpoint::rules::RuleError;
use tinsmith_runtime::endpoint::{self, EndpointError};
use tinsmith_runtime::region::is_host_label;
use tinsmith_runtime::service::Service;

/// The pseudo-region of the partition `aws`.
const GLOBAL: Region = Region::from_static("aws-global");

/// Sets the region of the partition if none is configured and the service, which has regions, can be called without
/// one: the AWS CLI calls these in `us-east-1` then, S3 also at a configured URL.
pub(super) fn with_region(service: &Service, config: Config) -> Config {
    let needs_none = match service.sdk_id {
        "S3" => true,
        "Health" | "STS" => config.endpoint_url_of(service).is_none(),
        _ => false,
    };
    if needs_none && config.region().is_none() { config.to_builder().region(GLOBAL).build() } else { config }
}

/// The URL of requests, for messages of the program with this name.
pub(crate) fn endpoint_url(service: &'static Service, config: &Config, program: &str) -> Result<String, Failure> {
    // The region becomes part of the signature even if it is not in the URL.
    if let Some(region) = config.region().filter(|it| !it.as_ref().is_empty() && !is_host_label(it.as_ref())) {
        return Err(no_endpoint(&EndpointError::InvalidRegion(region.clone()), program));
    }
    let configured = config.endpoint_url_of(service);
    let global = GLOBAL;
    let region = config.region().or(if configured.is_none() { Some(&global) } else { None });
    let params =
        endpoint::Params::configured(region, configured.as_deref(), config.use_fips(), config.use_dual_stack());
    if service.is_at_aws() && config.region().is_none() && (configured.is_some() || !endpoint::is_global(service)) {
        return Err(no_endpoint(&EndpointError::MissingRegion, program));
    }
    match endpoint::resolve(service, &params) {
        Ok(endpoint) => Ok(endpoint.url.join("", "/")),
        // The endpoint depends on the operation, or is rejected without its input. This one is only for messages.
        Err(EndpointError::Rules(RuleError::Missing(_) | RuleError::Refused(_))) if has_own_params(service) => {
            Ok(configured.unwrap_or_else(|| {
                let region = region.map(Region::as_ref).unwrap_or_default();
                format!("https://{}.{region}.amazonaws.com/", service.endpoint_prefix)
            }))
        }
        Err(error) => Err(no_endpoint(&error, program)),
    }
}

/// Whether the endpoint depends on the input of operations, or on the operation.
fn has_own_params(service: &Service) -> bool {
    service.endpoint_rules.is_some_and(|rules| rules.parameters.iter().any(|it| it.built_in.is_none()))
}

/// The failure if there is no endpoint.
pub(super) fn no_endpoint(error: &EndpointError, program: &str) -> Failure {
    match error {
        EndpointError::MissingRegion => Failure::no_region(program),
        EndpointError::InvalidRegion(region) => {
            Failure::General(format!("Provided region_name '{region}' doesn't match a supported format."))
        }
        EndpointError::InvalidUrl(error) => Failure::General(format!("Invalid endpoint: {error}")),
        other => Failure::General(other.to_string()),
    }
}
