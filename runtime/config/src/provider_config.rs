//! The configuration of calls that credentials providers make.

use std::fmt;

use aws_smithy_async::rt::sleep::AsyncSleep;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::HttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::region::Region;
use tinsmith_runtime::config::Builder;

use crate::files::ProfileFiles;
use crate::regions;

/// The configuration of the calls that credentials providers make: region, connector, retries.
#[derive(Clone, Default)]
pub struct ProviderConfig {
    pub(crate) settings: Builder,
}

impl ProviderConfig {
    /// Creates a configuration with nothing set.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Creates a configuration without a region.
    pub fn without_region() -> Self {
        Self::default()
    }

    /// Creates a configuration with the region of environment, profile or instance.
    pub async fn with_default_region() -> Self {
        Self::default().load_default_region().await
    }

    /// Sets the region of environment, profile or instance.
    pub async fn load_default_region(mut self) -> Self {
        let region = regions::find(&ProfileFiles::environment(None), None, &self.settings).await;
        self.settings.set_region(region);
        self
    }

    /// Sets the region.
    pub fn with_region(mut self, region: Option<Region>) -> Self {
        self.settings.set_region(region);
        self
    }

    /// Sets whether to use endpoints that meet FIPS 140.
    pub fn with_use_fips(mut self, use_fips: Option<bool>) -> Self {
        self.settings.set_use_fips(use_fips);
        self
    }

    /// Sets whether to use endpoints that support both IPv4 and IPv6.
    pub fn with_use_dual_stack(mut self, use_dual_stack: Option<bool>) -> Self {
        self.settings.set_use_dual_stack(use_dual_stack);
        self
    }

    /// Accepts the behavior version. It has no effect.
    pub fn with_behavior_version(self, _: Option<BehaviorVersion>) -> Self {
        self
    }

    /// Sets the clock.
    pub fn with_time_source(mut self, source: impl TimeSource + 'static) -> Self {
        self.settings = self.settings.time_source(source);
        self
    }

    /// Sets the connector.
    pub fn with_http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.settings = self.settings.http_client(client);
        self
    }

    /// Sets the implementation of sleep.
    pub fn with_sleep_impl(mut self, sleep: impl AsyncSleep + 'static) -> Self {
        self.settings = self.settings.sleep_impl(sleep);
        self
    }

    /// Sets how failed attempts are retried.
    pub fn with_retry_config(mut self, retries: RetryConfig) -> Self {
        self.settings = self.settings.retry_config(retries);
        self
    }

    /// Sets timeouts.
    pub fn with_timeout_config(mut self, timeouts: TimeoutConfig) -> Self {
        self.settings = self.settings.timeout_config(timeouts);
        self
    }
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderConfig").field("settings", &self.settings).finish()
    }
}
