//! Conversion from a configuration that the `aws-config` crate loaded.

use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::endpoints::ConfiguredEndpoints;
use super::{AppName, Builder, Config, IntoHttpClient};

impl From<&SdkConfig> for Builder {
    /// Takes over region, credentials, endpoint URLs, retries, timeouts, stalled-stream protection, application name,
    /// FIPS, dual stack, clock, sleep and, if one was set, the connector.
    fn from(sdk: &SdkConfig) -> Self {
        let mut builder = Config::builder();
        builder.set_region(sdk.region().cloned());
        builder.set_credentials_provider(sdk.credentials_provider());
        builder.set_retry_config(sdk.retry_config().cloned());
        builder.set_timeout_config(sdk.timeout_config().cloned());
        builder.set_stalled_stream_protection(sdk.stalled_stream_protection());
        // Both crates have the same rule for names.
        builder.set_app_name(sdk.app_name().and_then(|it| AppName::new(it.to_string()).ok()));
        builder.set_use_fips(sdk.use_fips());
        builder.set_use_dual_stack(sdk.use_dual_stack());
        builder.set_time_source(sdk.time_source());
        builder.set_sleep_impl(sdk.sleep_impl());
        builder.set_http_client(sdk.http_client().map(IntoHttpClient::into_http_client));
        if sdk.get_origin("endpoint_url").is_client_config() {
            builder.set_endpoint_url(sdk.endpoint_url().map(str::to_owned));
        } else {
            builder.set_configured_endpoints(Loaded(sdk.clone()));
        }
        builder
    }
}

impl Config {
    /// Converts a configuration that `aws-config` loaded.
    pub fn new(sdk: &SdkConfig) -> Self {
        Self::from(sdk)
    }
}

impl From<&SdkConfig> for Config {
    fn from(sdk: &SdkConfig) -> Self {
        Builder::from(sdk).build()
    }
}

/// The endpoint URLs that `aws-config` found.
#[derive(Debug)]
struct Loaded(SdkConfig);

impl ConfiguredEndpoints for Loaded {
    fn endpoint_url(&self, sdk_id: &str) -> Result<Option<String>, String> {
        let key = ServiceConfigKey::builder().service_id(sdk_id).env("AWS_ENDPOINT_URL").profile("endpoint_url");
        let specific = self.0.service_config().zip(key.build().ok()).and_then(|(it, key)| it.load_config(key));
        Ok(specific.or_else(|| self.0.endpoint_url().map(str::to_owned)))
    }
}
