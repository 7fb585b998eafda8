//! Waits until a resource reaches a state.

use std::time::Duration;

use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::waiters::{Ended, wait_values};

use super::request::complete;
use super::{CallError, CallErrorKind, Request, Response};

impl Request {
    /// Polls the operation until the waiter with this name in the model ends, or `max_wait` has passed. Returns the last
    /// response, or `None` if the waiter waits for an error, such as that of a resource that is gone.
    ///
    /// # Errors
    ///
    /// The operation has no such waiter, the state cannot be reached any more, a poll fails, or the time has passed.
    pub async fn wait(self, waiter: &str, max_wait: Duration) -> Result<Option<Response>, CallError> {
        let Self { mut input, operation, client } = self;
        let found = operation.waiters().iter().find(|it| it.name == waiter);
        complete(operation, &mut input);
        let missing = || CallError::input(format_args!("the operation {} has no waiter {waiter}", operation.name));
        let found = found.ok_or_else(missing)?;
        match wait_values(client.handle(), operation, &input, found, max_wait).await {
            Ended::Reached(Ok(output)) => Ok(Some(Response::new(&client, operation, output))),
            Ended::Reached(Err(_)) => Ok(None),
            Ended::Failed(Ok(_)) => Err(CallError::new(
                CallErrorKind::Wait,
                "the resource reached a state from which the wait cannot succeed",
            )),
            Ended::Failed(Err(error)) | Ended::Error(error) => Err(CallError::of(operation, &error)),
            Ended::Refused(error) => Err(CallError::new(CallErrorKind::Wait, DisplayChain(&error))),
            Ended::ExceededMaxWait => {
                let message = format_args!("the resource did not reach the state within {max_wait:?}");
                Err(CallError::new(CallErrorKind::Wait, message))
            }
        }
    }
}
