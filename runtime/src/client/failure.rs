//! A failed attempt, and how to continue after it.

use std::time::Duration;

use tracing::debug;

use super::{ConstructionError, Fault};
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::{ConstructionFailure, DisplayChain, SdkError};
use crate::retry::{self, Reason};

/// A failed attempt.
pub(super) struct Failure {
    pub(super) error: SdkError<Fault>,
    /// Why the failure can be retried, if it can.
    pub(super) reason: Option<Reason>,
    /// The pause that the service requests.
    pub(super) delay: Option<Duration>,
    /// The credentials of the request, if they have expired.
    pub(super) expired: Option<Credentials>,
}

impl Failure {
    pub(super) fn new(error: SdkError<Fault>, reason: Option<Reason>) -> Self {
        Self { error, reason, delay: None, expired: None }
    }

    pub(super) fn timeout(error: SdkError<Fault>) -> Self {
        Self::new(error, Some(Reason::Timeout))
    }

    /// The error of the call, unless it is retried.
    pub(super) fn error(&self) -> &SdkError<Fault> {
        &self.error
    }

    /// The pause before this retry.
    pub(super) fn pause(&self, config: &Config, retry: u32) -> Duration {
        match self.reason {
            Some(Reason::Clock | Reason::Credentials) => Duration::ZERO,
            _ => retry::pause(config.retry(), retry, self.delay),
        }
    }

    /// Asks for new credentials if those of the attempt have expired. Returns whether a retry is useful: it is not if
    /// the provider returns the same credentials again.
    pub(super) async fn renew_credentials(&self, config: &Config) -> bool {
        let Some((expired, cache)) = self.expired.as_ref().zip(config.credentials()) else { return true };
        match cache.get(config.now()).await {
            Ok(credentials) => credentials != *expired,
            Err(error) => {
                debug!(error = %DisplayChain(&error), "the credentials have expired and could not be renewed");
                false
            }
        }
    }

    /// The error of the call, if this was its last attempt.
    pub(super) fn finish(self, attempts: u32, retries_exhausted: bool) -> SdkError<Fault> {
        self.error.map_service_error(|fault| Fault { attempts, retries_exhausted, ..fault })
    }
}

impl From<ConstructionError> for Failure {
    fn from(error: ConstructionError) -> Self {
        Self::new(SdkError::ConstructionFailure(ConstructionFailure::new(error)), None)
    }
}
