//! Roles that are assumed with the token of an identity provider, such as that of a Kubernetes service account.

use std::fmt;

use tinsmith_runtime::config::{Config, Environment};
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};

const TOKEN_FILE: &str = "AWS_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "AWS_ROLE_ARN";
const SESSION_NAME: &str = "AWS_ROLE_SESSION_NAME";

/// Assumes a role with the token in a file, which is read each time
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>).
///
/// Needs the feature `sts`. Without it, the provider fails if it is configured.
#[derive(Clone)]
pub struct WebIdentityCredentials {
    source: Result<Source, Unusable>,
    #[cfg(feature = "sts")]
    client: tinsmith_credentials_sts::Client,
}

/// The role, and the token to assume it with.
#[derive(Clone, Debug)]
struct Source {
    role_arn: String,
    session_name: Option<String>,
    token_file: String,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with the token in {}", self.role_arn, self.token_file)?;
        match &self.session_name {
            Some(name) => write!(f, " as {name}"),
            None => Ok(()),
        }
    }
}

/// The reason why there is no role.
#[derive(Clone, Debug)]
enum Unusable {
    NotSet,
    Wrong(String),
}

impl WebIdentityCredentials {
    /// Creates a provider for the role with this ARN and the token in this file. It uses the configuration without its
    /// credentials, because the call is not signed.
    pub fn new(role_arn: impl Into<String>, token_file: impl Into<String>, config: &Config) -> Self {
        let (role_arn, token_file) = (role_arn.into(), token_file.into());
        Self::of(Ok(Source { role_arn, session_name: None, token_file }), config)
    }

    /// Creates a provider from `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`.
    pub fn from_environment(environment: &Environment, config: &Config) -> Self {
        let get = |name| environment.get(name).map(str::to_owned);
        let source = match (get(TOKEN_FILE), get(ROLE_ARN)) {
            (Some(token_file), Some(role_arn)) => {
                let token_file = environment.path(&token_file).to_string_lossy().into_owned();
                Ok(Source { role_arn, session_name: get(SESSION_NAME), token_file })
            }
            (Some(_), None) => Err(Unusable::Wrong(format!("{TOKEN_FILE} is set but not {ROLE_ARN}"))),
            (None, _) => Err(Unusable::NotSet),
        };
        Self::of(source, config)
    }

    /// Sets the name of the session. By default, it is the name of this library and the time.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        if let Ok(source) = &mut self.source {
            source.session_name = Some(name.into());
        }
        self
    }

    #[cfg(feature = "sts")]
    fn of(source: Result<Source, Unusable>, config: &Config) -> Self {
        Self { source, client: crate::role::client(config, None) }
    }

    #[cfg(not(feature = "sts"))]
    fn of(source: Result<Source, Unusable>, _: &Config) -> Self {
        Self { source }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        match &self.source {
            Ok(source) => self.assume(source).await,
            Err(Unusable::NotSet) => Err(CredentialsError::not_loaded(format!("{TOKEN_FILE} is not set"))),
            Err(Unusable::Wrong(reason)) => Err(CredentialsError::invalid_configuration(reason.clone())),
        }
    }

    #[cfg(not(feature = "sts"))]
    async fn assume(&self, source: &Source) -> Result<Credentials, CredentialsError> {
        Err(CredentialsError::invalid_configuration(format!(
            "the role {source} needs the client's feature `credentials-sts`"
        )))
    }

    #[cfg(feature = "sts")]
    async fn assume(&self, source: &Source) -> Result<Credentials, CredentialsError> {
        let Source { role_arn, session_name, token_file } = source;
        let token = crate::token_file::read(token_file.as_ref()).map_err(|reason| {
            CredentialsError::provider_error(format!("the web identity token in {token_file} {reason}"))
        })?;
        let call = self
            .client
            .assume_role_with_web_identity()
            .role_arn(role_arn)
            .role_session_name(session_name.clone().unwrap_or_else(crate::role::session_name))
            .web_identity_token(token.as_str());
        tracing::debug!(role = %source, "assuming a role");
        let answer = call.send().await.map_err(|error| crate::role::not_assumed(role_arn, &error))?;
        crate::role::keys(answer.credentials, role_arn, "WebIdentityToken")
    }
}

impl fmt::Debug for WebIdentityCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebIdentityCredentials").field("source", &self.source).finish_non_exhaustive()
    }
}

impl ProvideCredentials for WebIdentityCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
