//! Runs the steps of one call in order.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tracing::{Instrument, debug, debug_span};

use super::attempt::{Attempt, Request};
use super::failure::Failure;
use super::hooks::Hooks;
use super::limit::within;
use super::prepare::{account_id, prepare, shorten_ids};
#[cfg(feature = "loader")]
use super::settings;
use super::watch::Watch;
use super::{Fault, Shared, source_region};
use crate::client::ConstructionError;
use crate::config::{Config, Region};
use crate::error::{ConstructionFailure, SdkError, TimeoutError};
use crate::idempotency::{fill, random_token};
use crate::retry::{Reason, Spent};
use crate::service::Operation;
use crate::shape::Structure;
use crate::validate::{ValidationPolicy, Violations, validate_with};

pub(super) type Outcome = Result<(), SdkError<Fault>>;

/// A call in progress.
pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Makes one call. Boxed, because the steps of an `async fn` are compiled in every crate that awaits it. The box also
/// makes calls within calls possible.
#[inline(never)]
pub(super) fn run<'a>(
    shared: &'a Shared,
    operation: &'static Operation,
    input: &'a mut dyn Structure,
    output: &'a mut dyn Structure,
    config: Option<&'a Config>,
    hooks: &'a mut Hooks,
) -> Running<'a> {
    Box::pin(steps(shared, operation, input, output, config, hooks))
}

async fn steps(
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
        let mut request = validated(shared, operation, input, config, true).await?;
        request.add_checksum().await.map_err(not_made)?;
        hooks.after_serialization(|| request.http(shared, request.body.next()))?;
        let limit = config.timeouts().operation_timeout();
        match within(|it| config.sleep(it), limit, attempts(shared, &mut request, output, hooks)).await {
            Some(outcome) => outcome,
            None => Err(out_of_time("call", limit)),
        }
    };
    call.instrument(span).await
}

/// Validates an input, and prepares the request for it. If the request `is_sent`, a discovered endpoint is requested
/// first.
pub(super) async fn validated<'a>(
    shared: &'a Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &'a Config,
    is_sent: bool,
) -> Result<Request<'a>, SdkError<Fault>> {
    fill(input, &random_token);
    shorten_ids(input);
    check(input, config.validation()).map_err(SdkError::ValidationFailure)?;
    #[cfg(feature = "loader")]
    settings::check(operation, config).map_err(not_made)?;
    source_region::fill(shared, operation, input, config).await.map_err(not_made)?;
    let account_id = account_id(operation.service, config).await;
    let discovered = if is_sent { shared.discovered.url(shared, operation, config).await? } else { None };
    prepare(shared, operation, input, config, account_id, discovered).map_err(not_made)
}

/// Validates an input according to the policy.
fn check(input: &dyn Structure, policy: ValidationPolicy) -> Result<(), Violations> {
    if let Some(violations) = validate_with(input, policy)? {
        tracing::warn!(%violations, "sending an invalid input");
    }
    Ok(())
}

fn not_made(error: impl Into<ConstructionError>) -> SdkError<Fault> {
    SdkError::ConstructionFailure(ConstructionFailure::new(error.into()))
}

fn out_of_time(what: &str, limit: Option<Duration>) -> SdkError<Fault> {
    SdkError::TimeoutError(TimeoutError::new(format!("the {what} took longer than {:?}", limit.unwrap_or_default())))
}

/// Makes attempts until one succeeds or no retry is left or useful.
async fn attempts(
    shared: &Shared,
    request: &mut Request<'_>,
    output: &mut dyn Structure,
    hooks: &mut Hooks,
) -> Outcome {
    let config = request.config;
    let max = config.retry().max_attempts().max(1);
    let limit = config.timeouts().operation_attempt_timeout();
    let is_repeatable = request.body.is_repeatable();
    let mut retries = Retries { shared, config, max, spent: None, remedies: [false; 2], is_repeatable };
    let mut number = 1;
    let mut moves = Moves::default();
    loop {
        limit_rate(shared, config).await;
        let watch = Watch::start(request, number, max);
        let attempt = Attempt { shared, request, number, max };
        let made = match within(|it| config.sleep(it), limit, attempt.make(output, hooks)).await {
            Some(made) => made,
            None => Err(Failure::timeout(out_of_time("attempt", limit))),
        };
        let made = hooks.after_attempt(made);
        if config.is_adaptive() {
            let is_throttled = made.as_ref().is_err_and(|it| it.reason == Some(Reason::Throttling));
            shared.rate_limiter.note(config.now(), is_throttled);
        }
        let Err(failure) = made else {
            watch.into_iter().for_each(|it| it.end(None, None));
            shared.budget.succeed(retries.spent);
            return Ok(());
        };
        if let Some(next) = moves.after(shared, request, &failure) {
            watch.into_iter().for_each(|it| it.end(Some(failure.error()), Some(Duration::ZERO)));
            next.make(shared, request).await?;
            continue;
        }
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

/// Responses that say how to repeat the request at once, without a pause: each kind counts once.
#[derive(Default)]
struct Moves {
    is_redirected: bool,
    is_challenged: bool,
    is_misdirected: bool,
}

/// How to repeat a request.
enum Move {
    /// In another region.
    To(Region),
    /// At another endpoint of the service.
    Rediscover,
    /// With a response to a challenge.
    Respond,
}

impl Moves {
    /// How to repeat the request after this failure, if it says so.
    fn after(&mut self, shared: &Shared, request: &Request<'_>, failure: &Failure) -> Option<Move> {
        if !request.body.is_repeatable() {
            return None;
        }
        if !self.is_redirected
            && let Some(region) = request.bucket_region(shared, failure.error())
        {
            self.is_redirected = true;
            return Some(Move::To(region));
        }
        if !self.is_misdirected && shared.discovered.forget(request.operation, failure.error()) {
            self.is_misdirected = true;
            return Some(Move::Rediscover);
        }
        let can_respond = !self.is_challenged && request.config.digest_auth_of(request.operation.service).is_some();
        if can_respond && shared.challenge.learn(failure.error()) {
            self.is_challenged = true;
            return Some(Move::Respond);
        }
        None
    }
}

impl Move {
    /// Changes the request.
    async fn make(self, shared: &Shared, request: &mut Request<'_>) -> Outcome {
        match self {
            Self::To(region) => request.move_to(shared, region).map_err(not_made),
            Self::Rediscover => {
                let discovered = shared.discovered.url(shared, request.operation, request.config).await?;
                request.move_to_endpoint(shared, discovered.as_deref()).map_err(not_made)
            }
            Self::Respond => Ok(()),
        }
    }
}

/// Decides whether a call is retried.
struct Retries<'a> {
    shared: &'a Shared,
    config: &'a Config,
    max: u32,
    /// What the last retry took from the budget.
    spent: Option<Spent>,
    /// Whether the clock has been corrected, and whether credentials have been renewed. Each is done at most once.
    remedies: [bool; 2],
    /// Whether the body can be sent again.
    is_repeatable: bool,
}

/// Why a call makes no further attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The failure cannot be retried, or the budget is spent.
    Given,
    /// The failure can be retried, but the configured number of attempts is reached.
    Exhausted,
}

impl Retries<'_> {
    /// The pause before the next attempt, or why there is none.
    fn after(&mut self, failure: &Failure, number: u32) -> Result<Duration, End> {
        let reason = failure.reason.ok_or(End::Given)?;
        if !self.is_repeatable {
            debug!("not retried: the body is a stream that can be read only once");
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
            debug!("not retried: the retry budget is spent");
            return Err(End::Given);
        };
        self.spent = Some(tokens);
        let pause = failure.pause(self.config, number - 1);
        debug!(attempt = number, ?reason, ?pause, "retrying");
        Ok(pause)
    }
}

/// In adaptive mode, waits until the client's rate limiter permits another attempt.
async fn limit_rate(shared: &Shared, config: &Config) {
    if config.is_adaptive() {
        let place = shared.rate_limiter.reserve(config.now());
        if !place.wait.is_zero() {
            debug!(wait = ?place.wait, "delaying the attempt because the service throttles");
            config.sleep(place.wait).await;
        }
        place.take();
    }
}
