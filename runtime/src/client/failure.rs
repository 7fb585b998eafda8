//! An attempt that failed, and what to do about it.

use std::time::Duration;

use tracing::debug;

use super::{ConstructionError, Fault};
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::{ConstructionFailure, DisplayChain, SdkError};
use crate::retry::{self, Reason};

/// An attempt that failed.
pub(super) struct Failure {
    pub(super) error: SdkError<Fault>,
    /// Why another attempt is worth making, if it is.
    pub(super) reason: Option<Reason>,
    /// The pause that the service asks for.
    pub(super) delay: Option<Duration>,
    /// What the request was signed with, where that has expired.
    pub(super) expired: Option<Credentials>,
}

impl Failure {
    pub(super) fn new(error: SdkError<Fault>, reason: Option<Reason>) -> Self {
        Self { error, reason, delay: None, expired: None }
    }

    pub(super) fn timeout(error: SdkError<Fault>) -> Self {
        Self::new(error, Some(Reason::Timeout))
    }

    /// What the call ends in, unless another attempt is made.
    pub(super) fn error(&self) -> &SdkError<Fault> {
        &self.error
    }

    /// How long to wait before the retry of this number.
    pub(super) fn pause(&self, config: &Config, retry: u32) -> Duration {
        match self.reason {
            Some(Reason::Clock | Reason::Credentials) => Duration::ZERO,
            _ => retry::pause(config.retry(), retry, self.delay),
        }
    }

    /// Asks for other credentials where those of the attempt have expired. Whether another attempt could
    /// do better: not if the provider gives the same ones again.
    pub(super) async fn renew_credentials(&self, config: &Config) -> bool {
        let Some((expired, cache)) = self.expired.as_ref().zip(config.credentials()) else { return true };
        match cache.get(config.now()).await {
            Ok(credentials) => credentials != *expired,
            Err(error) => {
                debug!(error = %DisplayChain(&error), "the credentials have expired, and there are no others");
                false
            }
        }
    }

    /// What the call ends in, if this was its last attempt.
    pub(super) fn finish(self, attempts: u32, retries_exhausted: bool) -> SdkError<Fault> {
        self.error.map_service_error(|fault| Fault { attempts, retries_exhausted, ..fault })
    }
}

impl From<ConstructionError> for Failure {
    fn from(error: ConstructionError) -> Self {
        Self::new(SdkError::ConstructionFailure(ConstructionFailure::new(error)), None)
    }
}
