//! The order of one call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tracing::{Instrument, debug, debug_span};

use super::attempt::{Attempt, Failure, Request};
use super::body::Body;
use super::hooks::Hooks;
use super::watch::Watch;
use super::{Fault, Shared};
use crate::client::ConstructionError;
use crate::config::{Config, Sleep};
use crate::error::{ConstructionFailure, SdkError, TimeoutError};
use crate::idempotency::{fill, random_token};
use crate::retry::{Reason, Spent};
use crate::service::Operation;
use crate::shape::Structure;
use crate::stream::{self, Taken};
use crate::validate::{ValidationPolicy, Violations, validate_with};

type Outcome = Result<(), SdkError<Fault>>;

/// Makes one call.
pub(super) async fn run(
    shared: &Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    output: &mut dyn Structure,
    config: Option<&Config>,
    hooks: &mut Hooks,
) -> Outcome {
    let span = debug_span!("call", service = shared.service.sdk_id, operation = operation.name);
    let config = config.unwrap_or(&shared.config);
    let call = async {
        hooks.before_serialization()?;
        let input = hooks.input().unwrap_or(input);
        fill(input, &random_token);
        check(input, config.validation()).map_err(SdkError::ValidationFailure)?;
        let request = prepare(shared, operation, input, config).map_err(not_made)?;
        hooks.after_serialization(|| request.http(shared, request.body.next()))?;
        let limit = config.timeouts().operation_timeout();
        match within(|it| config.sleep(it), limit, attempts(shared, &request, output, hooks)).await {
            Some(outcome) => outcome,
            None => Err(out_of_time("call", limit)),
        }
    };
    call.instrument(span).await
}

/// Validates an input as the policy says.
fn check(input: &dyn Structure, policy: ValidationPolicy) -> Result<(), Violations> {
    if let Some(violations) = validate_with(input, policy)? {
        tracing::warn!(%violations, "the input is not valid, and is sent all the same");
    }
    Ok(())
}

fn not_made(error: impl Into<ConstructionError>) -> SdkError<Fault> {
    SdkError::ConstructionFailure(ConstructionFailure::new(error.into()))
}

fn out_of_time(what: &str, limit: Option<Duration>) -> SdkError<Fault> {
    SdkError::TimeoutError(TimeoutError::new(format!("the {what} took longer than {:?}", limit.unwrap_or_default())))
}

/// Everything about a call that its attempts share.
fn prepare<'a>(
    shared: &'a Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &'a Config,
) -> Result<Request<'a>, ConstructionError> {
    let timeouts = config.timeouts();
    let is_limited = timeouts.operation_timeout().or(timeouts.operation_attempt_timeout()).is_some();
    if (is_limited || config.is_adaptive() || config.retry().max_attempts() > 1) && !config.can_sleep() {
        return Err(ConstructionError::NoSleep);
    }
    let mut message = operation.service.protocol.serialize(operation, input)?;
    let body = match stream::take(operation, input)? {
        Taken::Nothing => Body::new(std::mem::take(&mut message.body).into()),
        Taken::Blob(stream) => Body::new(stream.into()),
        Taken::Events(events) => Body::events(events.announce(&mut message)),
    };
    let endpoint = shared.endpoints.find(shared.service, config, message.endpoint.as_deref())?;
    for (name, values) in &endpoint.headers {
        message.headers.insert(name, values.join(","));
    }
    if config.disable_host_prefix_injection() {
        message.host_prefix.clear();
    }
    Ok(Request {
        operation,
        config,
        connector: shared.connector(config).ok_or(ConstructionError::NoConnector)?,
        invocation_id: random_token(),
        message,
        body,
        endpoint,
    })
}

/// Makes attempts until one succeeds or another is not worth it.
async fn attempts(shared: &Shared, request: &Request<'_>, output: &mut dyn Structure, hooks: &mut Hooks) -> Outcome {
    let config = request.config;
    let max = config.retry().max_attempts().max(1);
    let limit = config.timeouts().operation_attempt_timeout();
    let is_repeatable = request.body.is_repeatable();
    let mut retries = Retries { shared, config, max, spent: None, remedies: [false; 2], is_repeatable };
    let mut number = 1;
    loop {
        keep_pace(shared, config).await;
        let watch = Watch::start(request, number, max);
        let attempt = Attempt { shared, request, number, max };
        let made = match within(|it| config.sleep(it), limit, attempt.make(output, hooks)).await {
            Some(made) => made,
            None => Err(Failure::timeout(out_of_time("attempt", limit))),
        };
        let made = hooks.after_attempt(made);
        if config.is_adaptive() {
            let is_throttled = made.as_ref().is_err_and(|it| it.reason == Some(Reason::Throttling));
            shared.pace.note(config.now(), is_throttled);
        }
        let Err(failure) = made else {
            watch.into_iter().for_each(|it| it.end(None, None));
            shared.budget.succeed(retries.spent);
            return Ok(());
        };
        let mut next = retries.after(&failure, number);
        if next.is_ok() && !failure.renew_credentials(config).await {
            next = Err(End::Given);
        }
        watch.into_iter().for_each(|it| it.end(Some(failure.error()), next.ok()));
        match next {
            Ok(pause) if !pause.is_zero() => config.sleep(pause).await,
            Ok(_) => {}
            Err(end) => return Err(failure.finish(number, end == End::Exhausted)),
        }
        number += 1;
    }
}

/// What decides on further attempts of a call.
struct Retries<'a> {
    shared: &'a Shared,
    config: &'a Config,
    max: u32,
    /// What the last retry took out of the budget.
    spent: Option<Spent>,
    /// Whether the clock was corrected and whether credentials were renewed, each of which helps once.
    remedies: [bool; 2],
    /// Whether the body can be sent once more.
    is_repeatable: bool,
}

/// Why a call makes no further attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// It is not worth it, or the budget is spent.
    Given,
    /// It would be worth it, and the configured number is reached.
    Exhausted,
}

impl Retries<'_> {
    /// The pause before another attempt, if there is to be one.
    fn after(&mut self, failure: &Failure, number: u32) -> Result<Duration, End> {
        let reason = failure.reason.ok_or(End::Given)?;
        if !self.is_repeatable {
            debug!("the body is a stream that can be read only once");
            return Err(End::Given);
        }
        let remedy = match reason {
            Reason::Clock => Some(0),
            Reason::Credentials => Some(1),
            _ => None,
        };
        if remedy.is_some_and(|it| std::mem::replace(&mut self.remedies[it], true)) {
            return Err(End::Given);
        }
        if number >= self.max {
            return Err(End::Exhausted);
        }
        let Some(tokens) = self.shared.budget.spend(reason == Reason::Timeout) else {
            debug!("the retry budget is spent");
            return Err(End::Given);
        };
        self.spent = Some(tokens);
        let pause = failure.pause(self.config, number - 1);
        debug!(attempt = number, ?reason, ?pause, "another attempt will be made");
        Ok(pause)
    }
}

/// Waits until the client's pace allows for another attempt, in adaptive mode.
async fn keep_pace(shared: &Shared, config: &Config) {
    if config.is_adaptive() {
        let place = shared.pace.reserve(config.now());
        if !place.wait.is_zero() {
            debug!(wait = ?place.wait, "the service throttles, so that the attempt waits");
            config.sleep(place.wait).await;
        }
        place.take();
    }
}

/// Waits for a future, but no longer than the limit; None where it took longer. What is ready at once takes
/// no timer.
pub(super) async fn within<T>(
    start_sleep: impl Fn(Duration) -> Sleep,
    limit: Option<Duration>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let Some(limit) = limit else { return Some(future.await) };
    let mut future = pin!(future);
    let mut sleep = None;
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(it) => Poll::Ready(Some(it)),
        Poll::Pending => pin!(sleep.get_or_insert_with(|| start_sleep(limit))).poll(cx).map(|()| None),
    })
    .await
}
