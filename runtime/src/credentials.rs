//! Where the keys that sign requests come from.
//!
//! A client takes any provider of `aws_credential_types`. Those here need no network:
//! [`EnvironmentCredentials`], [`ProfileCredentials`], and [`CredentialsChain`], which asks one
//! after the other. [`CachedCredentials`] keeps what a provider gave. What needs processes,
//! endpoints and other services is in the crate `tinsmith-credentials`.

mod cache;
mod chain;
mod environment;
mod mfa;
mod profile;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::provider::error::CredentialsError;
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};

pub use cache::CachedCredentials;
pub use chain::CredentialsChain;
pub use environment::EnvironmentCredentials;
pub use mfa::{MfaFuture, MfaPrompt};
pub use profile::ProfileCredentials;

/// The names under which a source holds the parts of a key.
struct KeyNames {
    id: &'static str,
    secret: &'static str,
    /// The first one that is set counts.
    tokens: [&'static str; 2],
}

/// Credentials from keys that a source holds, if they are complete.
///
/// Without an access key id the source has no credentials, whatever else it holds; with one, the
/// secret has to be there too.
fn from_keys<'a>(
    source: &str,
    names: &KeyNames,
    provider: &'static str,
    get: impl Fn(&str) -> Option<&'a str>,
) -> Result<Credentials, CredentialsError> {
    let KeyNames { id, secret, tokens } = names;
    let get = |name| get(name).filter(|it| !it.trim().is_empty()).map(str::to_owned);
    match (get(id), get(secret)) {
        (Some(id), Some(secret)) => {
            let token = tokens.iter().find_map(|name| get(name));
            Ok(Credentials::new(id, secret, token, None, provider))
        }
        (Some(_), None) => {
            Err(CredentialsError::invalid_configuration(format!("{source} has `{id}`, but `{secret}` is missing")))
        }
        (None, Some(_)) => Err(CredentialsError::not_loaded(format!("{source} has `{secret}`, but `{id}` is missing"))),
        (None, None) => Err(CredentialsError::not_loaded(format!("{source} has no `{id}`"))),
    }
}
