//! The loader of a configuration.

use std::fmt;

use aws_smithy_async::rt::sleep::AsyncSleep;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::auth::AuthSchemePreference;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::AccountIdEndpointMode;
use aws_types::region::SigningRegionSet;
use tinsmith_credentials::DefaultChain;
use tinsmith_runtime::config::{
    Builder, Credentials, Environment, ProvideCredentials, ProvideToken, SharedCredentialsProvider,
};

use crate::chains::{self, Failed};
use crate::files::ProfileFiles;
use crate::provide_region::ProvideRegion;
use crate::regions;

/// Loads an [`SdkConfig`] from environment variables and the shared files.
///
/// What is set here wins over the environment, and the environment wins over the profile. If a setting is invalid, the
/// error is logged, and the first call fails with it, because it cannot know its credentials. A program that sets the
/// credentials here goes on without the invalid setting.
#[derive(Default)]
pub struct ConfigLoader {
    settings: Builder,
    region: Option<Box<dyn ProvideRegion>>,
    profile: Option<String>,
    files: Option<ProfileFiles>,
    environment: Option<Environment>,
    has_credentials: bool,
    is_without_credentials: bool,
    behavior_version: Option<BehaviorVersion>,
    http_client: Option<SharedHttpClient>,
    identity_cache: Option<SharedIdentityCache>,
}

/// Declares setters that pass a value on to the settings.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.settings = self.settings.$name($name);
            self
        }
    )*};
}

impl ConfigLoader {
    setters! {
        /// Sets how failed attempts are retried.
        retry_config: RetryConfig;
        /// Sets timeouts. Timeouts that are not set keep their default.
        timeout_config: TimeoutConfig;
        /// Sets the implementation of sleep, for pauses and timeouts: by default tokio's.
        sleep_impl: impl AsyncSleep + 'static;
        /// Sets the clock.
        time_source: impl TimeSource + 'static;
        /// Sets the URL that all clients send requests to.
        endpoint_url: impl Into<String>;
        /// Sets whether to use endpoints that meet FIPS 140.
        use_fips: bool;
        /// Sets whether to use endpoints that support both IPv4 and IPv6.
        use_dual_stack: bool;
        /// Sets whether compression of requests is disabled.
        disable_request_compression: bool;
        /// Sets whether the correction of clock skew is disabled.
        disable_clock_skew_correction: bool;
        /// Sets the smallest request size, in bytes, that is compressed.
        request_min_compression_size_bytes: u32;
        /// Sets the protection against stalled streams.
        stalled_stream_protection: StalledStreamProtectionConfig;
        /// Sets when to add a checksum to requests.
        request_checksum_calculation: RequestChecksumCalculation;
        /// Sets when to validate the checksums of responses.
        response_checksum_validation: ResponseChecksumValidation;
        /// Sets whether to use account-based endpoints.
        account_id_endpoint_mode: AccountIdEndpointMode;
        /// Sets the application's name in the `user-agent`.
        app_name: AppName;
        /// Sets the provider of bearer tokens.
        token_provider: impl ProvideToken + 'static;
    }

    /// Sets the behavior version. It only has an effect on clients of the official SDK.
    pub fn behavior_version(mut self, version: BehaviorVersion) -> Self {
        self.behavior_version = Some(version);
        self
    }

    /// Sets the region, or the provider of it.
    pub fn region(mut self, region: impl ProvideRegion + 'static) -> Self {
        self.region = Some(Box::new(region));
        self
    }

    /// Sets the credentials provider. `Credentials` are a provider too.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.has_credentials = true;
        self.is_without_credentials = false;
        self.settings = self.settings.credentials_provider(provider);
        self
    }

    /// Sends requests without a signature, for example to read public buckets.
    pub fn no_credentials(mut self) -> Self {
        self.is_without_credentials = true;
        self.settings.set_credentials_provider(None);
        self
    }

    /// Uses credentials that no service accepts, for tests.
    pub fn test_credentials(self) -> Self {
        let token = Some("notarealsessiontoken".to_owned());
        self.credentials_provider(Credentials::new("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby", token, None, "test"))
    }

    /// Sets the cache of credentials of clients of the official SDK. Clients that Tinsmith generates have their own,
    /// which the clients of one configuration share.
    pub fn identity_cache(mut self, cache: impl ResolveCachedIdentity + 'static) -> Self {
        self.identity_cache = Some(cache.into_shared());
        self
    }

    /// Sets the connector of the clients and of the credentials providers.
    pub fn http_client(mut self, client: impl HttpClient + 'static) -> Self {
        let client: SharedHttpClient = client.into_shared();
        self.settings = self.settings.http_client(client.clone());
        self.http_client = Some(client);
        self
    }

    /// Sets the authentication schemes in order of preference.
    pub fn auth_scheme_preference(mut self, schemes: impl Into<AuthSchemePreference>) -> Self {
        let schemes = schemes.into().into_iter().map(|it| it.inner().to_owned());
        self.settings = self.settings.auth_scheme_preference(schemes);
        self
    }

    /// Sets the regions where asymmetric signatures (`sigv4a`) are valid.
    pub fn sigv4a_signing_region_set(mut self, regions: impl Into<SigningRegionSet>) -> Self {
        self.settings = self.settings.sigv4a_signing_region_set(regions.into().as_ref());
        self
    }

    /// Selects a profile. Credentials and web identities in environment variables are then ignored.
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets the files that profiles are read from.
    pub fn profile_files(mut self, files: ProfileFiles) -> Self {
        self.files = Some(files);
        self
    }

    /// Loads from the given environment instead of the process's.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Loads the configuration.
    pub async fn load(self) -> SdkConfig {
        let environment = self.environment.unwrap_or_else(Environment::of_process);
        let environment = ProfileFiles::within(environment, self.files.as_ref());
        let is_chosen = self.region.is_some();
        let region = match &self.region {
            Some(provider) => provider.region().await,
            None => regions::find(&environment, self.profile.as_deref(), &self.settings).await,
        };
        let mut settings = self.settings;
        settings.set_region(region.clone());
        let loader = chains::loader(DefaultChain, environment, self.profile.as_deref(), settings);
        let (mut sdk, errors) = loader.load_sdk_config();
        if is_chosen {
            sdk.set_region(region);
        }
        if let Some(errors) = errors {
            tracing::warn!(%errors, "the configuration is not valid");
            if !self.has_credentials {
                sdk.set_credentials_provider(Some(SharedCredentialsProvider::new(Failed::new(&errors))));
            }
        }
        if self.is_without_credentials {
            sdk.set_credentials_provider(None);
        }
        sdk.set_behavior_version(self.behavior_version);
        sdk.set_http_client(self.http_client);
        sdk.set_identity_cache(self.identity_cache);
        sdk.build()
    }
}

impl fmt::Debug for ConfigLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigLoader")
            .field("settings", &self.settings)
            .field("region", &self.region)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
