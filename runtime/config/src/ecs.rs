//! Credentials from the endpoint of a container.

use tinsmith_credentials::ContainerCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::{self, Only, provides_credentials};
use crate::files::ProfileFiles;
use crate::provider_config::ProviderConfig;

/// Requests credentials from the endpoint of the container: on ECS, EKS and others.
#[derive(Debug)]
pub struct EcsCredentialsProvider {
    provider: SharedCredentialsProvider,
}

impl EcsCredentialsProvider {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

provides_credentials!(EcsCredentialsProvider);

/// Builder of the provider.
#[derive(Debug, Default)]
pub struct Builder {
    config: Option<ProviderConfig>,
    profile: Option<String>,
}

impl Builder {
    /// Sets the configuration of the requests.
    pub fn configure(mut self, config: &ProviderConfig) -> Self {
        self.config = Some(config.clone());
        self
    }

    /// Sets the profile whose settings are used.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Builds the provider.
    pub fn build(self) -> EcsCredentialsProvider {
        let chain = Only(|context| {
            SharedCredentialsProvider::new(ContainerCredentials::new(context.environment.clone(), &context.config))
        });
        let settings = self.config.unwrap_or_default().settings;
        let provider = chains::provider(chain, ProfileFiles::environment(None), self.profile.as_deref(), settings);
        EcsCredentialsProvider { provider }
    }
}
