//! Where a loaded configuration finds credentials: environment variables, the profile, several sources in order.

mod chain;
mod environment;
mod mfa;
mod profile;

use super::{Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider};

pub use chain::CredentialsChain;
pub use environment::EnvironmentCredentials;
pub use mfa::{MfaFuture, MfaPrompt};
pub use profile::ProfileCredentials;

/// The names of the parts of a key in a source.
struct KeyNames {
    id: &'static str,
    secret: &'static str,
    /// Alternatives: the first one that is set counts.
    tokens: [&'static str; 2],
}

/// Reads credentials from a source, if they are complete.
///
/// A source without an access key id has no credentials, whatever else it contains. With one, the secret key is
/// required.
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
            Err(CredentialsError::invalid_configuration(format!("{source} has `{id}` but not `{secret}`")))
        }
        (None, Some(_)) => Err(CredentialsError::not_loaded(format!("{source} has `{secret}` but not `{id}`"))),
        (None, None) => Err(CredentialsError::not_loaded(format!("{source} has no `{id}`"))),
    }
}
