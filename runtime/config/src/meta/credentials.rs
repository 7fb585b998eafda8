//! A chain of credentials providers.

use std::borrow::Cow;

use tinsmith_runtime::config::ProvideCredentials;
use tinsmith_runtime::credentials::CredentialsChain;

use crate::chains::provides_credentials;
use crate::default_provider::credentials::default_provider;

/// Asks several providers in order, until one has credentials. A provider that fails for another reason than having
/// none ends the search.
#[derive(Debug)]
pub struct CredentialsProviderChain {
    provider: CredentialsChain,
}

impl CredentialsProviderChain {
    /// Creates a chain that begins with this provider.
    pub fn first_try(name: impl Into<Cow<'static, str>>, provider: impl ProvideCredentials + 'static) -> Self {
        Self { provider: CredentialsChain::new().or_else(name, provider) }
    }

    /// Creates a chain that begins with the default chain.
    pub async fn default_provider() -> Self {
        Self::first_try("default chain", default_provider().await)
    }

    /// Adds a provider to the end of the chain.
    pub fn or_else(self, name: impl Into<Cow<'static, str>>, provider: impl ProvideCredentials + 'static) -> Self {
        Self { provider: self.provider.or_else(name, provider) }
    }

    /// Adds the default chain to the end.
    pub async fn or_default_provider(self) -> Self {
        self.or_else("default chain", default_provider().await)
    }
}

provides_credentials!(CredentialsProviderChain);
