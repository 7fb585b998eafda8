//! Why a request could not be made.

use std::fmt;
use std::time::Duration;

use aws_credential_types::provider::error::TokenError;

use crate::credentials::{CredentialsError, SharedCredentialsProvider};
use crate::endpoint::EndpointError;
use crate::message::SerializeError;
use crate::sign::SignError;

/// Why a request could not be made: the source of a
/// [`ConstructionFailure`](crate::error::ConstructionFailure).
#[derive(Debug)]
#[non_exhaustive]
pub enum ConstructionError {
    /// No provider is configured, or none has credentials; the source says which were asked.
    NoCredentials(Option<CredentialsError>),
    /// Nothing is configured for any of the authentication schemes of the operation, which are named by their traits.
    NoIdentity(Vec<&'static str>),
    /// A provider that has credentials failed.
    Credentials(CredentialsError),
    /// The provider of credentials took longer than `credentials_timeout` of the configuration allows.
    CredentialsTimeout {
        /// The provider: its type, and of a chain the member that was asked.
        provider: String,
        /// The time that it had.
        limit: Duration,
    },
    /// A provider of bearer tokens failed.
    Token(TokenError),
    /// There is no endpoint; without a region, for one.
    Endpoint(EndpointError),
    /// The protocol cannot write the input.
    Serialize(SerializeError),
    /// The request cannot be signed.
    Sign(SignError),
    /// No connector is configured, and none is compiled in.
    NoConnector,
    /// Nothing can pause between attempts or end a call that takes too long.
    NoSleep,
    /// A blocking call was made where a tokio runtime runs, which it would hold up.
    BlockingInAsync,
    /// No runtime for blocking calls could be started.
    NoRuntime(std::io::Error),
}

impl ConstructionError {
    /// The provider has not answered in time.
    pub(super) fn silent_provider(provider: &SharedCredentialsProvider, limit: Duration) -> Self {
        let shown = format!("{provider:?}");
        let shown = shown.strip_prefix("SharedCredentialsProvider(").unwrap_or(&shown);
        // The type alone, since its fields may be secret, and of a chain the member that is being asked.
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
                    "the credentials provider {provider} did not answer within {limit:?}, the limit that \
                     `credentials_timeout` of the configuration sets"
                );
            }
            Self::NoIdentity(schemes) => return write_missing(schemes, f),
            Self::NoCredentials(Some(_)) => "no credentials to sign the request with",
            Self::NoCredentials(None) => "no credentials: no provider is configured",
            Self::Credentials(_) => "failed to load the credentials to sign the request with",
            Self::Token(_) => "the bearer token could not be loaded",
            Self::Endpoint(_) => "there is no endpoint to send the request to",
            Self::Serialize(_) => "failed to serialize the input",
            Self::Sign(_) => "failed to sign the request",
            Self::NoConnector => {
                "there is no HTTP connector: set one with `http_client`, or turn the feature `https` on"
            }
            Self::NoSleep => "retries and timeouts need a running tokio runtime: start one, or set `sleep_impl`",
            Self::BlockingInAsync => {
                "a blocking call was made inside a tokio runtime, which it would block: await `send` instead"
            }
            Self::NoRuntime(_) => "failed to start a runtime for blocking calls",
        })
    }
}

/// Says which setting each scheme needs.
fn write_missing(schemes: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the request must be authenticated, and the client has no identity for it: ")?;
    for (index, scheme) in schemes.iter().enumerate() {
        if index > 0 {
            f.write_str("; or ")?;
        }
        let name = scheme.rsplit('#').next().unwrap_or(scheme);
        match name {
            "sigv4" => f.write_str("set `credentials_provider` for sigv4"),
            "httpBearerAuth" => f.write_str("set `bearer_token` for httpBearerAuth"),
            "httpBasicAuth" => f.write_str("set `basic_auth_login` for httpBasicAuth"),
            "httpApiKeyAuth" => f.write_str("set `api_key` for httpApiKeyAuth"),
            name => write!(
                f,
                "{name} is not supported, so set `allow_no_auth` and add the header field with `mutate_request`"
            ),
        }?;
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
            Self::Serialize(error) => Some(error),
            Self::Sign(error) => std::error::Error::source(error),
            Self::NoRuntime(error) => Some(error),
            Self::NoIdentity(_)
            | Self::CredentialsTimeout { .. }
            | Self::NoConnector
            | Self::NoSleep
            | Self::BlockingInAsync => None,
        }
    }
}
