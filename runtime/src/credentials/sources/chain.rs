//! A chain of credentials providers.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_credential_types::provider::future::ProvideCredentials as Future;

use super::{Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider};

/// Tries its providers in order. A provider without credentials is skipped. Any other failure ends the search, because
/// that provider was meant to be used.
#[derive(Clone, Default)]
pub struct CredentialsChain {
    providers: Vec<(Cow<'static, str>, SharedCredentialsProvider)>,
    /// The number of the provider being tried, counted from 1.
    asked: Arc<AtomicUsize>,
}

impl fmt::Debug for CredentialsChain {
    /// Names the provider being tried, or all of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.asked.load(Ordering::Relaxed).checked_sub(1).and_then(|it| self.providers.get(it));
        match asked {
            Some((name, _)) => write!(f, "CredentialsChain({name})"),
            None => {
                let names: Vec<_> = self.providers.iter().map(|(name, _)| name.as_ref()).collect();
                write!(f, "CredentialsChain({})", names.join(", "))
            }
        }
    }
}

impl CredentialsChain {
    /// Creates a chain without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a provider. The name is used in messages.
    pub fn or_else(mut self, name: impl Into<Cow<'static, str>>, provider: impl ProvideCredentials + 'static) -> Self {
        self.providers.push((name.into(), SharedCredentialsProvider::new(provider)));
        self
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let found = self.ask().await;
        // If the call is cancelled before this, the number stays.
        self.asked.store(0, Ordering::Relaxed);
        found
    }

    async fn ask(&self) -> Result<Credentials, CredentialsError> {
        let mut reasons = String::from("no provider has credentials");
        for (index, (name, provider)) in self.providers.iter().enumerate() {
            self.asked.store(index + 1, Ordering::Relaxed);
            let error = match provider.provide_credentials().await {
                Err(error @ CredentialsError::CredentialsNotLoaded(_)) => error,
                found_or_failed => {
                    tracing::debug!(
                        provider = name.as_ref(),
                        found = found_or_failed.is_ok(),
                        "tried a credentials provider"
                    );
                    return found_or_failed;
                }
            };
            let separator = if index == 0 { ": " } else { "; " };
            let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            tracing::debug!(provider = name.as_ref(), reason, "the provider has no credentials");
            // Writing to a string cannot fail.
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
