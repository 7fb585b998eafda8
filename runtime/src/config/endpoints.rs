//! Endpoint URLs that stand in environment and profile, by service.

use std::fmt::Debug;
use std::sync::Arc;

use super::Environment;
use crate::profile::Profiles;

/// Where the URL of a service may be configured.
pub(crate) trait ConfiguredEndpoints: Debug + Send + Sync {
    /// The URL for the service of this SDK id.
    fn endpoint_url(&self, sdk_id: &str) -> Option<String>;
}

/// The variable that names the URL of one service.
pub(crate) fn endpoint_variable(sdk_id: &str) -> String {
    format!("AWS_ENDPOINT_URL_{}", sdk_id.to_ascii_uppercase().replace([' ', '-'], "_"))
}

/// Those of environment and profile, in the order of the AWS SDKs: the more specific first, and
/// the environment before the profile.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) environment: Environment,
    pub(super) profiles: Arc<Profiles>,
    pub(super) profile: String,
}

impl ConfiguredEndpoints for Loaded {
    fn endpoint_url(&self, sdk_id: &str) -> Option<String> {
        let variable = endpoint_variable(sdk_id);
        let profile = self.profiles.get(&self.profile);
        let url = self.environment.get(&variable).or_else(|| self.environment.get("AWS_ENDPOINT_URL"));
        let url = url.or_else(|| profile?.get_for_service(sdk_id, "endpoint_url"));
        url.or_else(|| profile?.get("endpoint_url")).map(str::to_owned)
    }
}
