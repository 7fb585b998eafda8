//! Credentials providers that are made from environment and profile.

use std::fmt;

use tinsmith_runtime::config::{
    Builder, ChainContext, ConfigErrors, Environment, Loader, ProvideCredentials, ProviderChain,
    SharedCredentialsProvider,
};
use tinsmith_runtime::credentials::{CredentialsError, future};

/// Creates the provider of this chain, for these settings.
pub(crate) fn provider(
    chain: impl ProviderChain + 'static,
    environment: Environment,
    profile: Option<&str>,
    settings: Builder,
) -> SharedCredentialsProvider {
    let loader = loader(chain, environment, profile, settings);
    let failed = |failed: Failed| SharedCredentialsProvider::new(failed);
    match loader.load() {
        Ok(config) => config.credentials_provider().unwrap_or_else(|| failed(Failed::because("there is no provider"))),
        Err(errors) => failed(Failed::new(&errors)),
    }
}

/// The loader of a configuration with this chain.
pub(crate) fn loader(
    chain: impl ProviderChain + 'static,
    environment: Environment,
    profile: Option<&str>,
    settings: Builder,
) -> Loader {
    let loader = Loader::new().environment(environment).provider_chain(chain).overrides(settings);
    match profile {
        Some(name) => loader.profile_name(name),
        None => loader,
    }
}

/// A chain of one provider.
pub(crate) struct Only(pub(crate) fn(ChainContext) -> SharedCredentialsProvider);

impl fmt::Debug for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Only")
    }
}

impl ProviderChain for Only {
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider {
        (self.0)(context)
    }
}

/// The provider of a configuration that could not be loaded.
#[derive(Debug)]
pub(crate) struct Failed {
    reason: String,
}

impl Failed {
    pub(crate) fn new(errors: &ConfigErrors) -> Self {
        Self::because(errors.to_string())
    }

    pub(crate) fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

impl ProvideCredentials for Failed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::invalid_configuration(self.reason.clone())))
    }
}

/// Implements `ProvideCredentials` for a type with a field `provider`.
macro_rules! provides_credentials {
    ($type:ty) => {
        impl tinsmith_runtime::config::ProvideCredentials for $type {
            fn provide_credentials<'a>(&'a self) -> tinsmith_runtime::credentials::future::ProvideCredentials<'a>
            where
                Self: 'a,
            {
                self.provider.provide_credentials()
            }
        }
    };
}

/// Declares a provider that requests credentials from where the program runs, and its builder. `new` makes the provider.
macro_rules! requests_credentials {
    ($(#[$doc:meta])* $provider:ident, $new:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $provider {
            provider: tinsmith_runtime::config::SharedCredentialsProvider,
        }

        impl $provider {
            /// Creates a builder.
            pub fn builder() -> Builder {
                Builder::default()
            }
        }

        $crate::chains::provides_credentials!($provider);

        /// Builder of the provider.
        #[derive(Debug, Default)]
        pub struct Builder {
            config: Option<$crate::provider_config::ProviderConfig>,
            profile: Option<String>,
        }

        impl Builder {
            /// Sets the configuration of the requests.
            pub fn configure(mut self, config: &$crate::provider_config::ProviderConfig) -> Self {
                self.config = Some(config.clone());
                self
            }

            /// Sets the profile whose settings are used.
            pub fn profile(mut self, name: impl Into<String>) -> Self {
                self.profile = Some(name.into());
                self
            }

            /// Builds the provider.
            pub fn build(self) -> $provider {
                let environment = $crate::files::ProfileFiles::environment(None);
                let settings = self.config.unwrap_or_default().settings;
                let chain = $crate::chains::Only($new);
                let provider = $crate::chains::provider(chain, environment, self.profile.as_deref(), settings);
                $provider { provider }
            }
        }
    };
}

pub(crate) use {provides_credentials, requests_credentials};
