//! Settings of some services: endpoint parameters, authentication, checksums.

use std::fmt;

use aws_credential_types::Token;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use zeroize::Zeroizing;

use super::{AccountIdEndpointMode, Config};
use crate::service::Service;

/// The default of the smallest request size, in bytes, that is compressed.
const MIN_COMPRESSION_BYTES: u32 = 10_240;

/// The settings, as far as they are set.
#[derive(Clone, Default)]
pub(super) struct ServiceSettings {
    /// Endpoint parameters by name.
    pub(super) endpoint_params: Vec<(&'static str, EndpointParam)>,
    pub(super) account_id_endpoint_mode: Option<AccountIdEndpointMode>,
    pub(super) endpoint_discovery_enabled: Option<bool>,
    pub(super) auth_scheme_preference: Option<Vec<String>>,
    pub(super) sigv4a_signing_region_set: Option<String>,
    pub(super) token_provider: Option<SharedTokenProvider>,
    pub(super) api_key: Option<Token>,
    pub(super) basic_auth: Option<Token>,
    pub(super) digest_auth: Option<Login>,
    pub(super) request_checksum_calculation: Option<RequestChecksumCalculation>,
    pub(super) request_checksum_algorithm: Option<&'static str>,
    pub(super) response_checksum_validation: Option<ResponseChecksumValidation>,
    pub(super) disable_request_compression: Option<bool>,
    pub(super) request_min_compression_size_bytes: Option<u32>,
    pub(super) payload_signing: Option<bool>,
}

/// User name and password of digest authentication.
#[derive(Clone)]
#[cfg_attr(not(feature = "digest-auth"), expect(dead_code, reason = "nothing responds to challenges"))]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) password: Zeroizing<String>,
}

/// The value of an endpoint parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointParam {
    /// A boolean.
    Bool(bool),
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
}

impl From<bool> for EndpointParam {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<String> for EndpointParam {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<String>> for EndpointParam {
    fn from(value: Vec<String>) -> Self {
        Self::Texts(value)
    }
}

impl ServiceSettings {
    /// Returns these settings, with those of `other` for what is not set.
    #[inline]
    pub(super) fn or(self, other: &Self) -> Self {
        let mut endpoint_params = self.endpoint_params;
        for (name, value) in &other.endpoint_params {
            if !endpoint_params.iter().any(|(known, _)| known == name) {
                endpoint_params.push((name, value.clone()));
            }
        }
        Self {
            endpoint_params,
            account_id_endpoint_mode: self.account_id_endpoint_mode.or_else(|| other.account_id_endpoint_mode.clone()),
            endpoint_discovery_enabled: self.endpoint_discovery_enabled.or(other.endpoint_discovery_enabled),
            auth_scheme_preference: self.auth_scheme_preference.or_else(|| other.auth_scheme_preference.clone()),
            sigv4a_signing_region_set: self
                .sigv4a_signing_region_set
                .or_else(|| other.sigv4a_signing_region_set.clone()),
            token_provider: self.token_provider.or_else(|| other.token_provider.clone()),
            api_key: self.api_key.or_else(|| other.api_key.clone()),
            basic_auth: self.basic_auth.or_else(|| other.basic_auth.clone()),
            digest_auth: self.digest_auth.or_else(|| other.digest_auth.clone()),
            request_checksum_calculation: self.request_checksum_calculation.or(other.request_checksum_calculation),
            request_checksum_algorithm: self.request_checksum_algorithm.or(other.request_checksum_algorithm),
            response_checksum_validation: self.response_checksum_validation.or(other.response_checksum_validation),
            disable_request_compression: self.disable_request_compression.or(other.disable_request_compression),
            request_min_compression_size_bytes: self
                .request_min_compression_size_bytes
                .or(other.request_min_compression_size_bytes),
            payload_signing: self.payload_signing.or(other.payload_signing),
        }
    }
}

impl fmt::Debug for ServiceSettings {
    /// Shows the settings without tokens and keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceSettings")
            .field("endpoint_params", &self.endpoint_params)
            .field("account_id_endpoint_mode", &self.account_id_endpoint_mode)
            .field("auth_scheme_preference", &self.auth_scheme_preference)
            .field("has_token", &self.token_provider.is_some())
            .field("request_checksum_calculation", &self.request_checksum_calculation)
            .field("response_checksum_validation", &self.response_checksum_validation)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// The endpoint parameters that are set, by name.
    pub(crate) fn endpoint_params(&self) -> &[(&'static str, EndpointParam)] {
        &self.settings.services.endpoint_params
    }

    /// Whether to use account-based endpoints, if the service has them.
    pub fn account_id_endpoint_mode(&self) -> AccountIdEndpointMode {
        self.settings.services.account_id_endpoint_mode.clone().unwrap_or_default()
    }

    /// Whether to ask services with endpoint discovery where to send requests. If not set, only those that require it.
    pub fn endpoint_discovery_enabled(&self) -> Option<bool> {
        self.settings.services.endpoint_discovery_enabled
    }

    /// The authentication schemes in order of preference.
    pub fn auth_scheme_preference(&self) -> &[String] {
        self.settings.services.auth_scheme_preference.as_deref().unwrap_or_default()
    }

    pub(crate) fn token_provider(&self) -> Option<&SharedTokenProvider> {
        self.settings.services.token_provider.as_ref()
    }

    /// The bearer token of a service in the environment, from `AWS_BEARER_TOKEN_<SERVICE>`.
    pub(crate) fn bearer_token_of(&self, service: &Service) -> Option<&str> {
        self.settings.outside.variable("AWS_BEARER_TOKEN_", service)
    }

    /// The API key, or else that of the service in the environment, from `API_KEY_<SERVICE>`.
    pub(crate) fn api_key_of(&self, service: &Service) -> Option<&str> {
        let key = self.settings.services.api_key.as_ref().map(Token::token);
        key.or_else(|| self.settings.outside.variable("API_KEY_", service))
    }

    /// User name and password, encoded for the header field. They are those of the service in the environment, as
    /// `user:password` in `BASIC_AUTH_<SERVICE>`, unless they are set.
    pub(crate) fn basic_auth_of(&self, service: &Service) -> Option<Zeroizing<String>> {
        let login = self.settings.services.basic_auth.as_ref().map(|it| it.token().to_owned());
        let of_environment =
            || self.settings.outside.variable("BASIC_AUTH_", service).map(aws_smithy_types::base64::encode);
        login.or_else(of_environment).map(Zeroizing::new)
    }

    /// User name and password for digest authentication, or else those of the service in the environment, as
    /// `user:password` in `DIGEST_AUTH_<SERVICE>`.
    pub(crate) fn digest_auth_of(&self, service: &Service) -> Option<Login> {
        let of_environment = || {
            let (user, password) = self.settings.outside.variable("DIGEST_AUTH_", service)?.split_once(':')?;
            Some(Login { user: user.to_owned(), password: password.to_owned().into() })
        };
        self.settings.services.digest_auth.clone().or_else(of_environment)
    }

    /// The end of the names of the service's variables, if the environment is read.
    pub(crate) fn variables_of(&self, service: &Service) -> Option<String> {
        self.settings.outside.variables_of(service)
    }

    /// The regions where asymmetric signatures are valid, separated by commas, if they are set.
    pub fn sigv4a_signing_region_set(&self) -> Option<&str> {
        self.settings.services.sigv4a_signing_region_set.as_deref()
    }

    /// The provider of bearer tokens of the profile.
    pub(crate) fn profile_tokens(&self) -> Option<&SharedTokenProvider> {
        self.settings.outside.profile_tokens()
    }

    /// When to add a checksum to requests.
    pub fn request_checksum_calculation(&self) -> RequestChecksumCalculation {
        self.settings.services.request_checksum_calculation.unwrap_or_default()
    }

    /// The algorithm of the checksums of requests that name none.
    pub fn request_checksum_algorithm(&self) -> &'static str {
        self.settings.services.request_checksum_algorithm.unwrap_or("CRC32")
    }

    /// When to validate the checksums of responses.
    pub fn response_checksum_validation(&self) -> ResponseChecksumValidation {
        self.settings.services.response_checksum_validation.unwrap_or_default()
    }

    /// The smallest request size, in bytes, that is compressed. `None` if compression is disabled.
    pub(crate) fn min_compression_bytes(&self) -> Option<usize> {
        let services = &self.settings.services;
        let bytes = services.request_min_compression_size_bytes.unwrap_or(MIN_COMPRESSION_BYTES);
        (!services.disable_request_compression.unwrap_or(false)).then_some(bytes as usize)
    }

    /// Whether the signature covers streamed bodies over HTTPS too.
    pub(crate) fn signs_payloads(&self) -> bool {
        self.settings.services.payload_signing.unwrap_or(false)
    }
}
