//! What a client is configured with.
//!
//! The names are the official SDK's. [`Loader`] fills a configuration from environment and
//! profiles; with the feature `aws-config`, an `SdkConfig` does.

mod app_name;
mod attempt;
#[cfg(feature = "aws-config")]
mod aws;
mod builder;
mod chain;
mod endpoints;
mod error;
#[cfg(feature = "interceptors")]
pub mod interceptors;
mod loader;
mod policy;
mod services;
mod settings;
mod stall;
#[cfg(feature = "test-util")]
mod test_defaults;

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::SystemTime;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::Token;
pub use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
pub use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
pub use aws_smithy_async::time::{SharedTimeSource, TimeSource};
pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
pub use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
pub use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
#[cfg(feature = "aws-config")]
pub use aws_types::SdkConfig;

pub use crate::credentials::{
    CredentialsChain, CredentialsError, EnvironmentCredentials, MfaFuture, MfaPrompt, ProfileCredentials,
};
pub use crate::environment::Environment;
pub use crate::http::{HttpClient, IntoHttpClient, SharedHttpClient};
pub use crate::profile::{Profile, ProfileError, Profiles, SsoSession};
pub use crate::region::Region;
pub use crate::validate::ValidationPolicy;

pub use app_name::{AppName, InvalidAppName};
pub(crate) use attempt::AttemptHook;
pub use attempt::{Attempt, AttemptOutcome};
pub use builder::Builder;
pub use chain::{ChainContext, ProviderChain};
pub use error::{ConfigError, ConfigErrors};
#[cfg(feature = "interceptors")]
pub use interceptors::{ConfigBag, Intercept, RuntimeComponents, SharedInterceptor};
pub use loader::Loader;
pub use policy::validation_policy;
pub use services::{AccountIdEndpointMode, EndpointParam};

#[doc(hidden)]
pub use endpoints::endpoint_variable;

use crate::credentials::CachedCredentials;
use crate::http::Mutation;
use crate::service::Service;
use retry::RetryConfig;
use settings::Settings;
use timeout::TimeoutConfig;

/// How failed attempts are made again.
pub mod retry {
    pub use aws_smithy_types::retry::{ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode};
}

/// How long things may take.
pub mod timeout {
    pub use aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
}

/// Requests and answers.
pub mod http {
    pub use crate::error::{ConnectorError, ConnectorErrorKind};
    pub use crate::http::{HttpFuture, HttpRequest, StreamingFuture, StreamingResponse};
    #[cfg(feature = "http")]
    pub use crate::http::{HyperClient, HyperClientBuilder};
    pub use crate::message::{Headers, RequestBody, Response, StatusCode};
    pub use crate::result::HttpResponse;
}

/// A client's configuration. Cheap to clone.
#[derive(Clone)]
pub struct Config {
    settings: Arc<Settings>,
}

/// What tells the clones of a configuration from others.
pub(crate) struct Identity(Weak<Settings>);

impl Identity {
    /// Whether it is that of this configuration.
    pub(crate) fn is_of(&self, config: &Config) -> bool {
        // The weak reference keeps the address from being used for another.
        std::ptr::eq(self.0.as_ptr(), Arc::as_ptr(&config.settings))
    }
}

impl Config {
    /// Starts to build a configuration, with nothing set.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A builder with what is set here.
    pub fn to_builder(&self) -> Builder {
        Builder { settings: (*self.settings).clone() }
    }

    /// This configuration with whatever the builder sets in its place.
    pub fn with_overrides(&self, overrides: Builder) -> Self {
        let mut settings = overrides.settings.or(&self.settings);
        settings.fill_timeouts();
        Self { settings: Arc::new(settings) }
    }

    /// The region.
    pub fn region(&self) -> Option<&Region> {
        self.settings.region.as_ref()
    }

    /// The provider of the keys that sign requests.
    pub fn credentials_provider(&self) -> Option<SharedCredentialsProvider> {
        self.settings.credentials.as_ref().map(|it| it.provider().clone())
    }

    /// The URL set with [`Builder::endpoint_url`].
    pub fn endpoint_url(&self) -> Option<&str> {
        self.settings.endpoint_url.as_deref()
    }

    /// The URL for a service: the one set with [`Builder::endpoint_url`], else the one that
    /// environment or profile have for the service, else theirs for all services.
    pub fn endpoint_url_of(&self, service: &Service) -> Option<String> {
        self.configured_endpoint(service).ok().flatten()
    }

    /// The same. The error says which line of the shared files cannot be read.
    pub(crate) fn configured_endpoint(&self, service: &Service) -> Result<Option<String>, String> {
        match (self.endpoint_url(), &self.settings.configured_endpoints) {
            (Some(url), _) => Ok(Some(url.to_owned())),
            (None, Some(configured)) => configured.endpoint_url(service.sdk_id),
            (None, None) => Ok(None),
        }
    }

    /// What tells the clones of this configuration from others, without keeping it.
    pub(crate) fn identity(&self) -> Identity {
        Identity(Arc::downgrade(&self.settings))
    }

    /// How failed attempts are made again, where it is not the default.
    pub fn retry_config(&self) -> Option<&RetryConfig> {
        self.settings.retry_config.as_ref()
    }

    /// How long things may take, where it is not the default. What was not set in it is filled in.
    pub fn timeout_config(&self) -> Option<&TimeoutConfig> {
        self.settings.timeout_config.as_ref()
    }

    /// How failed attempts are made again, the default included.
    #[doc(hidden)]
    pub fn retry(&self) -> &RetryConfig {
        self.retry_config().unwrap_or(&settings::DEFAULT_RETRY)
    }

    /// Whether the rate of attempts follows what the service takes.
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

    /// The connector, where it is not the default one.
    pub fn http_client(&self) -> Option<SharedHttpClient> {
        self.settings.http_client.clone()
    }

    /// The PEM file whose certificates the default connector trusts instead of the system's.
    pub fn ca_bundle(&self) -> Option<&std::path::Path> {
        self.settings.ca_bundle.as_deref()
    }

    /// Whether endpoints have to meet FIPS 140.
    pub fn use_fips(&self) -> bool {
        self.settings.use_fips.unwrap_or(false)
    }

    /// Whether endpoints have to be reached by IPv4 and IPv6.
    pub fn use_dual_stack(&self) -> bool {
        self.settings.use_dual_stack.unwrap_or(false)
    }

    /// Whether operations that have a host of their own are sent to the service's nonetheless.
    pub fn disable_host_prefix_injection(&self) -> bool {
        self.settings.disable_host_prefix_injection.unwrap_or(false)
    }

    /// What happens to inputs that break constraints. Where it is not set, `TINSMITH_VALIDATION`
    /// decides: `enforce`, `warn` or `off`.
    pub fn validation(&self) -> ValidationPolicy {
        self.settings.validation.unwrap_or_else(policy::of_process)
    }

    /// How long the provider of credentials may take.
    pub fn credentials_timeout(&self) -> std::time::Duration {
        self.settings.credentials_timeout.unwrap_or(settings::DEFAULT_CREDENTIALS_TIMEOUT)
    }

    /// The most bytes that the body of a response may have, where it is not the default.
    pub fn max_response_bytes(&self) -> Option<usize> {
        self.settings.max_response_bytes
    }

    /// Whether the clock is left alone, where that was set.
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

    /// What pauses between attempts and ends calls that take too long, where it is not tokio.
    pub fn sleep_impl(&self) -> Option<SharedAsyncSleep> {
        self.settings.sleep_impl.clone()
    }

    /// The time.
    pub fn now(&self) -> SystemTime {
        self.settings.time_source.as_ref().map_or_else(SystemTime::now, SharedTimeSource::now)
    }

    pub(crate) fn mutations(&self) -> &[Mutation] {
        &self.settings.mutations
    }

    /// The keys that sign requests, and their cache.
    #[doc(hidden)]
    pub fn credentials(&self) -> Option<&Arc<CachedCredentials>> {
        self.settings.credentials.as_ref()
    }

    /// Whether there is what pauses: a sleep of the user's own, or else tokio, which panics where
    /// it does not run.
    pub(crate) fn can_sleep(&self) -> bool {
        self.settings.sleep_impl.is_some() || tokio::runtime::Handle::try_current().is_ok()
    }

    /// The time itself, and not what tests may put in the place of pauses. Without anything that keeps it,
    /// it never ends.
    pub(crate) fn sleep_for_real(&self, duration: std::time::Duration) -> Sleep {
        match &self.settings.sleep_impl {
            _ if tokio::runtime::Handle::try_current().is_ok() => Sleep::new(tokio::time::sleep(duration)),
            Some(it) => it.sleep(duration),
            None => Sleep::new(std::future::pending()),
        }
    }

    /// A pause, where there can be one.
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
