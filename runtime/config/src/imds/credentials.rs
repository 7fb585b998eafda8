//! Credentials from the instance metadata.

use tinsmith_credentials::InstanceCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::{self, Only, provides_credentials};
use crate::files::ProfileFiles;
use crate::provider_config::ProviderConfig;

/// Requests the credentials of the role of an EC2 instance from its metadata.
#[derive(Debug)]
pub struct ImdsCredentialsProvider {
    provider: SharedCredentialsProvider,
}

impl ImdsCredentialsProvider {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

provides_credentials!(ImdsCredentialsProvider);

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
    pub fn build(self) -> ImdsCredentialsProvider {
        let chain = Only(|context| {
            let profile = context.profiles.get(&context.profile);
            SharedCredentialsProvider::new(InstanceCredentials::new(&context.environment, profile, &context.config))
        });
        let settings = self.config.unwrap_or_default().settings;
        let provider = chains::provider(chain, ProfileFiles::environment(None), self.profile.as_deref(), settings);
        ImdsCredentialsProvider { provider }
    }
}
