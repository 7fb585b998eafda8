//! One provider after the other.

use std::error::Error;
use std::fmt::Write;

use aws_credential_types::provider::future::ProvideCredentials as Future;

use super::{Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider};

/// Asks its providers in order. One that has nothing is passed over; any other failure ends the
/// search, because it says that somebody meant to configure that provider.
#[derive(Clone, Debug, Default)]
pub struct CredentialsChain {
    providers: Vec<(&'static str, SharedCredentialsProvider)>,
}

impl CredentialsChain {
    /// A chain without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The chain with one more provider at its end; the name is for messages.
    pub fn or_else(mut self, name: &'static str, provider: impl ProvideCredentials + 'static) -> Self {
        self.providers.push((name, SharedCredentialsProvider::new(provider)));
        self
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let mut reasons = String::from("no provider has credentials");
        for (index, (name, provider)) in self.providers.iter().enumerate() {
            let error = match provider.provide_credentials().await {
                Err(error @ CredentialsError::CredentialsNotLoaded(_)) => error,
                found_or_failed => {
                    tracing::debug!(provider = name, found = found_or_failed.is_ok(), "the provider of credentials");
                    return found_or_failed;
                }
            };
            let separator = if index == 0 { ": " } else { "; " };
            let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            tracing::debug!(provider = name, reason, "the provider has no credentials");
            // Writing to a string does not fail.
            let _ = write!(reasons, "{separator}{name}: {reason}");
        }
        Err(CredentialsError::not_loaded(reasons))
    }
}

impl ProvideCredentials for CredentialsChain {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(self.load())
    }
}
