//! Reports each attempt to the program's hook, however the attempt ends.

use std::time::{Duration, SystemTime};

use super::Fault;
use super::attempt::Request;
use crate::config::{Attempt, AttemptHook, AttemptOutcome};
use crate::error::{ProvideErrorMetadata, RequestId, SdkError};

/// An attempt in progress. If it is dropped before its end, it reports that.
pub(super) struct Watch<'a> {
    request: &'a Request<'a>,
    hook: &'a AttemptHook,
    number: u32,
    max: u32,
    started: SystemTime,
    is_over: bool,
}

impl<'a> Watch<'a> {
    /// Starts to watch the attempt, if a hook is configured.
    pub(super) fn start(request: &'a Request<'a>, number: u32, max: u32) -> Option<Self> {
        let hook = request.config.attempt_hook()?;
        Some(Self { request, hook, number, max, started: request.config.now(), is_over: false })
    }

    /// Reports the end of the attempt, which succeeded if there is no error. The next attempt follows after the delay.
    pub(super) fn end(mut self, error: Option<&SdkError<Fault>>, delay: Option<Duration>) {
        self.is_over = true;
        self.tell(error.map_or(AttemptOutcome::Success, outcome), delay);
    }

    fn tell(&self, outcome: AttemptOutcome<'_>, delay: Option<Duration>) {
        let Request { operation, config, invocation_id, .. } = self.request;
        self.hook.see(&Attempt {
            service: operation.service.sdk_id,
            operation: operation.name,
            invocation_id,
            number: self.number,
            max_attempts: self.max,
            outcome,
            duration: config.now().duration_since(self.started).unwrap_or_default(),
            delay,
        });
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.is_over && !std::thread::panicking() {
            self.tell(AttemptOutcome::Dropped, None);
        }
    }
}

fn outcome(error: &SdkError<Fault>) -> AttemptOutcome<'_> {
    match error {
        SdkError::ServiceError(it) => AttemptOutcome::ServiceError {
            status: it.raw().status().as_u16(),
            code: it.err().code(),
            request_id: it.err().request_id(),
        },
        SdkError::ResponseError(it) => AttemptOutcome::ResponseError { status: it.raw().status().as_u16() },
        SdkError::DispatchFailure(it) => AttemptOutcome::DispatchFailure(it.kind()),
        SdkError::TimeoutError(_) => AttemptOutcome::TimeoutError,
        SdkError::ConstructionFailure(_) | SdkError::ValidationFailure(_) => AttemptOutcome::ConstructionFailure,
    }
}
