//! Credentials of a role that is assumed through STS.

use std::time::Duration;

use aws_types::SdkConfig;
use aws_types::region::Region;
use tinsmith_credentials::RoleCredentials;
use tinsmith_runtime::config::{Config, ProvideCredentials, SharedCredentialsProvider};

use crate::chains::{Failed, provides_credentials};
use crate::load_from_env;

/// Assumes a role.
#[derive(Debug)]
pub struct AssumeRoleProvider {
    provider: RoleCredentials,
}

impl AssumeRoleProvider {
    /// Creates a builder for the role with this ARN.
    pub fn builder(role: impl Into<String>) -> AssumeRoleProviderBuilder {
        AssumeRoleProviderBuilder::new(role)
    }
}

provides_credentials!(AssumeRoleProvider);

/// Builder of an [`AssumeRoleProvider`].
#[derive(Debug)]
pub struct AssumeRoleProviderBuilder {
    role: String,
    external_id: Option<String>,
    session_name: Option<String>,
    session_length: Option<Duration>,
    policy: Option<String>,
    policy_arns: Vec<String>,
    tags: Vec<(String, String)>,
    region: Option<Region>,
    config: Option<SdkConfig>,
}

impl AssumeRoleProviderBuilder {
    /// Creates a builder for the role with this ARN.
    pub fn new(role: impl Into<String>) -> Self {
        Self {
            role: role.into(),
            external_id: None,
            session_name: None,
            session_length: None,
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            region: None,
            config: None,
        }
    }

    /// Sets the external ID that the role's owner gave to the caller.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Sets the name of the session.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets a policy, as JSON, that limits what the session may do.
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Sets the ARNs of managed policies that limit what the session may do.
    pub fn policy_arns(mut self, arns: Vec<String>) -> Self {
        self.policy_arns = arns;
        self
    }

    /// Sets how long the credentials are valid. By default, one hour.
    pub fn session_length(mut self, length: Duration) -> Self {
        self.session_length = Some(length);
        self
    }

    /// Sets the region in which the role is assumed.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets the tags of the session.
    pub fn tags<K: Into<String>, V: Into<String>>(mut self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        self.tags = tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        self
    }

    /// Sets the configuration of the call, with the credentials that assume the role. By default, it is loaded from
    /// environment and profile.
    pub fn configure(mut self, config: &SdkConfig) -> Self {
        self.config = Some(config.clone());
        self
    }

    /// Builds the provider.
    pub async fn build(self) -> AssumeRoleProvider {
        let sdk = match self.config {
            Some(config) => config,
            None => load_from_env().await,
        };
        let mut config = Config::from(&sdk).to_builder();
        if let Some(region) = self.region {
            config.set_region(Some(region));
        }
        let source = sdk.credentials_provider().unwrap_or_else(|| {
            SharedCredentialsProvider::new(Failed::because(
                "the configuration has no credentials to assume the role with",
            ))
        });
        let mut provider = RoleCredentials::new(self.role, source, &config.build());
        if let Some(id) = self.external_id {
            provider = provider.external_id(id);
        }
        if let Some(name) = self.session_name {
            provider = provider.session_name(name);
        }
        if let Some(length) = self.session_length {
            provider = provider.duration(length);
        }
        if let Some(policy) = self.policy {
            provider = provider.policy(policy);
        }
        AssumeRoleProvider { provider: provider.policy_arns(self.policy_arns).tags(self.tags) }
    }

    /// Builds the provider. The role is assumed with these credentials.
    pub async fn build_from_provider(self, provider: impl ProvideCredentials + 'static) -> AssumeRoleProvider {
        let config = match self.config {
            Some(config) => config,
            None => load_from_env().await,
        };
        let config = config.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build();
        Self { config: Some(config), ..self }.build().await
    }
}
