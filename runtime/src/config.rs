//! Configuration of a client.
//!
//! The names are those of the official SDK. With the feature `loader`, `Loader` reads a configuration from the
//! environment and profiles; with the feature `aws-config`, it can be converted from an `SdkConfig`.

mod account;
mod app_name;
mod attempt;
#[cfg(feature = "aws-config")]
mod aws;
mod builder;
#[cfg(feature = "loader")]
mod chain;
#[cfg(feature = "loader")]
mod endpoints;
#[cfg(feature = "loader")]
mod error;
#[cfg(feature = "interceptors")]
pub mod interceptors;
#[cfg(feature = "loader")]
mod loader;
#[cfg(feature = "loader")]
mod outside;
#[cfg(not(feature = "loader"))]
#[path = "config/no_outside.rs"]
mod outside;
mod policy;
mod services;
mod settings;
mod stall;
#[cfg(feature = "test-util")]
mod test_defaults;

use std::fmt;
use std::sync::{Arc, OnceLock, Weak};
use std::time::SystemTime;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::Token;
pub use aws_credential_types::provider::error::TokenError;
pub use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
pub use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
pub use aws_smithy_async::time::{SharedTimeSource, TimeSource};
pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
pub use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
pub use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
#[cfg(feature = "aws-config")]
pub use aws_types::SdkConfig;

pub use crate::credentials::CredentialsError;
#[cfg(feature = "loader")]
pub use crate::credentials::{CredentialsChain, EnvironmentCredentials, MfaFuture, MfaPrompt, ProfileCredentials};
#[cfg(feature = "loader")]
pub use crate::environment::Environment;
pub use crate::http::{HttpClient, IntoHttpClient, SharedHttpClient};
#[cfg(feature = "loader")]
pub use crate::profile::{Profile, ProfileError, Profiles, Services, SsoSession};
pub use crate::region::Region;
pub use crate::validate::ValidationPolicy;

pub use account::AccountIdEndpointMode;
pub(crate) use account::name_of as account_mode_name;
pub use app_name::{AppName, InvalidAppName};
pub(crate) use attempt::AttemptHook;
pub use attempt::{Attempt, AttemptOutcome};
pub use builder::Builder;
#[cfg(feature = "loader")]
pub use chain::{ChainContext, ProviderChain};
#[cfg(feature = "loader")]
pub use error::{ConfigError, ConfigErrors};
#[cfg(feature = "interceptors")]
pub use interceptors::{ConfigBag, Intercept, RuntimeComponents, SharedInterceptor};
#[cfg(feature = "loader")]
pub use loader::Loader;
#[cfg(feature = "loader")]
pub use policy::validation_policy;
pub use services::EndpointParam;
pub(crate) use services::Login;

#[doc(hidden)]
#[cfg(feature = "loader")]
pub use endpoints::endpoint_variable;

use crate::credentials::CachedCredentials;
use crate::http::Mutation;
use crate::service::Service;
use retry::RetryConfig;
use settings::Settings;
use timeout::TimeoutConfig;

/// Configuration of retries.
pub mod retry {
    pub use aws_smithy_types::retry::{ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode};
}

/// Configuration of timeouts.
pub mod timeout {
    pub use aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
}

/// Types for HTTP requests and responses.
pub mod http {
    pub use aws_smithy_types::body::{Error as BodyError, SdkBody};
    pub use aws_smithy_types::byte_stream::ByteStream;
    pub use bytes::Bytes;
    pub use http_body::Body as HttpBody;

    pub use crate::error::{ConnectorError, ConnectorErrorKind, TransportError};
    pub use crate::http::{HttpFuture, HttpRequest, StreamingFuture, StreamingResponse};
    #[cfg(feature = "http")]
    pub use crate::http::{HyperClient, HyperClientBuilder};
    pub use crate::message::{Body, Headers, RequestBody, Response, StatusCode};
    pub use crate::result::HttpResponse;
}

/// A client's configuration. Cheap to clone.
#[derive(Clone)]
pub struct Config {
    settings: Arc<Settings>,
}

/// The default connector, created on first use. `None` if none is compiled in.
pub(crate) type DefaultConnector = Arc<ConnectorOnce>;
pub(crate) type ConnectorOnce = OnceLock<Option<SharedHttpClient>>;

/// Identifies a configuration and its clones.
pub(crate) struct Identity(Weak<Settings>);

impl Identity {
    /// Whether it identifies this configuration.
    pub(crate) fn is_of(&self, config: &Config) -> bool {
        // The weak reference keeps the allocation alive, so its address is not reused.
        std::ptr::eq(self.0.as_ptr(), Arc::as_ptr(&config.settings))
    }
}

impl Config {
    /// Creates a builder with nothing set.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Creates a builder with the settings of this configuration.
    pub fn to_builder(&self) -> Builder {
        Builder { settings: (*self.settings).clone() }
    }

    /// Returns this configuration with the settings of the builder in place of its own.
    #[inline]
    pub fn with_overrides(&self, overrides: Builder) -> Self {
        let mut settings = overrides.settings.or(&self.settings);
        settings.fill_timeouts();
        Self { settings: Arc::new(settings) }
    }

    /// The region.
    pub fn region(&self) -> Option<&Region> {
        self.settings.region.as_ref()
    }

    /// The credentials provider.
    pub fn credentials_provider(&self) -> Option<SharedCredentialsProvider> {
        self.settings.credentials.as_ref().map(|it| it.provider().clone())
    }

    /// The URL set with [`Builder::endpoint_url`].
    pub fn endpoint_url(&self) -> Option<&str> {
        self.settings.endpoint_url.as_deref()
    }

    /// The URL configured for a service: the one set with [`Builder::endpoint_url`], else the service's own in
    /// environment or profile, else the general one there.
    pub fn endpoint_url_of(&self, service: &Service) -> Option<String> {
        self.configured_endpoint(service).ok().flatten()
    }

    /// Like [`endpoint_url_of`](Self::endpoint_url_of). The error says which line of the shared files cannot be read.
    pub(crate) fn configured_endpoint(&self, service: &Service) -> Result<Option<String>, String> {
        match self.endpoint_url() {
            Some(url) => Ok(Some(url.to_owned())),
            None => self.settings.outside.endpoint_url(service),
        }
    }

    /// Identifies this configuration and its clones, without keeping it alive.
    pub(crate) fn identity(&self) -> Identity {
        Identity(Arc::downgrade(&self.settings))
    }

    /// The configured retries, if they are not the default.
    pub fn retry_config(&self) -> Option<&RetryConfig> {
        self.settings.retry_config.as_ref()
    }

    /// The configured timeouts, if they are not the default. Timeouts that were not set have their default.
    pub fn timeout_config(&self) -> Option<&TimeoutConfig> {
        self.settings.timeout_config.as_ref()
    }

    /// The configuration of retries, or its default.
    #[doc(hidden)]
    pub fn retry(&self) -> &RetryConfig {
        self.retry_config().unwrap_or(&settings::DEFAULT_RETRY)
    }

    /// Whether the rate of attempts adapts to throttling.
    pub(crate) fn is_adaptive(&self) -> bool {
        self.retry().mode() == retry::RetryMode::Adaptive
    }

    pub(crate) fn timeouts(&self) -> &TimeoutConfig {
        self.timeout_config().unwrap_or(&settings::DEFAULT_TIMEOUT)
    }

    /// The application's name in the `user-agent`.
    pub fn app_name(&self) -> Option<&AppName> {
        self.settings.app_name.as_ref()
    }

    /// The configured connector, if it is not the default one.
    pub fn http_client(&self) -> Option<SharedHttpClient> {
        self.settings.http_client.clone()
    }

    /// The default connector of the clients of this configuration.
    pub(crate) fn default_connector(&self) -> DefaultConnector {
        self.settings.connector.clone().unwrap_or_default()
    }

    /// The PEM file whose certificates the default connector trusts instead of the system's.
    pub fn ca_bundle(&self) -> Option<&std::path::Path> {
        self.settings.ca_bundle.as_deref()
    }

    /// Whether to use endpoints that meet FIPS 140.
    pub fn use_fips(&self) -> bool {
        self.settings.use_fips.unwrap_or(false)
    }

    /// Whether to use endpoints that support both IPv4 and IPv6.
    pub fn use_dual_stack(&self) -> bool {
        self.settings.use_dual_stack.unwrap_or(false)
    }

    /// Whether to send all operations to the service's host, even those whose host name has a prefix.
    pub fn disable_host_prefix_injection(&self) -> bool {
        self.settings.disable_host_prefix_injection.unwrap_or(false)
    }

    /// How inputs that break constraints are handled. If not set, `TINSMITH_VALIDATION` decides: `enforce`, `warn` or
    /// `off`.
    pub fn validation(&self) -> ValidationPolicy {
        self.settings.validation.unwrap_or_else(policy::of_process)
    }

    /// The time limit for loading credentials.
    pub fn credentials_timeout(&self) -> std::time::Duration {
        self.settings.credentials_timeout.unwrap_or(settings::DEFAULT_CREDENTIALS_TIMEOUT)
    }

    /// The maximum size of a response body in bytes, if it is not the default.
    pub fn max_response_bytes(&self) -> Option<usize> {
        self.settings.max_response_bytes
    }

    /// Whether the correction of clock skew is disabled, if set.
    pub fn disable_clock_skew_correction(&self) -> Option<bool> {
        self.settings.disable_clock_skew_correction
    }

    pub(crate) fn is_clock_skew_correction_disabled(&self) -> bool {
        self.disable_clock_skew_correction().unwrap_or(false)
    }

    /// Whether requests are sent without a signature.
    pub fn is_no_auth_allowed(&self) -> bool {
        self.settings.allow_no_auth.unwrap_or(false)
    }

    /// The clock.
    pub fn time_source(&self) -> Option<SharedTimeSource> {
        Some(self.settings.time_source.clone().unwrap_or_default())
    }

    /// The implementation of sleep, for pauses and timeouts, if it is not tokio's.
    pub fn sleep_impl(&self) -> Option<SharedAsyncSleep> {
        self.settings.sleep_impl.clone()
    }

    /// The current time of the clock.
    pub fn now(&self) -> SystemTime {
        self.settings.time_source.as_ref().map_or_else(SystemTime::now, SharedTimeSource::now)
    }

    pub(crate) fn is_payload_unsigned(&self) -> bool {
        self.settings.is_payload_unsigned
    }

    pub(crate) fn mutations(&self) -> &[Mutation] {
        &self.settings.mutations
    }

    /// The credentials provider with its cache.
    #[doc(hidden)]
    pub fn credentials(&self) -> Option<&Arc<CachedCredentials>> {
        self.settings.credentials.as_ref()
    }

    /// Whether pauses and timeouts work: with a configured sleep, or inside a tokio runtime, outside of which tokio's
    /// sleep panics.
    pub(crate) fn can_sleep(&self) -> bool {
        self.settings.sleep_impl.is_some() || tokio::runtime::Handle::try_current().is_ok()
    }

    /// Sleeps in real time, even if tests replaced pauses. If nothing can measure the time, never ends.
    pub(crate) fn sleep_for_real(&self, duration: std::time::Duration) -> Sleep {
        match &self.settings.sleep_impl {
            _ if tokio::runtime::Handle::try_current().is_ok() => Sleep::new(tokio::time::sleep(duration)),
            Some(it) => it.sleep(duration),
            None => Sleep::new(std::future::pending()),
        }
    }

    /// Pauses, if a sleep is available.
    pub(crate) fn sleep(&self, duration: std::time::Duration) -> Sleep {
        match &self.settings.sleep_impl {
            Some(it) => it.sleep(duration),
            None => Sleep::new(tokio::time::sleep(duration)),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.debug("Config", f)
    }
}
