//! Waiters: they poll an operation until a resource reaches a state.
//!
//! The model says in a table ([`Waiter`]) what each response means
//! (<https://smithy.io/2.0/additional-specs/waiters.html>). Generated code gives the client a method for each waiter,
//! with [`waiters!`](crate::waiters).
//!
//! The result types are those of the official SDK: [`FinalPoll`] and [`WaiterError`].

mod backoff;
mod judge;

use std::future::Future;
use std::time::Duration;

use aws_smithy_runtime_api::client::waiters::error::{FailureState, OperationFailed};
use tracing::{Instrument, debug, debug_span};

pub use aws_smithy_runtime_api::client::waiters::FinalPoll;
pub use aws_smithy_runtime_api::client::waiters::error::WaiterError;
pub use judge::{Answer, accepted};

use crate::client::{Call, ConstructionError, Fault, Handle, typed};
use crate::dynamic::Dynamic;
use crate::error;
use crate::result::SdkError;
use crate::schema::waiters::{State, Waiter};
use crate::service::Operation;
use crate::shape::Blank;
use crate::validate::Violations;
use backoff::Watch;

/// The result of a wait: the final response, or the reason why the wait failed.
pub type Outcome<C> = Result<
    FinalPoll<<C as Call>::Output, SdkError<<C as Call>::Error>>,
    WaiterError<<C as Call>::Output, <C as Call>::Error>,
>;

/// Polls the operation until an acceptor of the waiter ends the wait or `max_wait` has passed.
///
/// Pauses are whole seconds and grow with each poll. The last poll starts when `max_wait` has passed. A poll in
/// progress is not interrupted.
///
/// # Errors
///
/// - `ConstructionFailure` if the input is invalid, or there is no sleep for pauses. Nothing was sent.
/// - `FailureState` if an acceptor says that the state cannot be reached any more.
/// - `OperationFailed` for errors that match no acceptor. A failure without a response, such as a lost connection,
///   always is one.
/// - `ExceededMaxWait` if `max_wait` has passed.
#[inline]
pub async fn wait<C: Call<Input: Clone>>(
    handle: &Handle,
    input: C::Input,
    waiter: &'static Waiter,
    max_wait: Duration,
) -> Outcome<C> {
    poll::<C>(handle, input, waiter, max_wait).instrument(debug_span!("wait", waiter = waiter.name)).await
}

#[inline]
async fn poll<C: Call<Input: Clone>>(
    handle: &Handle,
    input: C::Input,
    waiter: &'static Waiter,
    max_wait: Duration,
) -> Outcome<C> {
    let mut watch = Watch::start(handle.config(), waiter, max_wait).map_err(WaiterError::construction_failure)?;
    loop {
        // Each poll is a separate call, with its own idempotency token.
        let (mut sent, mut output) = (input.clone(), C::Output::blank());
        let answered = handle.invoke(C::OPERATION, &mut sent, &mut output, None).await;
        let answer = match &answered {
            Ok(()) => Some(Answer::Output(&output, &sent)),
            Err(error) => error.as_service_error().map(Answer::Error),
        };
        let state = answer.and_then(|it| accepted(waiter, C::OPERATION, it)).map(|it| it.state);
        debug!(?state, "judged");
        let answered = answered.map(|()| output).map_err(typed::<C>);
        match (state, answered) {
            (Some(State::Success), answered) => return Ok(FinalPoll::new(answered)),
            (Some(State::Failure), answered) => {
                let poll = FinalPoll::new(answered.map_err(SdkError::into_service_error));
                return Err(WaiterError::FailureState(FailureState::new(poll)));
            }
            (None, Err(error)) if Violations::behind(&error).is_some() => {
                return Err(WaiterError::construction_failure(error));
            }
            (None, Err(error)) => return Err(WaiterError::OperationFailed(OperationFailed::new(error))),
            (Some(State::Retry), _) | (None, Ok(_)) => {}
        }
        watch.pause().await.map_err(WaiterError::ExceededMaxWait)?;
    }
}

/// How a wait with dynamic values ended.
#[derive(Debug)]
pub enum Ended {
    /// An acceptor says that the state is reached.
    Reached(Result<Dynamic, error::SdkError<Fault>>),
    /// An acceptor says that the state cannot be reached any more.
    Failed(Result<Dynamic, error::SdkError<Fault>>),
    /// A poll failed with an error that matches no acceptor.
    Error(error::SdkError<Fault>),
    /// There is no sleep for pauses.
    Refused(ConstructionError),
    /// The time has passed.
    ExceededMaxWait,
}

/// Like [`wait`], with dynamic values. Each poll sends a copy of the input.
// Not a `pub async fn`, whose steps Rust compiles in this crate even if it is `#[inline]`.
#[inline]
pub fn wait_values(
    handle: &Handle,
    operation: &'static Operation,
    input: &Dynamic,
    waiter: &'static Waiter,
    max_wait: Duration,
) -> impl Future<Output = Ended> {
    poll_values(handle, operation, input, waiter, max_wait)
}

#[inline]
async fn poll_values(
    handle: &Handle,
    operation: &'static Operation,
    input: &Dynamic,
    waiter: &'static Waiter,
    max_wait: Duration,
) -> Ended {
    let mut watch = match Watch::start(handle.config(), waiter, max_wait) {
        Ok(watch) => watch,
        Err(error) => return Ended::Refused(error),
    };
    loop {
        let (mut sent, mut output) = (input.clone(), Dynamic::new(operation.output));
        let answered = handle.invoke(operation, &mut sent, &mut output, None).await;
        let answer = match &answered {
            Ok(()) => Some(Answer::Output(&output, &sent)),
            Err(error) => error.as_service_error().map(Answer::Error),
        };
        let state = answer.and_then(|it| accepted(waiter, operation, it)).map(|it| it.state);
        debug!(?state, "judged");
        match (state, answered.map(|()| output)) {
            (Some(State::Success), answered) => return Ended::Reached(answered),
            (Some(State::Failure), answered) => return Ended::Failed(answered),
            (None, Err(error)) => return Ended::Error(error),
            (Some(State::Retry), _) | (None, Ok(_)) => {}
        }
        if watch.pause().await.is_err() {
            return Ended::ExceededMaxWait;
        }
    }
}
