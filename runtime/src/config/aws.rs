//! Conversion from and to `SdkConfig`, the official configuration that the clients of several services share.

mod lookup;
mod shared;
mod written;

use std::sync::Arc;

use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::endpoints::ConfiguredEndpoints;
use super::{Builder, Config, Environment, IntoHttpClient};

impl From<&SdkConfig> for Builder {
    /// Takes over all settings. Clients share their credentials and, unless one was set, their connector, if their
    /// configurations have the same credentials provider.
    fn from(sdk: &SdkConfig) -> Self {
        let mut builder = Config::builder();
        lookup::read(sdk, &mut builder);
        builder.set_region(sdk.region().cloned());
        builder.set_retry_config(sdk.retry_config().cloned());
        builder.set_timeout_config(sdk.timeout_config().cloned());
        builder.set_stalled_stream_protection(sdk.stalled_stream_protection());
        builder.set_app_name(sdk.app_name().cloned());
        builder.set_use_fips(sdk.use_fips());
        builder.set_use_dual_stack(sdk.use_dual_stack());
        builder.set_time_source(sdk.time_source());
        builder.set_sleep_impl(sdk.sleep_impl());
        builder.set_http_client(sdk.http_client().map(IntoHttpClient::into_http_client));
        builder.set_disable_clock_skew_correction(sdk.disable_clock_skew_correction());
        read_service_settings(sdk, &mut builder);
        if sdk.get_origin("endpoint_url").is_client_config() {
            builder.set_endpoint_url(sdk.endpoint_url().map(str::to_owned));
        } else {
            builder.settings.outside.endpoints = Some(Arc::new(Loaded(sdk.clone())));
        }
        if let Some(provider) = sdk.credentials_provider() {
            let (credentials, connector) = shared::of(provider, builder.settings.ca_bundle.as_deref());
            builder.settings.credentials = Some(credentials);
            builder.settings.connector = Some(connector);
        } else if sdk.service_config().is_some() {
            // A loader leaves the provider out only if the program asked for it.
            builder.set_allow_no_auth();
        }
        builder
    }
}

/// Reads the settings that only some services use.
fn read_service_settings(sdk: &SdkConfig, builder: &mut Builder) {
    builder.set_account_id_endpoint_mode(sdk.account_id_endpoint_mode().cloned());
    builder.set_request_checksum_calculation(sdk.request_checksum_calculation());
    builder.set_response_checksum_validation(sdk.response_checksum_validation());
    builder.set_disable_request_compression(sdk.disable_request_compression());
    builder.set_request_min_compression_size_bytes(sdk.request_min_compression_size_bytes());
    let services = &mut builder.settings.services;
    let schemes = sdk.auth_scheme_preference().cloned();
    services.auth_scheme_preference = schemes.map(|it| it.into_iter().map(|it| it.inner().to_owned()).collect());
    services.sigv4a_signing_region_set = sdk.sigv4a_signing_region_set().map(|it| it.as_ref().to_owned());
    // A token of the program wins over those of the environment, and they win over one of the profile.
    if sdk.get_origin("token_provider").is_client_config() {
        services.token_provider = sdk.token_provider();
    } else {
        builder.settings.outside.profile_tokens = sdk.token_provider();
    }
    if sdk.service_config().is_some() {
        builder.settings.outside.environment = Some(Environment::of_process());
    }
}

impl Config {
    /// Converts a configuration that `aws-config` or `tinsmith-config` loaded.
    pub fn new(sdk: &SdkConfig) -> Self {
        Self::from(sdk)
    }
}

impl From<&SdkConfig> for Config {
    fn from(sdk: &SdkConfig) -> Self {
        Builder::from(sdk).build()
    }
}

/// The endpoint URLs of an `SdkConfig`.
#[derive(Debug)]
struct Loaded(SdkConfig);

impl ConfiguredEndpoints for Loaded {
    fn endpoint_url(&self, sdk_id: &str) -> Result<Option<String>, String> {
        let key = ServiceConfigKey::builder().service_id(sdk_id).env("AWS_ENDPOINT_URL").profile("endpoint_url");
        let specific = self.0.service_config().zip(key.build().ok()).and_then(|(it, key)| it.load_config(key));
        Ok(specific.or_else(|| self.0.endpoint_url().map(str::to_owned)))
    }
}
