//! A connector for tests of programs that use a client: it answers with what it was given, and
//! keeps what it was sent.
//!
//! A stub stands where the network would. Everything before and after it is the client's own:
//! validation, signing, retries, the reading of the answer. Outputs are given as values and written
//! as the service would write them. Retries take no time, and no runtime has to be there.
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
use crate::error::{ConnectorError, ConnectorErrorKind};
use crate::http::{HttpClient, HttpFuture, HttpRequest};
use crate::message::Response;

/// A connector that answers with what it was given. Clones share answers and recorded calls.
///
/// Answers are given per operation, each for one request, in order; a retry is a request too.
/// [`always`](Self::always) gives one for all requests that find no other. A request that finds
/// none fails, is not retried, and says which operation it was of.
#[derive(Clone, Default)]
pub struct Stub {
    shared: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// By the name of the operation.
    answers: BTreeMap<&'static str, Answers>,
    calls: Vec<RecordedCall>,
}

#[derive(Default)]
struct Answers {
    once: VecDeque<Answer>,
    always: Option<Answer>,
}

impl Stub {
    /// A stub without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next request of the operation with this output.
    pub fn output<C: Call>(self, operation: C, output: C::Output) -> Self {
        self.answer(operation, Answer::output::<C>(&output))
    }

    /// Answers the next request of the operation with the error of this code, such as
    /// `NoSuchEntity`. Its HTTP status is what the model says of the error, else 400.
    pub fn error<C: Call>(self, operation: C, code: &str, message: &str) -> Self {
        self.answer(operation, Answer::error::<C>(code, message))
    }

    /// Answers the next request of the operation like this.
    pub fn answer<C: Call>(self, _: C, answer: Answer) -> Self {
        self.lock().answers.entry(C::OPERATION.name).or_default().once.push_back(answer);
        self
    }

    /// Answers every request of the operation like this, once the other answers are used up.
    pub fn always<C: Call>(self, _: C, answer: Answer) -> Self {
        self.lock().answers.entry(C::OPERATION.name).or_default().always = Some(answer);
        self
    }

    /// The configuration of a client with this stub: a region, keys that mean nothing, and pauses
    /// that take no time.
    pub fn config(&self) -> Builder {
        Config::builder()
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("AKIASTUB", "no secret", None, None, "stub"))
            .http_client(self.clone())
            .sleep_impl(AtOnce)
    }

    /// The requests so far, in order; each attempt of a call is one.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.lock().calls.clone()
    }

    /// The operations of answers that nobody has asked for, each as often as it has some. A test
    /// that expects every call to be made asserts that it is empty.
    pub fn unused(&self) -> Vec<&'static str> {
        let state = self.lock();
        state.answers.iter().flat_map(|(name, it)| it.once.iter().map(|_| *name)).collect()
    }

    /// Whatever panicked meanwhile, answers and calls are whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn respond(&self, mut request: HttpRequest) -> Result<Response, ConnectorError> {
        let operation = request.operation;
        let body = std::mem::take(&mut request.body).collect().await;
        let body = body.map_err(|error| ConnectorError::new(ConnectorErrorKind::Io, error))?;
        let mut state = self.lock();
        state.calls.push(RecordedCall::new(request, body));
        let answer = state.answers.get_mut(operation);
        match answer.and_then(|it| it.once.pop_front().or_else(|| it.always.clone())) {
            Some(answer) => answer.give(),
            None => {
                let count = state.calls.iter().filter(|it| it.operation() == operation).count();
                let reason = format!("the stub has no answer for request {count} of `{operation}`");
                // The text of a failed call says only that it was not sent. Tests show this where they fail.
                eprintln!("{reason}: give it one more by `output`, `error`, `answer` or `always`");
                Err(ConnectorError::new(ConnectorErrorKind::User, reason).before_send())
            }
        }
    }
}

impl HttpClient for Stub {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(self.respond(request))
    }
}

impl fmt::Debug for Stub {
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
