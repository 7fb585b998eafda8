//! What a configuration takes from outside of the program: from environment variables and the profile.

use std::sync::Arc;

use super::endpoints::ConfiguredEndpoints;
use super::{Config, ConfigError, ConfigErrors, Environment, SharedTokenProvider};
use crate::service::Service;

/// What was loaded, as far as it was.
#[derive(Clone, Default)]
pub(super) struct Outside {
    /// The endpoint URLs of single services.
    pub(super) endpoints: Option<Arc<dyn ConfiguredEndpoints>>,
    /// Holds the tokens, keys and passwords of single services.
    pub(super) environment: Option<Environment>,
    /// The provider of bearer tokens of the profile, which is used if no token is set.
    pub(super) profile_tokens: Option<SharedTokenProvider>,
    /// Errors in settings that only some calls use, which fail those calls.
    pub(super) mistakes: Arc<[ConfigError]>,
}

impl Outside {
    /// Returns this, with what `other` has for what is missing.
    #[inline]
    pub(super) fn or(self, other: &Self) -> Self {
        Self {
            endpoints: self.endpoints.or_else(|| other.endpoints.clone()),
            environment: self.environment.or_else(|| other.environment.clone()),
            profile_tokens: self.profile_tokens.or_else(|| other.profile_tokens.clone()),
            mistakes: if self.mistakes.is_empty() { other.mistakes.clone() } else { self.mistakes },
        }
    }

    /// The endpoint URL of a service. The error says which line of the shared files cannot be read.
    pub(super) fn endpoint_url(&self, service: &Service) -> Result<Option<String>, String> {
        self.endpoints.as_ref().map_or(Ok(None), |it| it.endpoint_url(service.sdk_id))
    }

    /// The value of the variable whose name consists of a prefix and the service's name, unless it is blank.
    pub(super) fn variable(&self, prefix: &str, service: &Service) -> Option<&str> {
        let name = prefix.to_owned() + &self.variables_of(service)?;
        self.environment.as_ref()?.get(&name).filter(|it| !it.trim().is_empty())
    }

    /// The end of the names of the service's variables, if the environment is read.
    pub(super) fn variables_of(&self, service: &Service) -> Option<String> {
        self.environment.as_ref()?;
        Some(service.signing_name.chars().map(variable_letter).collect())
    }

    /// The provider of bearer tokens of the profile.
    pub(super) fn profile_tokens(&self) -> Option<&SharedTokenProvider> {
        self.profile_tokens.as_ref()
    }
}

/// Converts a character of a service's name for an environment variable.
fn variable_letter(letter: char) -> char {
    if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' }
}

impl Config {
    /// The errors in those settings of environment and profile that a call uses. A setting is identified by its key in
    /// profiles. Errors in settings that the program sets itself are ignored.
    pub(crate) fn errors_in_used_settings(&self, is_used: impl Fn(&str) -> bool) -> Result<(), ConfigErrors> {
        let is_relevant = |error: &&ConfigError| match error {
            ConfigError::InvalidValue { setting, .. } => is_used(setting) && !self.is_set(setting),
            _ => true,
        };
        let errors: Vec<_> = self.settings.outside.mistakes.iter().filter(is_relevant).cloned().collect();
        if errors.is_empty() { Ok(()) } else { Err(ConfigErrors::new(errors)) }
    }

    /// Whether a setting that only some calls use has a value.
    fn is_set(&self, setting: &str) -> bool {
        let services = &self.settings.services;
        let param = |name: &str| services.endpoint_params.iter().any(|(known, _)| *known == name);
        match setting {
            "s3_use_arn_region" => param("UseArnRegion"),
            "s3_disable_multiregion_access_points" => param("DisableMultiRegionAccessPoints"),
            "s3_disable_express_session_auth" => param("DisableS3ExpressSessionAuth"),
            "disable_host_prefix_injection" => self.settings.disable_host_prefix_injection.is_some(),
            "account_id_endpoint_mode" => services.account_id_endpoint_mode.is_some(),
            "endpoint_discovery_enabled" => services.endpoint_discovery_enabled.is_some(),
            "request_checksum_calculation" => services.request_checksum_calculation.is_some(),
            "response_checksum_validation" => services.response_checksum_validation.is_some(),
            "disable_request_compression" => services.disable_request_compression.is_some(),
            "request_min_compression_size_bytes" => services.request_min_compression_size_bytes.is_some(),
            _ => false,
        }
    }
}
