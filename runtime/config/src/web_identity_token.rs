//! Credentials of a role that is assumed with the token of a web identity.

use std::path::PathBuf;

use tinsmith_credentials::WebIdentityCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::{self, Only, provides_credentials};
use crate::files::ProfileFiles;
use crate::provider_config::ProviderConfig;

/// Assumes a role with the token in a file, by default that of `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.
#[derive(Debug)]
pub struct WebIdentityTokenCredentialsProvider {
    provider: SharedCredentialsProvider,
}

impl WebIdentityTokenCredentialsProvider {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

provides_credentials!(WebIdentityTokenCredentialsProvider);

/// Token, role and session, in place of those in the environment.
#[derive(Clone, Debug)]
pub struct StaticConfiguration {
    /// The file with the token.
    pub web_identity_token_file: PathBuf,
    /// The ARN of the role.
    pub role_arn: String,
    /// The name of the session.
    pub session_name: String,
}

/// Builder of a [`WebIdentityTokenCredentialsProvider`].
#[derive(Debug, Default)]
pub struct Builder {
    config: Option<ProviderConfig>,
    configuration: Option<StaticConfiguration>,
}

impl Builder {
    /// Sets the configuration of the call.
    pub fn configure(mut self, config: &ProviderConfig) -> Self {
        self.config = Some(config.clone());
        self
    }

    /// Sets token, role and session.
    pub fn static_configuration(mut self, configuration: StaticConfiguration) -> Self {
        self.configuration = Some(configuration);
        self
    }

    /// Builds the provider.
    pub fn build(self) -> WebIdentityTokenCredentialsProvider {
        let settings = self.config.unwrap_or_default().settings;
        let provider = match self.configuration {
            Some(StaticConfiguration { web_identity_token_file, role_arn, session_name }) => {
                let file = web_identity_token_file.to_string_lossy();
                let provider = WebIdentityCredentials::new(role_arn, file, &settings.build());
                SharedCredentialsProvider::new(provider.session_name(session_name))
            }
            None => {
                let chain = Only(|context| {
                    let provider = WebIdentityCredentials::from_environment(&context.environment, &context.config);
                    SharedCredentialsProvider::new(provider)
                });
                chains::provider(chain, ProfileFiles::environment(None), None, settings)
            }
        };
        WebIdentityTokenCredentialsProvider { provider }
    }
}
