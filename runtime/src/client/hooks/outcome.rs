//! Outcomes of attempts and calls, which interceptors may replace.

use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::{Answer, EndMut, EndRef, Failed, Hooks, Told};
use crate::client::Fault;
use crate::client::failure::Failure;
use crate::error::{ConnectorErrorKind, DispatchFailure, DisplayChain, SdkError, ServiceError, TransportError};
use crate::message::{Headers, Response};
use crate::result;
use crate::retry;

/// The change that interceptors made to an outcome.
enum Change {
    /// None.
    None,
    /// It is now an output.
    Output,
    /// It is now another failure.
    Failure(OrchestratorError<Error>),
}

/// The failure of a call with interceptors.
pub(in crate::client) enum Ended {
    /// The call's own failure.
    Own(SdkError<Fault>),
    /// The failure with which an interceptor replaced it.
    Replaced(Replaced),
}

/// A failure set by an interceptor.
pub(in crate::client) enum Replaced {
    /// A service error with its response.
    Service(Error, HttpResponse),
    Other(result::SdkError<Error>),
}

impl Hooks {
    /// Ends an attempt.
    pub(in crate::client) fn after_attempt(&mut self, made: Result<(), Failure>) -> Result<(), Failure> {
        let Some(told) = &mut self.0 else { return made };
        let change = told.change(made.as_ref().err().map(Failure::error), |told| {
            let read = match std::mem::take(&mut told.is_reading) {
                true => {
                    told.context.enter_after_deserialization_phase();
                    tell!(told, read_after_deserialization(&Answer))
                }
                false => Ok(()),
            };
            let changed = tell!(told, modify_before_attempt_completion(&mut EndMut));
            read.and(changed).and(tell!(told, read_after_attempt(&EndRef)))
        });
        match change {
            Change::None => made,
            Change::Output => Ok(()),
            Change::Failure(error) => {
                let failure = told.failure(&error);
                told.replaced = Some(error);
                Err(failure)
            }
        }
    }

    /// Ends the call.
    pub(in crate::client) fn finish(self, made: Result<(), SdkError<Fault>>) -> Result<Output, Ended> {
        let Some(mut told) = self.0 else { return Err(Ended::Own(nothing_left())) };
        let change = told.change(made.as_ref().err(), |told| {
            let changed = tell!(told, modify_before_completion(&mut EndMut));
            changed.and(tell!(told, read_after_execution(&EndRef)))
        });
        if let Change::Failure(error) = change {
            told.replaced = Some(error);
        } else if let (Change::Output, _) | (_, Ok(())) = (&change, &made) {
            return told.output.take().ok_or_else(|| Ended::Own(nothing_left()));
        }
        match (told.replaced.take(), made) {
            (Some(error), _) => Err(Ended::Replaced(told.official(error))),
            (None, Err(error)) => Err(Ended::Own(error)),
            (None, Ok(())) => Err(Ended::Own(nothing_left())),
        }
    }
}

impl Told {
    /// Passes an outcome to interceptors, which may replace it.
    fn change(
        &mut self,
        failure: Option<&SdkError<Fault>>,
        tell: impl FnOnce(&mut Self) -> Result<(), Failed>,
    ) -> Change {
        let was_replaced = self.replaced.is_some();
        let outcome = match failure {
            None => self.output.take().ok_or_else(|| OrchestratorError::other("the attempt has no output")),
            Some(error) => {
                let own = || (self.types.failure)(self.operation, error);
                Err(self.replaced.take().unwrap_or_else(own))
            }
        };
        let before = outcome.as_ref().err().map(|error| self.address(error));
        self.context.set_output_or_error(outcome);
        if let Err(failed) = tell(self) {
            return Change::Failure(OrchestratorError::other(failed));
        }
        match self.context.take_output_or_error() {
            Some(Ok(output)) => {
                self.output = Some(output);
                if failure.is_some() { Change::Output } else { Change::None }
            }
            Some(Err(error)) if before == Some(self.address(&error)) => {
                self.replaced = Some(error).filter(|_| was_replaced);
                Change::None
            }
            Some(Err(error)) => Change::Failure(error),
            None => Change::Failure(OrchestratorError::other(NOTHING_LEFT)),
        }
    }

    /// The address of a service error, by which it is recognized. `None` for other failures, which there is no reason
    /// to replace with similar ones.
    fn address(&self, error: &OrchestratorError<Error>) -> Option<usize> {
        error.as_operation_error().and_then(|it| (self.types.address)(it))
    }

    /// The failure of an attempt for an error that an interceptor set. It decides whether to retry.
    fn failure(&self, error: &OrchestratorError<Error>) -> Failure {
        let Some(meta) = error.as_operation_error().and_then(|it| (self.types.meta)(it)) else {
            let error = TransportError::new(ConnectorErrorKind::Other, DisplayChain(error).to_string());
            return Failure::new(SdkError::DispatchFailure(DispatchFailure::new(error)), None);
        };
        let response = Response::new(200, Headers::default(), Vec::new());
        let reason = retry::of_service(meta.code(), None, &response);
        let fault = Fault { index: None, meta, attempts: 0, retries_exhausted: false };
        Failure::new(SdkError::ServiceError(ServiceError::new(fault, response)), reason)
    }

    /// A failure that an interceptor set, for the caller.
    fn official(mut self: Box<Self>, error: OrchestratorError<Error>) -> Replaced {
        if self.context.response().is_none()
            && let Ok(status) = StatusCode::try_from(200)
        {
            self.context.set_response(HttpResponse::new(status, SdkBody::empty()));
        }
        if !error.is_operation_error() {
            return match self.context.finalize_result(Err::<Output, _>(error)) {
                Err(error) => Replaced::Other(error),
                Ok(_) => Replaced::Other(result::SdkError::construction_failure(NOTHING_LEFT)),
            };
        }
        let mut service = None;
        let _ = error.map_operation_error(|it| service = Some(it));
        let (_, _, _, response) = self.context.into_parts();
        match service.zip(response) {
            Some((error, response)) => Replaced::Service(error, response),
            None => Replaced::Other(result::SdkError::construction_failure(NOTHING_LEFT)),
        }
    }
}

const NOTHING_LEFT: &str = "an interceptor removed the outcome";

fn nothing_left() -> SdkError<Fault> {
    SdkError::construction_failure(NOTHING_LEFT)
}
