//! Builds a configuration: one pair of setters for each setting, as the official SDK has them.

mod services;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::attempt::{Attempt, AttemptHook};
use super::endpoints::ConfiguredEndpoints;
#[cfg(feature = "interceptors")]
use super::interceptors::{Intercept, SharedInterceptor};
use super::retry::RetryConfig;
use super::settings::Settings;
use super::timeout::TimeoutConfig;
use super::{
    AppName, AsyncSleep, BehaviorVersion, Config, IntoHttpClient, ProvideCredentials, Region, SharedAsyncSleep,
    SharedCredentialsProvider, SharedHttpClient, SharedTimeSource, StalledStreamProtectionConfig, TimeSource,
    ValidationPolicy,
};
use crate::credentials::CachedCredentials;
use crate::http::Mutation;

/// Builds a [`Config`].
#[derive(Clone, Default)]
pub struct Builder {
    pub(super) settings: Settings,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.debug("Builder", f)
    }
}

/// Declares the two setters of a setting: by value, and as an `Option` through a reference.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident, $set:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.settings.$name = Some($name);
            self
        }

        $(#[$doc])* /// `None` leaves the default.
        pub fn $set(&mut self, $name: Option<$type>) -> &mut Self {
            self.settings.$name = $name;
            self
        }
    )*};
}

impl Builder {
    /// The same as [`Config::builder`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the region. `None` leaves it open.
    pub fn region(mut self, region: impl Into<Option<Region>>) -> Self {
        self.settings.region = region.into();
        self
    }

    /// Sets the region. `None` leaves it open.
    pub fn set_region(&mut self, region: Option<Region>) -> &mut Self {
        self.settings.region = region;
        self
    }

    /// Sets the provider of the keys that sign requests. `Credentials` are one.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.set_credentials_provider(Some(SharedCredentialsProvider::new(provider)));
        self
    }

    /// Sets the provider of the keys that sign requests.
    pub fn set_credentials_provider(&mut self, provider: Option<SharedCredentialsProvider>) -> &mut Self {
        self.settings.credentials = provider.map(|it| Arc::new(CachedCredentials::new(it)));
        self
    }

    /// Sets the URL that requests are sent to, such as `http://127.0.0.1:5000`. Its path and
    /// query are kept.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint_url = Some(url.into());
        self
    }

    /// Sets the URL that requests are sent to.
    pub fn set_endpoint_url(&mut self, url: Option<String>) -> &mut Self {
        self.settings.endpoint_url = url;
        self
    }

    /// Sets the connector. A `reqwest::Client` is one with the feature `reqwest`, and those of
    /// `aws-smithy-http-client` are with the feature `aws-config`, its stand-ins for tests among them.
    pub fn http_client<Kind>(mut self, client: impl IntoHttpClient<Kind>) -> Self {
        self.settings.http_client = Some(client.into_http_client());
        self
    }

    /// Sets the connector.
    pub fn set_http_client(&mut self, client: Option<SharedHttpClient>) -> &mut Self {
        self.settings.http_client = client;
        self
    }

    /// Sets the PEM file whose certificates the default connector trusts instead of the system's.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.ca_bundle = Some(path.into());
        self
    }

    setters! {
        /// Sets how failed attempts are made again: by default up to 3 attempts. In adaptive mode
        /// the client also holds attempts back, first ones too, once the service throttles.
        retry_config, set_retry_config: RetryConfig;
        /// Sets how long things may take. What is not set stays at its default: 3.1 s to
        /// connect, 60 s for the answer to come or go on, no limit for attempt and call.
        timeout_config, set_timeout_config: TimeoutConfig;
        /// Sets when an answer that stalls is given up: by default once less than 1 byte per
        /// second has come for 5 s, in the middle of it; a timeout of the connector, and retried.
        /// A request is sent from memory in one piece, so that there is no stream of it to watch,
        /// and what is set for uploads changes nothing: the read timeout is their limit.
        stalled_stream_protection, set_stalled_stream_protection: StalledStreamProtectionConfig;
        /// Sets the application's name in the `user-agent`.
        app_name, set_app_name: AppName;
        /// Sets whether endpoints have to meet FIPS 140.
        use_fips, set_use_fips: bool;
        /// Sets whether endpoints have to be reached by IPv4 and IPv6.
        use_dual_stack, set_use_dual_stack: bool;
        /// Sets how long the provider of credentials may take, retries of its own calls included: by
        /// default five minutes, in which a person can find a code of multi-factor authentication.
        credentials_timeout, set_credentials_timeout: std::time::Duration;
        /// Sets the most bytes that the body of a response may have, which is kept in memory as a whole: by
        /// default 32 MiB. A longer one fails the call, whatever the connector. The body of a response that
        /// streams has no limit.
        max_response_bytes, set_max_response_bytes: usize;
        /// Sets whether operations that have a host of their own, a prefix of the service's, are sent to
        /// the service's host nonetheless, as where a custom endpoint has no such names.
        disable_host_prefix_injection, set_disable_host_prefix_injection: bool;
        /// Sets whether the clock is left alone. By default, a request that the service refuses because
        /// of its time is sent again with the server's time, and later requests of the client are signed
        /// with it. A server whose clock is more than a day away is not believed.
        disable_clock_skew_correction, set_disable_clock_skew_correction: bool;
        /// Sets what happens to inputs that break constraints of length, pattern, range and
        /// uniqueness: by default they are refused. This wins over `TINSMITH_VALIDATION` and the
        /// `tinsmith_validation` of a profile.
        validation, set_validation: ValidationPolicy;
    }

    /// Sends requests without a signature.
    pub fn allow_no_auth(mut self) -> Self {
        self.set_allow_no_auth();
        self
    }

    /// Sends requests without a signature.
    pub fn set_allow_no_auth(&mut self) -> &mut Self {
        self.settings.allow_no_auth = Some(true);
        self
    }

    /// Sets the clock.
    pub fn time_source(mut self, source: impl TimeSource + 'static) -> Self {
        self.settings.time_source = Some(SharedTimeSource::new(source));
        self
    }

    /// Sets the clock.
    pub fn set_time_source(&mut self, source: Option<SharedTimeSource>) -> &mut Self {
        self.settings.time_source = source;
        self
    }

    /// Sets what pauses between attempts and ends calls that take too long: by default tokio.
    pub fn sleep_impl(mut self, sleep: impl AsyncSleep + 'static) -> Self {
        self.settings.sleep_impl = Some(SharedAsyncSleep::new(sleep));
        self
    }

    /// Sets what pauses between attempts and ends calls that take too long.
    pub fn set_sleep_impl(&mut self, sleep: Option<SharedAsyncSleep>) -> &mut Self {
        self.settings.sleep_impl = sleep;
        self
    }

    /// Sets what sees each attempt of a call when it is over: for metrics, say. It is called
    /// between attempts, so that it should return at once. A second one replaces the first.
    ///
    /// ```
    /// # use tinsmith_runtime as tinsmith_iam;
    /// use tinsmith_iam::config::{Builder, Config};
    ///
    /// fn logging() -> Builder {
    ///     Config::builder().on_attempt(|it| {
    ///         println!("{} #{}: {:?} in {:?}", it.operation, it.number, it.outcome, it.duration);
    ///     })
    /// }
    /// ```
    pub fn on_attempt(mut self, see: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.settings.attempt_hook = Some(AttemptHook::new(see));
        self
    }

    /// Takes the version of behaviour that official clients ask for. There is one so far, so
    /// that nothing depends on it.
    pub fn behavior_version(self, _: BehaviorVersion) -> Self {
        self
    }

    /// The same through a reference.
    pub fn set_behavior_version(&mut self, _: Option<BehaviorVersion>) -> &mut Self {
        self
    }

    /// Takes the latest version of behaviour.
    pub fn behavior_version_latest(self) -> Self {
        self
    }

    pub(crate) fn set_mutations(&mut self, mutations: Vec<Mutation>) {
        self.settings.mutations = mutations;
    }

    pub(crate) fn set_configured_endpoints(&mut self, endpoints: impl ConfiguredEndpoints + 'static) {
        self.settings.configured_endpoints = Some(Arc::new(endpoints));
    }

    #[cfg(feature = "interceptors")]
    /// Adds an interceptor. Those of the client are told before those of a call.
    pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
        self.push_interceptor(SharedInterceptor::new(interceptor));
        self
    }

    #[cfg(feature = "interceptors")]
    /// Adds an interceptor.
    pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
        self.settings.interceptors.push(interceptor);
        self
    }

    #[cfg(feature = "interceptors")]
    /// Sets the interceptors in place of those that were added.
    pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
        self.settings.interceptors = interceptors.into_iter().collect();
        self
    }

    /// The configuration.
    pub fn build(mut self) -> Config {
        self.settings.fill_timeouts();
        Config { settings: Arc::new(self.settings) }
    }
}
