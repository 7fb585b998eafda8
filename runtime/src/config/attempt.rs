//! What a program's hook sees of each attempt.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Config;
use crate::error::ConnectorErrorKind;

/// A finished attempt of a call. It holds no secrets of input or output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The name of the service, such as `IAM`.
    pub service: &'a str,
    /// The name of the operation, such as `UpdateAccessKey`.
    pub operation: &'a str,
    /// The call's `amz-sdk-invocation-id`, the same for all its attempts.
    pub invocation_id: &'a str,
    /// The number of the attempt, starting at 1.
    pub number: u32,
    /// The maximum number of attempts of the call.
    pub max_attempts: u32,
    /// The outcome.
    pub outcome: AttemptOutcome<'a>,
    /// The duration by the configured clock, from signing to the end of the response.
    pub duration: Duration,
    /// The pause before the next attempt; `None` if there is none. In adaptive mode, waiting for the rate limiter adds
    /// to it.
    pub delay: Option<Duration>,
}

/// The outcome of an attempt. The names are those of [`SdkError`](crate::error::SdkError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome<'a> {
    /// A successful response.
    Success,
    /// An error response of the service.
    ServiceError {
        /// The HTTP status.
        status: u16,
        /// The error's code, such as `Throttling`.
        code: Option<&'a str>,
        /// The request id.
        request_id: Option<&'a str>,
    },
    /// A response that could not be read.
    ResponseError {
        /// The HTTP status.
        status: u16,
    },
    /// No response, because of this kind of failure.
    DispatchFailure(ConnectorErrorKind),
    /// The attempt timed out.
    TimeoutError,
    /// The request could not be created, for example because there are no credentials.
    ConstructionFailure,
    /// The call was dropped or timed out during the attempt.
    Dropped,
}

/// The program's hook for attempts.
#[derive(Clone)]
pub(crate) struct AttemptHook(Arc<dyn Fn(&Attempt<'_>) + Send + Sync>);

impl AttemptHook {
    pub(super) fn new(see: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(see))
    }

    pub(crate) fn see(&self, attempt: &Attempt<'_>) {
        (self.0)(attempt);
    }
}

impl fmt::Debug for AttemptHook {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AttemptHook")
    }
}

impl Config {
    pub(crate) fn attempt_hook(&self) -> Option<&AttemptHook> {
        self.settings.attempt_hook.as_ref()
    }
}
