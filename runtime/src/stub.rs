//! A connector for tests of programs that use a client: it returns configured responses and records the requests.
//!
//! A stub replaces the network only. Validation, signing, retries and parsing of responses are the client's own.
//! Outputs are given as values and serialized as the service would serialize them. Retries take no time, and no async
//! runtime is needed.
//!
//! ```text
//! let stub = Stub::new().output(CreateUser, CreateUserOutput::builder().user(bob).build()?);
//! welcome(&Client::from_conf(stub.config().build()), "Bob").await?;
//! assert_eq!(stub.calls()[0].parameter("UserName"), Some("Bob"));
//! ```

mod answer;
mod call;
#[cfg(feature = "codec-xml")]
mod xml;

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use answer::Answer;
pub use call::RecordedCall;

use crate::client::Call;
use crate::config::{AsyncSleep, Builder, Config, Credentials, Region, Sleep};
use crate::error::{ConnectorErrorKind, TransportError};
use crate::http::{HttpClient, HttpFuture, HttpRequest};
use crate::message::Response;

/// A connector that returns configured responses. Clones share the responses and recorded calls.
///
/// Responses are configured per operation. Each one is for a single request, in order; a retry is a request too.
/// [`always`](Self::always) sets the response for all further requests. A request without a response fails with the
/// name of its operation, and is not retried.
#[derive(Clone, Default)]
pub struct Stub {
    shared: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// By name of the operation.
    answers: BTreeMap<&'static str, Answers>,
    calls: Vec<RecordedCall>,
}

#[derive(Default)]
struct Answers {
    once: VecDeque<Answer>,
    always: Option<Answer>,
}

impl Stub {
    /// Creates a stub without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Responds to the next request of the operation with this output.
    pub fn output<C: Call>(self, operation: C, output: C::Output) -> Self {
        self.answer(operation, Answer::output::<C>(&output))
    }

    /// Responds to the next request of the operation with an error of this code, such as `NoSuchEntity`. The HTTP
    /// status is the one that the model gives the error, else 400.
    pub fn error<C: Call>(self, operation: C, code: &str, message: &str) -> Self {
        self.answer(operation, Answer::error::<C>(code, message))
    }

    /// Responds to the next request of the operation with this response.
    pub fn answer<C: Call>(self, _: C, answer: Answer) -> Self {
        self.lock().answers.entry(C::OPERATION.name).or_default().once.push_back(answer);
        self
    }

    /// Responds to every request of the operation with this response, once the single ones are used up.
    pub fn always<C: Call>(self, _: C, answer: Answer) -> Self {
        self.lock().answers.entry(C::OPERATION.name).or_default().always = Some(answer);
        self
    }

    /// Returns the configuration of a client with this stub: a region, dummy credentials, and pauses that take no time.
    pub fn config(&self) -> Builder {
        Config::builder()
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("AKIASTUB", "no secret", None, None, "stub"))
            .http_client(self.clone())
            .sleep_impl(AtOnce)
    }

    /// The requests so far, in order. Each attempt of a call is a request.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.lock().calls.clone()
    }

    /// The operations with unused responses, once per unused response. Tests that expect all calls to be made assert
    /// that this is empty.
    pub fn unused(&self) -> Vec<&'static str> {
        let state = self.lock();
        state.answers.iter().flat_map(|(name, it)| it.once.iter().map(|_| *name)).collect()
    }

    /// A panic elsewhere leaves responses and calls complete.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn respond(&self, mut request: HttpRequest) -> Result<Response, TransportError> {
        let operation = request.operation;
        let body = std::mem::take(&mut request.body).collect().await;
        let body = body.map_err(|error| TransportError::new(ConnectorErrorKind::Io, error))?;
        let mut state = self.lock();
        state.calls.push(RecordedCall::new(request, body));
        let answer = state.answers.get_mut(operation);
        match answer.and_then(|it| it.once.pop_front().or_else(|| it.always.clone())) {
            Some(answer) => answer.give(),
            None => {
                let count = state.calls.iter().filter(|it| it.operation() == operation).count();
                let reason = format!("the stub has no response for request {count} of `{operation}`");
                // The message of a failed call says only that it was not sent. Tests show this line when they fail.
                eprintln!("{reason}: add one with `output`, `error`, `answer` or `always`");
                Err(TransportError::new(ConnectorErrorKind::User, reason).before_send())
            }
        }
    }
}

impl HttpClient for Stub {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async move { Ok(self.respond(request).await?) })
    }
}

impl fmt::Debug for Stub {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub").field("calls", &self.lock().calls.len()).finish_non_exhaustive()
    }
}

/// Pauses that take no time.
#[derive(Debug)]
struct AtOnce;

impl AsyncSleep for AtOnce {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}

#[cfg(test)]
mod tests;
