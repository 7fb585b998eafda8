//! The settings that a configuration and its builder share.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use super::outside::Outside;
use super::retry::RetryConfig;
use super::services::ServiceSettings;
use super::timeout::TimeoutConfig;
use super::{
    AppName, AttemptHook, DefaultConnector, Region, SharedAsyncSleep, SharedHttpClient, SharedTimeSource,
    StalledStreamProtectionConfig, ValidationPolicy,
};
use crate::credentials::CachedCredentials;
use crate::endpoint::Url;
use crate::http::Mutation;

pub(super) static DEFAULT_RETRY: LazyLock<RetryConfig> = LazyLock::new(RetryConfig::standard);

/// The default timeouts: to connect, that of the official SDK; to read, that of the AWS CLI. No call hangs forever.
pub(super) static DEFAULT_TIMEOUT: LazyLock<TimeoutConfig> = LazyLock::new(|| {
    TimeoutConfig::builder().connect_timeout(Duration::from_millis(3100)).read_timeout(Duration::from_secs(60)).build()
});

/// The default time limit for loading credentials, which may include a prompt.
pub(super) const DEFAULT_CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(300);

/// All settings, as far as they are set.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) region: Option<Region>,
    pub(super) credentials: Option<Arc<CachedCredentials>>,
    pub(super) endpoint_url: Option<String>,
    pub(super) retry_config: Option<RetryConfig>,
    pub(super) timeout_config: Option<TimeoutConfig>,
    pub(super) stalled_stream_protection: Option<StalledStreamProtectionConfig>,
    pub(super) attempt_hook: Option<AttemptHook>,
    pub(super) app_name: Option<AppName>,
    pub(super) http_client: Option<SharedHttpClient>,
    pub(super) ca_bundle: Option<PathBuf>,
    /// The default connector, if several clients share it.
    pub(super) connector: Option<DefaultConnector>,
    pub(super) use_fips: Option<bool>,
    pub(super) use_dual_stack: Option<bool>,
    pub(super) credentials_timeout: Option<Duration>,
    pub(super) max_response_bytes: Option<usize>,
    pub(super) disable_host_prefix_injection: Option<bool>,
    pub(super) disable_clock_skew_correction: Option<bool>,
    pub(super) validation: Option<ValidationPolicy>,
    pub(super) allow_no_auth: Option<bool>,
    pub(super) time_source: Option<SharedTimeSource>,
    pub(super) sleep_impl: Option<SharedAsyncSleep>,
    #[cfg(feature = "interceptors")]
    pub(super) interceptors: Vec<super::SharedInterceptor>,
    pub(super) services: ServiceSettings,
    pub(super) outside: Outside,
    /// Whether signatures leave bodies out.
    pub(super) is_payload_unsigned: bool,
    /// Set for a single call only.
    pub(super) mutations: Vec<Mutation>,
}

impl Settings {
    /// Returns these settings, with those of `other` for what is not set.
    #[inline]
    pub(super) fn or(self, other: &Settings) -> Self {
        let mut timeout_config = self.timeout_config;
        if let (Some(own), Some(other)) = (&mut timeout_config, &other.timeout_config) {
            own.take_defaults_from(other);
        }
        Self {
            region: self.region.or_else(|| other.region.clone()),
            credentials: self.credentials.or_else(|| other.credentials.clone()),
            endpoint_url: self.endpoint_url.or_else(|| other.endpoint_url.clone()),
            retry_config: self.retry_config.or_else(|| other.retry_config.clone()),
            timeout_config: timeout_config.or_else(|| other.timeout_config.clone()),
            stalled_stream_protection: self
                .stalled_stream_protection
                .or_else(|| other.stalled_stream_protection.clone()),
            attempt_hook: self.attempt_hook.or_else(|| other.attempt_hook.clone()),
            app_name: self.app_name.or_else(|| other.app_name.clone()),
            is_payload_unsigned: self.is_payload_unsigned || other.is_payload_unsigned,
            // Made for one CA bundle.
            connector: self.connector.or_else(|| other.connector.clone().filter(|_| self.ca_bundle.is_none())),
            http_client: self.http_client.or_else(|| other.http_client.clone()),
            ca_bundle: self.ca_bundle.or_else(|| other.ca_bundle.clone()),
            use_fips: self.use_fips.or(other.use_fips),
            use_dual_stack: self.use_dual_stack.or(other.use_dual_stack),
            credentials_timeout: self.credentials_timeout.or(other.credentials_timeout),
            max_response_bytes: self.max_response_bytes.or(other.max_response_bytes),
            disable_host_prefix_injection: self.disable_host_prefix_injection.or(other.disable_host_prefix_injection),
            disable_clock_skew_correction: self.disable_clock_skew_correction.or(other.disable_clock_skew_correction),
            validation: self.validation.or(other.validation),
            allow_no_auth: self.allow_no_auth.or(other.allow_no_auth),
            time_source: self.time_source.or_else(|| other.time_source.clone()),
            sleep_impl: self.sleep_impl.or_else(|| other.sleep_impl.clone()),
            #[cfg(feature = "interceptors")]
            interceptors: other.interceptors.iter().cloned().chain(self.interceptors).collect(),
            services: self.services.or(&other.services),
            outside: self.outside.or(&other.outside),
            mutations: self.mutations,
        }
    }

    /// Fills in the default of every timeout that is neither set nor disabled.
    pub(super) fn fill_timeouts(&mut self) {
        if let Some(own) = &mut self.timeout_config {
            own.take_defaults_from(&DEFAULT_TIMEOUT);
        }
    }

    /// Shows the settings without credentials. A URL that is invalid is not shown, because it may hold secrets.
    #[inline]
    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.endpoint_url.as_deref().map(|it| match Url::parse(it) {
            Ok(url) => url.to_string(),
            Err(error) => format!("not a URL: {}", error.reason()),
        });
        f.debug_struct(name)
            .field("region", &self.region)
            .field("has_credentials", &self.credentials.is_some())
            .field("endpoint_url", &url)
            .field("retry_config", &self.retry_config)
            .field("timeout_config", &self.timeout_config)
            .field("stalled_stream_protection", &self.stalled_stream_protection)
            .field("attempt_hook", &self.attempt_hook)
            .field("app_name", &self.app_name)
            .field("http_client", &self.http_client)
            .field("ca_bundle", &self.ca_bundle)
            .field("use_fips", &self.use_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .field("credentials_timeout", &self.credentials_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("disable_host_prefix_injection", &self.disable_host_prefix_injection)
            .field("disable_clock_skew_correction", &self.disable_clock_skew_correction)
            .field("validation", &self.validation)
            .field("allow_no_auth", &self.allow_no_auth)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}
