//! The default source of credentials.

use tinsmith_credentials::DefaultChain;
use tinsmith_runtime::config::{ProvideCredentials, SharedCredentialsProvider};

use crate::chains::{self, provides_credentials};
use crate::files::ProfileFiles;
use crate::provide_region::ProvideRegion;
use crate::provider_config::ProviderConfig;

/// Creates the default chain.
pub async fn default_provider() -> impl ProvideCredentials {
    DefaultCredentialsChain::builder().build().await
}

/// Looks for credentials in the environment, the profile, web identity, the container and the instance.
#[derive(Debug)]
pub struct DefaultCredentialsChain {
    provider: SharedCredentialsProvider,
}

impl DefaultCredentialsChain {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

provides_credentials!(DefaultCredentialsChain);

/// Builder of a [`DefaultCredentialsChain`].
#[derive(Debug, Default)]
pub struct Builder {
    region: Option<Box<dyn ProvideRegion>>,
    profile: Option<String>,
    config: Option<ProviderConfig>,
}

impl Builder {
    /// Sets the region of the calls that credentials need.
    pub fn region(mut self, region: impl ProvideRegion + 'static) -> Self {
        self.set_region(Some(region));
        self
    }

    /// Sets the region of the calls that credentials need.
    pub fn set_region(&mut self, region: Option<impl ProvideRegion + 'static>) -> &mut Self {
        self.region = region.map(|it| Box::new(it) as Box<dyn ProvideRegion>);
        self
    }

    /// Sets the profile. Credentials and web identities in environment variables are then ignored.
    pub fn profile_name(mut self, name: &str) -> Self {
        self.profile = Some(name.to_owned());
        self
    }

    /// Sets the configuration of the calls that credentials need.
    pub fn configure(mut self, config: ProviderConfig) -> Self {
        self.config = Some(config);
        self
    }

    /// Builds the chain.
    pub async fn build(self) -> DefaultCredentialsChain {
        let mut settings = self.config.unwrap_or_default().settings;
        if let Some(region) = self.region {
            settings.set_region(region.region().await);
        }
        let environment = ProfileFiles::environment(None);
        let provider = chains::provider(DefaultChain, environment, self.profile.as_deref(), settings);
        DefaultCredentialsChain { provider }
    }
}
