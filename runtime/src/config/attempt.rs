//! What a program sees of each attempt of its calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Config;
use crate::error::ConnectorErrorKind;

/// One attempt of a call, when it is over. It holds no secret, neither of input nor output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The name of the service, such as `IAM`.
    pub service: &'a str,
    /// The name of the operation, such as `UpdateAccessKey`.
    pub operation: &'a str,
    /// What the attempts of one call have in common: its `amz-sdk-invocation-id`.
    pub invocation_id: &'a str,
    /// The number of the attempt, which counts from 1.
    pub number: u32,
    /// How many attempts the call may make.
    pub max_attempts: u32,
    /// What it came to.
    pub outcome: AttemptOutcome<'a>,
    /// How long it took, by the clock of the configuration: from signing to the answer's end.
    pub duration: Duration,
    /// The pause before the next attempt; None where there is none. In adaptive mode, the wait for
    /// the client's turn comes on top.
    pub delay: Option<Duration>,
}

/// What an attempt came to. The names are those of [`SdkError`](crate::error::SdkError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome<'a> {
    /// The output.
    Success,
    /// An error of the service.
    ServiceError {
        /// The HTTP status.
        status: u16,
        /// The error's code, such as `Throttling`.
        code: Option<&'a str>,
        /// The request's id.
        request_id: Option<&'a str>,
    },
    /// An answer that could not be understood, of this HTTP status.
    ResponseError {
        /// The HTTP status.
        status: u16,
    },
    /// No answer, for a failure of this kind.
    DispatchFailure(ConnectorErrorKind),
    /// The time for one attempt ran out.
    TimeoutError,
    /// The request could not be made: no credentials, for one.
    ConstructionFailure,
    /// The call was dropped during the attempt, or its time ran out.
    Dropped,
}

/// What sees the attempts.
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AttemptHook")
    }
}

impl Config {
    pub(crate) fn attempt_hook(&self) -> Option<&AttemptHook> {
        self.settings.attempt_hook.as_ref()
    }
}
