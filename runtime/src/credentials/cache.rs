//! Credentials that are kept until they expire.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use super::{Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider};

/// How long before they expire credentials are replaced, so that a request does not outlive them.
const MARGIN: Duration = Duration::from_secs(10);
/// How long credentials are kept that do not say when they expire.
const DEFAULT_LIFE: Duration = Duration::from_secs(15 * 60);

/// A provider with what it last gave.
#[derive(Debug)]
pub struct CachedCredentials {
    provider: SharedCredentialsProvider,
    current: RwLock<Option<Kept>>,
    /// Held by the one caller who asks the provider while the others wait.
    refresh: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Kept {
    credentials: Credentials,
    until: SystemTime,
}

impl CachedCredentials {
    /// Nothing kept yet.
    pub fn new(provider: SharedCredentialsProvider) -> Self {
        Self { provider, current: RwLock::new(None), refresh: tokio::sync::Mutex::new(()) }
    }

    /// The provider behind the cache.
    pub fn provider(&self) -> &SharedCredentialsProvider {
        &self.provider
    }

    /// Credentials that are good at this time.
    pub async fn get(&self, now: SystemTime) -> Result<Credentials, CredentialsError> {
        if let Some(found) = self.kept(now) {
            return Ok(found);
        }
        let _one_at_a_time = self.refresh.lock().await;
        if let Some(found) = self.kept(now) {
            return Ok(found);
        }
        let credentials = self.provider.provide_credentials().await?;
        let until = credentials.expiry().map_or(now + DEFAULT_LIFE, |it| it.checked_sub(MARGIN).unwrap_or(it));
        let kept = Kept { credentials: credentials.clone(), until };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(credentials)
    }

    fn kept(&self, now: SystemTime) -> Option<Credentials> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().filter(|it| now < it.until).map(|it| it.credentials.clone())
    }
}
