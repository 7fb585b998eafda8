//! Writes what a loader found to an `SdkConfig`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemePreference};
use aws_types::SdkConfig;
use aws_types::origin::Origin;
use aws_types::region::SigningRegionSet;
use aws_types::sdk_config;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use super::shared;
use crate::config::endpoints::{Sources, endpoint_variable};
use crate::config::settings::Settings;
use crate::config::{ConfigErrors, DefaultConnector, Loader, SharedTimeSource};
use crate::credentials::CachedCredentials;

/// The variable whose value is ignored on request.
const ENDPOINT_URL: &str = "AWS_ENDPOINT_URL";

impl Loader {
    /// Loads the configuration as the official `SdkConfig`, from which clients of several services can be created. All
    /// valid settings are taken over; the errors in the others are returned.
    #[doc(hidden)]
    pub fn load_sdk_config(self) -> (sdk_config::Builder, Option<ConfigErrors>) {
        let loaded = self.load_valid();
        let is_endpoint_ignored = loaded.is_endpoint_ignored;
        let settings = loaded.builder.settings;
        let mut sdk = write(&settings);
        match &settings.endpoint_url {
            Some(url) => {
                sdk.insert_origin("endpoint_url", Origin::shared_config());
                sdk.set_endpoint_url(Some(url.clone()));
            }
            None if is_endpoint_ignored => {}
            None => {
                let (url, origin) = general_url(&loaded.sources);
                sdk.insert_origin("endpoint_url", origin);
                sdk.set_endpoint_url(url);
            }
        }
        let provider = settings.credentials.as_ref().map(|it| it.provider().clone());
        let shared = provider.map(|it| shared::of(it, settings.ca_bundle.as_deref()));
        let lookups = Lookups { sources: loaded.sources, is_endpoint_ignored, _shared: shared };
        // Later calls cannot report the errors in settings that only they use: an `SdkConfig` has no place for them.
        let errors = loaded.errors.iter().flat_map(ConfigErrors::iter).chain(settings.outside.mistakes.iter());
        let errors: Vec<_> = errors.cloned().collect();
        (sdk.service_config(lookups), (!errors.is_empty()).then(|| ConfigErrors::new(errors)))
    }
}

fn write(settings: &Settings) -> sdk_config::Builder {
    let mut sdk = SdkConfig::builder();
    sdk.set_region(settings.region.clone());
    sdk.set_credentials_provider(settings.credentials.as_ref().map(|it| it.provider().clone()));
    sdk.set_retry_config(settings.retry_config.clone());
    sdk.set_timeout_config(settings.timeout_config.clone());
    sdk.set_stalled_stream_protection(settings.stalled_stream_protection.clone());
    sdk.set_app_name(settings.app_name.clone());
    sdk.set_use_fips(settings.use_fips);
    sdk.set_use_dual_stack(settings.use_dual_stack);
    // Credentials providers of the official crates expect a clock.
    sdk.set_time_source(settings.time_source.clone().or_else(|| Some(SharedTimeSource::default())));
    sdk.set_sleep_impl(settings.sleep_impl.clone());
    sdk.set_disable_clock_skew_correction(settings.disable_clock_skew_correction);
    let services = &settings.services;
    if services.token_provider.is_some() {
        sdk.insert_origin("token_provider", Origin::shared_config());
    }
    sdk.set_token_provider(services.token_provider.clone().or_else(|| settings.outside.profile_tokens.clone()));
    sdk.set_account_id_endpoint_mode(services.account_id_endpoint_mode.clone());
    sdk.set_request_checksum_calculation(services.request_checksum_calculation);
    sdk.set_response_checksum_validation(services.response_checksum_validation);
    sdk.set_disable_request_compression(services.disable_request_compression);
    sdk.set_request_min_compression_size_bytes(services.request_min_compression_size_bytes);
    let schemes = services.auth_scheme_preference.as_ref();
    let schemes = schemes.map(|all| all.iter().map(|it| AuthSchemeId::from(Cow::Owned(it.clone()))));
    sdk.set_auth_scheme_preference(schemes.map(|it| AuthSchemePreference::from(it.collect::<Vec<_>>())));
    let regions = services.sigv4a_signing_region_set.as_ref();
    sdk.set_sigv4a_signing_region_set(regions.map(|it| it.split(',').collect::<SigningRegionSet>()));
    sdk
}

/// The URL for all services, and where it was found.
fn general_url(sources: &Sources) -> (Option<String>, Origin) {
    if let Some(url) = sources.environment.get(ENDPOINT_URL) {
        return (Some(url.to_owned()), Origin::shared_environment_variable());
    }
    let profile = sources.profiles.get(&sources.profile);
    let url = profile.and_then(|it| it.get("endpoint_url")).map(str::to_owned);
    (url, Origin::shared_profile_file())
}

/// Looks settings of single services up in environment and profile.
struct Lookups {
    sources: Sources,
    is_endpoint_ignored: bool,
    /// Lives as long as the configuration, so that clients share it even if each of them lives shortly.
    _shared: Option<(Arc<CachedCredentials>, DefaultConnector)>,
}

impl fmt::Debug for Lookups {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lookups").field("profile", &self.sources.profile).finish_non_exhaustive()
    }
}

impl LoadServiceConfig for Lookups {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if self.is_endpoint_ignored && key.env() == ENDPOINT_URL {
            return None;
        }
        let Sources { environment, profiles, profile } = &self.sources;
        // The service's own variable has the name of the general one and of the service.
        let suffix = endpoint_variable(key.service_id());
        let own = format!("{}{}", key.env(), suffix.strip_prefix(ENDPOINT_URL).unwrap_or_default());
        let variable = environment.get(&own).or_else(|| environment.get(key.env()));
        let of_profile = || {
            let profile = profiles.get(profile)?;
            profile.get_for_service(key.service_id(), key.profile()).or_else(|| profile.get(key.profile()))
        };
        variable.or_else(of_profile).map(str::to_owned)
    }
}
