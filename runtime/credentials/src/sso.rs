//! Single sign-on: credentials of a role, for a user who signed in with the AWS CLI.

mod token;

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tinsmith_credentials_sso::Client;
use tinsmith_runtime::config::{Config, ProvideToken, Region, Token, ValidationPolicy};
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, TokenError, future};
use tinsmith_runtime::error::DisplayChain;

use token::Tokens;

/// A single sign-on portal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignIn {
    /// The name of the `[sso-session]` section. `None` in the older form, where the profile has all settings. Tokens
    /// can only be refreshed in a session.
    pub session: Option<String>,
    /// The URL of the portal.
    pub start_url: String,
    /// The region of the portal.
    pub region: String,
}

impl SignIn {
    /// Creates a sign-in to the portal with this URL in this region.
    pub fn new(start_url: impl Into<String>, region: impl Into<String>) -> Self {
        Self { session: None, start_url: start_url.into(), region: region.into() }
    }

    /// Sets the name of the session.
    pub fn session(mut self, name: impl Into<String>) -> Self {
        self.session = Some(name.into());
        self
    }

    /// The name of the file in which AWS tools keep the token.
    pub fn file_name(&self) -> String {
        crate::cache_file::name(self.session.as_deref().unwrap_or(&self.start_url))
    }

    /// How to sign in, for messages.
    fn advice(&self) -> String {
        match &self.session {
            Some(name) => format!("sign in with `aws sso login --sso-session {name}`"),
            None => format!("sign in to {} with `aws sso login` and the profile", self.start_url),
        }
    }
}

/// Requests the credentials of a role in an account from the single sign-on portal
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>).
///
/// The user signs in with `aws sso login`, which stores a token in a directory. The token of a session is refreshed
/// there shortly before it expires.
#[derive(Clone)]
pub struct SsoCredentials {
    client: Client,
    tokens: Tokens,
    config: Config,
    account_id: String,
    role_name: String,
}

impl SsoCredentials {
    /// Creates a provider for the role in the account. Tokens are in the directory, which for the AWS CLI is
    /// `~/.aws/sso/cache`. The configuration is used without its region and credentials.
    pub fn new(
        account_id: impl Into<String>,
        role_name: impl Into<String>,
        sign_in: SignIn,
        directory: impl Into<PathBuf>,
        config: &Config,
    ) -> Self {
        let config = calls(config, &sign_in);
        Self {
            client: Client::from_conf(config.clone()),
            tokens: Tokens::new(sign_in, directory.into(), &config),
            config,
            account_id: account_id.into(),
            role_name: role_name.into(),
        }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let Self { account_id, role_name, .. } = self;
        let sign_in = self.tokens.sign_in();
        let token = self.tokens.get(self.config.now()).await?;
        let call = self.client.get_role_credentials().account_id(account_id).role_name(role_name).access_token(token);
        let failed = |reason: String| {
            let what = format!(
                "failed to get credentials of the role `{role_name}` in the account {account_id} from single sign-on"
            );
            CredentialsError::provider_error(format!("{what}: {reason}"))
        };
        let answer = call.send().await.map_err(|error| {
            let is_signed_out = error
                .as_service_error()
                .is_some_and(tinsmith_credentials_sso::error::OperationError::is_unauthorized_exception);
            let advice = if is_signed_out { format!("; {}", sign_in.advice()) } else { String::new() };
            failed(format!("{}{advice}", DisplayChain(&error)))
        })?;
        let keys = answer.role_credentials.ok_or_else(|| failed("the response contains none".to_owned()))?;
        match (keys.access_key_id, keys.secret_access_key) {
            (Some(id), Some(secret)) if !id.is_empty() && !secret.is_empty() => {
                let milliseconds = keys.expiration.and_then(|it| u64::try_from(it).ok()).filter(|it| *it > 0);
                let expiry = milliseconds.and_then(|it| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(it)));
                Ok(Credentials::new(id, secret, keys.session_token, expiry, "SSO"))
            }
            _ => Err(failed("the response contains none".to_owned())),
        }
    }
}

/// Provides the token of a single sign-on session to services that accept bearer tokens
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/access-sso.html>).
///
/// The token is the one of [`SsoCredentials`]. It is refreshed shortly before it expires.
#[derive(Clone)]
pub struct SsoTokens {
    tokens: Tokens,
    config: Config,
}

impl SsoTokens {
    /// Creates a provider of the token that a sign-in stored in this directory, which for the AWS CLI is
    /// `~/.aws/sso/cache`. The configuration is used without its region and credentials.
    pub fn new(sign_in: SignIn, directory: impl Into<PathBuf>, config: &Config) -> Self {
        let config = calls(config, &sign_in);
        Self { tokens: Tokens::new(sign_in, directory.into(), &config), config }
    }
}

impl fmt::Debug for SsoTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SsoTokens").field("sign_in", self.tokens.sign_in()).finish_non_exhaustive()
    }
}

impl ProvideToken for SsoTokens {
    fn provide_token<'a>(&'a self) -> future::ProvideToken<'a>
    where
        Self: 'a,
    {
        future::ProvideToken::new(async {
            let token = self.tokens.get(self.config.now()).await;
            token.map(|it| Token::new(it, None)).map_err(TokenError::provider_error)
        })
    }
}

/// The configuration of calls to the portal and its token service.
fn calls(config: &Config, sign_in: &SignIn) -> Config {
    let mut builder = config.to_builder();
    builder.set_credentials_provider(None);
    builder.set_validation(Some(ValidationPolicy::Off));
    builder.set_region(Some(Region::new(sign_in.region.clone())));
    builder.build()
}

impl fmt::Debug for SsoCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SsoCredentials")
            .field("sign_in", self.tokens.sign_in())
            .field("account_id", &self.account_id)
            .field("role_name", &self.role_name)
            .finish_non_exhaustive()
    }
}

impl ProvideCredentials for SsoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
