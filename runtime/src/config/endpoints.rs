//! Endpoint URLs of single services in environment and profile.

use std::fmt::Debug;
use std::sync::Arc;

use super::Environment;
use crate::profile::Profiles;

/// A source of configured endpoint URLs.
pub(crate) trait ConfiguredEndpoints: Debug + Send + Sync {
    /// The URL configured for the service with this SDK id. The error says what cannot be read, and where.
    fn endpoint_url(&self, sdk_id: &str) -> Result<Option<String>, String>;
}

/// The environment variable with the URL of one service.
pub fn endpoint_variable(sdk_id: &str) -> String {
    let mut name = String::with_capacity("AWS_ENDPOINT_URL_".len() + sdk_id.len());
    name.push_str("AWS_ENDPOINT_URL_");
    name.extend(sdk_id.chars().map(|c| if matches!(c, ' ' | '-') { '_' } else { c.to_ascii_uppercase() }));
    name
}

/// URLs in environment and profile, in the order of the AWS SDKs: a service's own URL before the general one, and the
/// environment before the profile.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    pub(super) environment: Environment,
    pub(super) profiles: Arc<Profiles>,
    pub(super) profile: String,
}

impl ConfiguredEndpoints for Sources {
    fn endpoint_url(&self, sdk_id: &str) -> Result<Option<String>, String> {
        let variable = endpoint_variable(sdk_id);
        if let Some(url) = self.environment.get(&variable).or_else(|| self.environment.get("AWS_ENDPOINT_URL")) {
            return Ok(Some(url.to_owned()));
        }
        let Some(profile) = self.profiles.get(&self.profile) else { return Ok(None) };
        if let Some(mistake) = profile.mistake_for_service(sdk_id) {
            return Err(mistake.to_string());
        }
        let url = profile.get_for_service(sdk_id, "endpoint_url").or_else(|| profile.get("endpoint_url"));
        Ok(url.map(str::to_owned))
    }
}
