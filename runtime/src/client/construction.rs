//! Errors of creating a request.

use std::fmt;
use std::time::Duration;

use aws_credential_types::provider::error::TokenError;

#[cfg(feature = "loader")]
use crate::config::ConfigErrors;
use crate::credentials::{CredentialsError, SharedCredentialsProvider};
use crate::endpoint::EndpointError;
use crate::message::SerializeError;
use crate::sign::SignError;

/// The error of a request that could not be created: the source of a
/// [`ConstructionFailure`](crate::error::ConstructionFailure).
#[derive(Debug)]
#[non_exhaustive]
pub enum ConstructionError {
    /// No provider is configured, or none has credentials. The source lists the providers that were tried.
    NoCredentials(Option<CredentialsError>),
    /// Nothing is configured for any of the authentication schemes of the operation, which are named by their traits. If
    /// the environment is read, also the end of the names of the service's variables.
    NoIdentity(Vec<&'static str>, Option<String>),
    /// A provider that is configured failed.
    Credentials(CredentialsError),
    /// The credentials provider took longer than the configured `credentials_timeout`.
    CredentialsTimeout {
        /// The provider's type; for a chain, the member that was being tried.
        provider: String,
        /// The time limit.
        limit: Duration,
    },
    /// A provider of bearer tokens failed.
    Token(TokenError),
    /// No endpoint could be resolved, for example because there is no region.
    Endpoint(EndpointError),
    /// A setting in the environment or the profile that the call uses has an invalid value.
    #[cfg(feature = "loader")]
    Config(ConfigErrors),
    /// The protocol cannot serialize the input.
    Serialize(SerializeError),
    /// The request cannot be signed.
    Sign(SignError),
    /// No connector is configured or compiled in.
    NoConnector,
    /// There is no sleep implementation, which retries and timeouts need.
    NoSleep,
    /// A blocking call was made inside a tokio runtime, which it would hold up.
    BlockingInAsync,
    /// The runtime for blocking calls could not be started.
    NoRuntime(std::io::Error),
}

impl ConstructionError {
    /// The error for a provider that did not respond in time.
    pub(super) fn silent_provider(provider: &SharedCredentialsProvider, limit: Duration) -> Self {
        let shown = format!("{provider:?}");
        let shown = shown.strip_prefix("SharedCredentialsProvider(").unwrap_or(&shown);
        // Only the type, because fields may be secret; for a chain, the member that is being tried.
        let is_chain = shown.starts_with("CredentialsChain(");
        let is_end = |c: char| if is_chain { c == ')' } else { !(c.is_alphanumeric() || c == '_') };
        let end = shown.find(is_end).map_or(shown.len(), |end| end + usize::from(is_chain));
        Self::CredentialsTimeout { provider: shown[..end].to_owned(), limit }
    }
}

impl From<CredentialsError> for ConstructionError {
    fn from(error: CredentialsError) -> Self {
        match error {
            CredentialsError::CredentialsNotLoaded(_) => Self::NoCredentials(Some(error)),
            _ => Self::Credentials(error),
        }
    }
}

impl From<EndpointError> for ConstructionError {
    fn from(error: EndpointError) -> Self {
        Self::Endpoint(error)
    }
}

#[cfg(feature = "loader")]
impl From<ConfigErrors> for ConstructionError {
    fn from(errors: ConfigErrors) -> Self {
        Self::Config(errors)
    }
}

impl From<SerializeError> for ConstructionError {
    fn from(error: SerializeError) -> Self {
        Self::Serialize(error)
    }
}

impl From<SignError> for ConstructionError {
    fn from(error: SignError) -> Self {
        Self::Sign(error)
    }
}

impl fmt::Display for ConstructionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CredentialsTimeout { provider, limit } => {
                return write!(
                    f,
                    "the credentials provider {provider} did not answer within {limit:?}, the \
                     configured `credentials_timeout`"
                );
            }
            Self::NoIdentity(schemes, variables) => return write_missing(schemes, variables.as_deref(), f),
            Self::NoCredentials(Some(_)) => "no credentials found to sign the request with",
            Self::NoCredentials(None) if cfg!(feature = "loader") => {
                "no credentials: no credentials provider is configured"
            }
            Self::NoCredentials(None) => {
                "no credentials: set `credentials_provider`, or enable the feature `loader` and load a configuration"
            }
            Self::Credentials(_) => "failed to load the credentials to sign the request with",
            Self::Token(_) => "failed to load the bearer token",
            Self::Endpoint(_) => "failed to resolve the endpoint",
            #[cfg(feature = "loader")]
            Self::Config(_) => "invalid configuration",
            Self::Serialize(_) => "failed to serialize the input",
            Self::Sign(_) => "failed to sign the request",
            Self::NoConnector => {
                "there is no HTTP connector: set one with `http_client`, or enable the feature `https`"
            }
            Self::NoSleep => "retries and timeouts need a running tokio runtime: start one, or set `sleep_impl`",
            Self::BlockingInAsync => {
                "a blocking call was made inside a tokio runtime, which it would block: await `send` instead"
            }
            Self::NoRuntime(_) => "failed to start a runtime for blocking calls",
        })
    }
}

/// Says which setting each scheme needs. `variables` is the end of the names of variables, if the environment is read.
fn write_missing(schemes: &[&str], variables: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the request must be authenticated, and the client has no identity for it: ")?;
    for (index, scheme) in schemes.iter().enumerate() {
        if index > 0 {
            f.write_str("; or ")?;
        }
        let name = scheme.rsplit('#').next().unwrap_or(scheme);
        match name {
            "sigv4" => f.write_str("set `credentials_provider` for sigv4"),
            "sigv4a" => f.write_str("enable the client's feature `sigv4a` for sigv4a"),
            "httpDigestAuth" if cfg!(feature = "digest-auth") => {
                f.write_str("set `digest_auth_login` for httpDigestAuth")
            }
            "httpBearerAuth" => f.write_str("set `bearer_token` for httpBearerAuth"),
            "httpBasicAuth" => f.write_str("set `basic_auth_login` for httpBasicAuth"),
            "httpApiKeyAuth" => f.write_str("set `api_key` for httpApiKeyAuth"),
            name => write!(
                f,
                "{name} is not supported, so set `allow_no_auth` and add the header field with `mutate_request`"
            ),
        }?;
        let variable = match name {
            "httpDigestAuth" if cfg!(feature = "digest-auth") => "DIGEST_AUTH",
            "httpBearerAuth" => "AWS_BEARER_TOKEN",
            "httpBasicAuth" => "BASIC_AUTH",
            "httpApiKeyAuth" => "API_KEY",
            _ => continue,
        };
        if let Some(service) = variables {
            write!(f, ", or the environment variable `{variable}_{service}`")?;
        }
    }
    Ok(())
}

impl std::error::Error for ConstructionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoCredentials(error) => error.as_ref().map(|it| it as _),
            Self::Credentials(error) => Some(error),
            Self::Token(error) => Some(error),
            Self::Endpoint(error) => Some(error),
            #[cfg(feature = "loader")]
            Self::Config(errors) => Some(errors),
            Self::Serialize(error) => Some(error),
            Self::Sign(error) => std::error::Error::source(error),
            Self::NoRuntime(error) => Some(error),
            Self::NoIdentity(..)
            | Self::CredentialsTimeout { .. }
            | Self::NoConnector
            | Self::NoSleep
            | Self::BlockingInAsync => None,
        }
    }
}
