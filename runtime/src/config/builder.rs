//! The builder of a configuration: a pair of setters for each setting, as in the official SDK.

mod services;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::attempt::{Attempt, AttemptHook};
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

/// Builder of a [`Config`].
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

    /// Sets the region. `None` removes it.
    pub fn region(mut self, region: impl Into<Option<Region>>) -> Self {
        self.settings.region = region.into();
        self
    }

    /// Sets the region. `None` removes it.
    pub fn set_region(&mut self, region: Option<Region>) -> &mut Self {
        self.settings.region = region;
        self
    }

    /// Sets the credentials provider. `Credentials` are a provider too.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.set_credentials_provider(Some(SharedCredentialsProvider::new(provider)));
        self
    }

    /// Sets the credentials provider.
    pub fn set_credentials_provider(&mut self, provider: Option<SharedCredentialsProvider>) -> &mut Self {
        self.settings.credentials = provider.map(|it| Arc::new(CachedCredentials::new(it)));
        self
    }

    /// Sets the URL that requests are sent to, such as `http://127.0.0.1:5000`. Its path and query are kept.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint_url = Some(url.into());
        self
    }

    /// Sets the URL that requests are sent to.
    pub fn set_endpoint_url(&mut self, url: Option<String>) -> &mut Self {
        self.settings.endpoint_url = url;
        self
    }

    /// Sets the connector. With the feature `reqwest`, it can be a `reqwest::Client`; with the feature `aws-config`, a
    /// connector of `aws-smithy-http-client`, including those for tests.
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
        self.settings.connector = None;
        self
    }

    setters! {
        /// Sets how failed attempts are retried: by default up to 3 attempts. In adaptive mode, the client also delays
        /// attempts, including first ones, once the service throttles.
        retry_config, set_retry_config: RetryConfig;
        /// Sets timeouts. By default 3.1 s to connect, 60 s for each read of the response, and no limit for an attempt
        /// or a call. Timeouts that are not set keep their default.
        timeout_config, set_timeout_config: TimeoutConfig;
        /// Sets the stalled-stream protection of responses: by default, a response that has begun fails once it has
        /// brought less than 1 byte per second for 5 s. That counts as a timeout of the connector and is retried.
        /// Settings for uploads have no effect, because a request is sent from memory in one piece; the read timeout
        /// limits it.
        stalled_stream_protection, set_stalled_stream_protection: StalledStreamProtectionConfig;
        /// Sets the application's name in the `user-agent`.
        app_name, set_app_name: AppName;
        /// Sets whether to use endpoints that meet FIPS 140.
        use_fips, set_use_fips: bool;
        /// Sets whether to use endpoints that support both IPv4 and IPv6.
        use_dual_stack, set_use_dual_stack: bool;
        /// Sets the time limit for loading credentials, including retries of the provider's own calls: by default five
        /// minutes, enough for a person to enter an MFA code.
        credentials_timeout, set_credentials_timeout: std::time::Duration;
        /// Sets the maximum size of a response body in bytes: by default 32 MiB, because the whole body is kept in
        /// memory. A longer body fails the call, with any connector. Bodies of streaming responses have no limit.
        max_response_bytes, set_max_response_bytes: usize;
        /// Sets whether to send all operations to the service's host, even those whose host name has a prefix. A custom
        /// endpoint may not have such host names.
        disable_host_prefix_injection, set_disable_host_prefix_injection: bool;
        /// Sets whether the correction of clock skew is disabled. By default, if the service rejects a request because
        /// of its time, the client sends it again with the server's time and signs later requests with that. A server
        /// whose clock differs by more than a day is not trusted.
        disable_clock_skew_correction, set_disable_clock_skew_correction: bool;
        /// Sets how inputs that break constraints of length, pattern, range or uniqueness are handled: by default they
        /// are rejected. This setting wins over `TINSMITH_VALIDATION` and the `tinsmith_validation` of a profile.
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

    /// Sets the implementation of sleep, for pauses and timeouts: by default tokio's.
    pub fn sleep_impl(mut self, sleep: impl AsyncSleep + 'static) -> Self {
        self.settings.sleep_impl = Some(SharedAsyncSleep::new(sleep));
        self
    }

    /// Sets the implementation of sleep, for pauses and timeouts.
    pub fn set_sleep_impl(&mut self, sleep: Option<SharedAsyncSleep>) -> &mut Self {
        self.settings.sleep_impl = sleep;
        self
    }

    /// Sets a hook that is called after each attempt of a call, for metrics for example. It is called between attempts,
    /// so it should return at once. A second hook replaces the first.
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

    /// Accepts the behavior version that official clients require. It has no effect, because there is only one so far.
    pub fn behavior_version(self, _: BehaviorVersion) -> Self {
        self
    }

    /// Accepts the behavior version that official clients require. It has no effect.
    pub fn set_behavior_version(&mut self, _: Option<BehaviorVersion>) -> &mut Self {
        self
    }

    /// Accepts the latest behavior version. It has no effect.
    pub fn behavior_version_latest(self) -> Self {
        self
    }

    pub(crate) fn set_mutations(&mut self, mutations: Vec<Mutation>) {
        self.settings.mutations = mutations;
    }

    pub(crate) fn set_payload_unsigned(&mut self) {
        self.settings.is_payload_unsigned = true;
    }

    #[cfg(feature = "interceptors")]
    /// Adds an interceptor. Interceptors of the client run before those of a call.
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
    /// Replaces all interceptors.
    pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
        self.settings.interceptors = interceptors.into_iter().collect();
        self
    }

    /// Builds the configuration.
    pub fn build(mut self) -> Config {
        self.settings.fill_timeouts();
        Config { settings: Arc::new(self.settings) }
    }
}
