//! Runs the steps of one call in order.

use std::time::Duration;

use tracing::{Instrument, debug, debug_span};

use super::attempt::{Attempt, Request};
use super::body::Body;
use super::endpoint::Asked;
use super::failure::Failure;
use super::hooks::Hooks;
use super::limit::within;
use super::watch::Watch;
use super::{Fault, Shared, auth, params};
use crate::checksum;
use crate::client::ConstructionError;
use crate::config::{AccountIdEndpointMode, Config};
use crate::error::{ConstructionFailure, SdkError, TimeoutError};
use crate::idempotency::{fill, random_token};
use crate::message::{Headers, RequestBody, SerializeError};
use crate::protocol;
use crate::retry::{Reason, Spent};
use crate::schema::rules::{BuiltIn, Parameter};
use crate::service::{Operation, Service};
use crate::shape::{Structure, View};
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
        shorten_ids(input);
        check(input, config.validation()).map_err(SdkError::ValidationFailure)?;
        let account_id = account_id(operation.service, config).await;
        let mut request = prepare(shared, operation, input, config, account_id).map_err(not_made)?;
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

/// Shortens ids to what follows their last slash: responses return them with a path that inputs must not have.
pub(super) fn shorten_ids(input: &mut dyn Structure) {
    let members = input.schema().members().iter().enumerate();
    for (index, _) in members.filter(|(_, it)| it.is_resource_id()) {
        let Some(place) = input.member_mut(index) else { continue };
        let short = match place.view() {
            View::String(id) => id.rsplit_once('/').map(|(_, id)| id.to_owned()),
            _ => None,
        };
        if let Some(id) = short {
            // Cannot fail: the place already holds a string.
            let _ = place.slot().put_string(id);
        }
    }
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

/// The account of the credentials, if the endpoint rules use it.
pub(super) async fn account_id(service: &Service, config: &Config) -> Option<String> {
    let is_it = |it: &Parameter| it.built_in == Some(BuiltIn::AccountId);
    let is_asked = service.endpoint_rules.is_some_and(|rules| rules.parameters.iter().any(is_it));
    if !is_asked || config.account_id_endpoint_mode() == AccountIdEndpointMode::Disabled {
        return None;
    }
    // Without credentials, the call fails later, with the provider's error.
    let credentials = config.credentials()?.get(config.now()).await.ok()?;
    credentials.account_id().map(|it| it.as_str().to_owned())
}

/// Checks that a call with timeouts or retries can pause.
fn check_sleep(config: &Config) -> Result<(), ConstructionError> {
    let timeouts = config.timeouts();
    let is_limited = timeouts.operation_timeout().or(timeouts.operation_attempt_timeout()).is_some();
    let needs_sleep = is_limited || config.is_adaptive() || config.retry().max_attempts() > 1;
    if needs_sleep && !config.can_sleep() { Err(ConstructionError::NoSleep) } else { Ok(()) }
}

/// Prepares everything that the attempts of a call share.
pub(super) fn prepare<'a>(
    shared: &'a Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &'a Config,
    account_id: Option<String>,
) -> Result<Request<'a>, ConstructionError> {
    check_sleep(config)?;
    checksum::ask(operation, input, config.response_checksum_validation());
    let checksum = {
        let when = config.request_checksum_calculation();
        checksum::choose(operation, input, when, config.request_checksum_algorithm())
    };
    let own = params::own(operation, input, config);
    let region = if operation.service.redirects_regions() { shared.regions.of(&own) } else { None };
    let asked = Asked { own, account_id, region };
    let mut message = operation.service.protocol.serialize(operation, input)?;
    let taken = stream::take(operation, input)?;
    if matches!(taken, Taken::Nothing) {
        protocol::complete(operation, &mut message, config.min_compression_bytes())?;
    }
    let endpoint = shared.endpoints.find(shared.service, config, message.endpoint.as_deref(), asked.clone())?;
    auth::check_region(operation, config, &endpoint)?;
    let mut streamed = None;
    let body = match taken {
        Taken::Nothing => {
            let body = std::mem::take(&mut message.body);
            add_checksums(operation, checksum.as_ref(), &mut message.headers, Some(&body))?;
            Body::new(body.into())
        }
        Taken::Blob(stream) => {
            let body = RequestBody::from(stream);
            if body.is_streaming() {
                let is_https = endpoint.url.is_https();
                streamed = checksum::plan(checksum.as_ref(), &mut message.headers, &body, is_https)?;
            }
            add_checksums(operation, checksum.as_ref(), &mut message.headers, body.bytes())?;
            Body::new(body)
        }
        Taken::Events(events) => Body::events(events.announce(&mut message)),
    };
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
        streamed,
        asked,
        endpoint,
    })
}

/// Adds checksums and hashes of a body in memory.
fn add_checksums(
    operation: &Operation,
    choice: Option<&checksum::Choice>,
    headers: &mut Headers,
    body: Option<&[u8]>,
) -> Result<(), SerializeError> {
    checksum::apply(choice, headers, body)?;
    checksum::apply_tree_hash(operation, headers, body)
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
    let (mut is_redirected, mut is_challenged) = (false, false);
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
        let can_move = !is_redirected && is_repeatable;
        if let Some(region) = can_move.then(|| request.bucket_region(shared, failure.error())).flatten() {
            is_redirected = true;
            watch.into_iter().for_each(|it| it.end(Some(failure.error()), Some(Duration::ZERO)));
            request.move_to(shared, region).map_err(not_made)?;
            continue;
        }
        let can_respond = config.digest_auth().is_some() && is_repeatable && !is_challenged;
        if can_respond && shared.challenge.learn(failure.error()) {
            is_challenged = true;
            watch.into_iter().for_each(|it| it.end(Some(failure.error()), Some(Duration::ZERO)));
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
