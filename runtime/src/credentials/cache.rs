//! A cache of credentials that refreshes them shortly before they expire.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use super::{Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider};
use crate::error::DisplayChain;
use crate::primitives::DateTime;

/// Credentials are refreshed this long before they expire, or after five sixths of a shorter lifetime.
const MARGIN: Duration = Duration::from_secs(5 * 60);
const MARGIN_OF_LIFE: u32 = 6;
/// How long to cache credentials without an expiry.
const DEFAULT_LIFE: Duration = Duration::from_secs(15 * 60);
/// The pause after a failed refresh, while the old credentials are still valid.
const RETRY_AFTER: Duration = Duration::from_secs(30);

/// A provider with the credentials that it last returned.
///
/// One caller refreshes credentials before they expire, while others use the old ones. If there are no valid
/// credentials, the others wait for that caller and share the result, including an error. While the old credentials are
/// valid, a failed refresh is logged and tried again later.
#[derive(Debug)]
pub struct CachedCredentials {
    provider: SharedCredentialsProvider,
    current: RwLock<Option<Kept>>,
    /// Held by the caller who asks the provider while others wait.
    refresh: tokio::sync::Mutex<()>,
    /// The number of finished refreshes.
    refreshes: AtomicU64,
    /// The error of the last refresh, if it failed.
    failure: Mutex<Option<Arc<CredentialsError>>>,
}

#[derive(Clone, Debug)]
struct Kept {
    credentials: Credentials,
    /// When to refresh.
    until: SystemTime,
    /// When the credentials expire.
    expiry: Option<SystemTime>,
}

impl Kept {
    fn new(credentials: Credentials, now: SystemTime) -> Self {
        let expiry = credentials.expiry();
        let until = match expiry {
            Some(expiry) => {
                let life = expiry.duration_since(now).unwrap_or_default();
                let margin = MARGIN.min(life / MARGIN_OF_LIFE);
                expiry.checked_sub(margin).unwrap_or(expiry)
            }
            None => now.checked_add(DEFAULT_LIFE).unwrap_or(now),
        };
        Self { credentials, until, expiry }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        now < self.until
    }

    /// Whether the credentials can still sign a request. Without an expiry, they always can.
    fn is_good(&self, now: SystemTime) -> bool {
        self.expiry.is_none_or(|expiry| now < expiry)
    }
}

/// The result of a refresh.
enum Refreshed {
    Credentials(Credentials),
    Failure(Arc<CredentialsError>),
}

impl CachedCredentials {
    /// Creates an empty cache.
    pub fn new(provider: SharedCredentialsProvider) -> Self {
        Self {
            provider,
            current: RwLock::new(None),
            refresh: tokio::sync::Mutex::new(()),
            refreshes: AtomicU64::new(0),
            failure: Mutex::new(None),
        }
    }

    /// The provider behind the cache.
    pub fn provider(&self) -> &SharedCredentialsProvider {
        &self.provider
    }

    /// Returns credentials that are valid at this time.
    pub async fn get(&self, now: SystemTime) -> Result<Credentials, CredentialsError> {
        match self.kept().filter(|it| it.is_fresh(now)) {
            Some(kept) => Ok(kept.credentials),
            None => self.renewed(now).await,
        }
    }

    /// Boxed, because the steps of a future are compiled in every module that awaits it.
    fn renewed(
        &self,
        now: SystemTime,
    ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>> {
        Box::pin(self.renew(now))
    }

    /// Returns credentials that this caller or another refreshed or, if that fails, those that are still valid.
    async fn renew(&self, now: SystemTime) -> Result<Credentials, CredentialsError> {
        let Some(kept) = self.kept().filter(|it| it.is_good(now)) else { return self.wait(now).await };
        // Either another caller is refreshing them, or this one does.
        let Ok(_one_at_a_time) = self.refresh.try_lock() else { return Ok(kept.credentials) };
        if let Some(fresh) = self.kept().filter(|it| it.is_fresh(now)) {
            return Ok(fresh.credentials);
        }
        match self.ask(now).await {
            Refreshed::Credentials(credentials) => Ok(credentials),
            Refreshed::Failure(error) => {
                tracing::warn!(error = %DisplayChain(&*error), "failed to refresh the credentials; using the old ones");
                self.put_off(now);
                Ok(kept.credentials)
            }
        }
    }

    /// Drops these credentials if they are the cached ones, because the service has rejected them.
    pub(crate) fn forget(&self, refused: &Credentials) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|it| it.credentials == *refused) {
            *current = None;
        }
    }

    /// Waits for valid credentials, refreshed by this caller or another.
    async fn wait(&self, now: SystemTime) -> Result<Credentials, CredentialsError> {
        let seen = self.refreshes.load(Ordering::Acquire);
        let _one_at_a_time = self.refresh.lock().await;
        if let Some(kept) = self.kept().filter(|it| it.is_good(now)) {
            return Ok(kept.credentials);
        }
        if self.refreshes.load(Ordering::Acquire) != seen {
            // Another caller's refresh failed while this one waited. Retrying for each waiting caller would make them
            // wait for each other.
            let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(error) = failure {
                return Err(again(error));
            }
        }
        match self.ask(now).await {
            Refreshed::Credentials(credentials) => Ok(credentials),
            Refreshed::Failure(error) => Err(again(error)),
        }
    }

    /// Asks the provider. The caller holds the lock.
    async fn ask(&self, now: SystemTime) -> Refreshed {
        let outcome = self.provider.provide_credentials().await.and_then(|it| usable(it, now)).map_err(Arc::new);
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = outcome.as_ref().err().cloned();
        let refreshed = match outcome {
            Ok(credentials) => {
                let kept = Kept::new(credentials.clone(), now);
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
                Refreshed::Credentials(credentials)
            }
            Err(error) => Refreshed::Failure(error),
        };
        self.refreshes.fetch_add(1, Ordering::AcqRel);
        refreshed
    }

    /// Uses the old credentials for a while before the next refresh.
    fn put_off(&self, now: SystemTime) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((kept, later)) = current.as_mut().zip(now.checked_add(RETRY_AFTER)) {
            kept.until = kept.expiry.map_or(later, |expiry| later.min(expiry));
        }
    }

    fn kept(&self) -> Option<Kept> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Rejects expired credentials: the service would not accept a request signed with them.
fn usable(credentials: Credentials, now: SystemTime) -> Result<Credentials, CredentialsError> {
    match credentials.expiry() {
        Some(expiry) if expiry <= now => {
            let [expiry, now] = [expiry, now].map(DateTime::from);
            let reason = format!("the credentials expired at {expiry} (the time is {now})");
            Err(CredentialsError::provider_error(reason))
        }
        _ => Ok(credentials),
    }
}

/// Copies an error for another caller.
fn again(error: Arc<CredentialsError>) -> CredentialsError {
    let shared = Shared(error);
    match &*shared.0 {
        CredentialsError::CredentialsNotLoaded(_) => CredentialsError::not_loaded(shared),
        CredentialsError::ProviderTimedOut(it) => CredentialsError::provider_timed_out(it.timeout_duration()),
        CredentialsError::InvalidConfiguration(_) => CredentialsError::invalid_configuration(shared),
        CredentialsError::ProviderError(_) => CredentialsError::provider_error(shared),
        _ => CredentialsError::unhandled(shared),
    }
}

/// The cause of an error that is reported to several callers.
#[derive(Debug)]
struct Shared(Arc<CredentialsError>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(cause) => fmt::Display::fmt(cause, f),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl Error for Shared {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()?.source()
    }
}
