//! Prepares what all attempts of a call share: the request without its signature, and the endpoint.

use super::attempt::Request;
use super::body::Body;
use super::endpoint::Asked;
use super::{ConstructionError, Shared, auth, params};
use crate::checksum;
use crate::config::{AccountIdEndpointMode, Config};
use crate::idempotency::random_token;
use crate::join::join;
use crate::message::{self, Headers, RequestBody, SerializeError};
use crate::protocol;
use crate::schema::rules::{BuiltIn, Parameter};
use crate::service::{Operation, Service};
use crate::shape::{Structure, View};
use crate::stream::{self, Taken};

/// Shortens ids to what follows their last slash: responses return them with a path that inputs must not have.
///
/// Every call does this before it validates. Whoever validates before a call must do it first.
pub fn shorten_ids(input: &mut dyn Structure) {
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
    discovered: Option<String>,
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
    message.endpoint = message.endpoint.or(discovered);
    let digests = checksum::Digests::of(operation, input);
    let taken = stream::take(operation, input)?;
    if matches!(taken, Taken::Nothing) {
        protocol::complete(operation, &mut message, config.min_compression_bytes())?;
    }
    let endpoint = shared.endpoints.find(shared.service, config, message.endpoint.as_deref(), asked.clone())?;
    auth::check_region(operation, config, &endpoint)?;
    let (body, streamed) = body(operation, taken, checksum.as_ref(), &mut message, endpoint.url.is_https())?;
    for (name, values) in &endpoint.headers {
        message.headers.insert(name, join(values, ","));
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
        digests,
        asked,
        endpoint,
    })
}

/// The body of a request, with its checksum or the way to get one.
fn body(
    operation: &Operation,
    taken: Taken,
    checksum: Option<&checksum::Choice>,
    message: &mut message::Request,
    is_https: bool,
) -> Result<(Body, Option<checksum::Streamed>), SerializeError> {
    let mut streamed = None;
    let body = match taken {
        Taken::Nothing => {
            let body = std::mem::take(&mut message.body);
            add_checksums(operation, checksum, &mut message.headers, Some(&body))?;
            Body::new(body.into())
        }
        Taken::Blob(stream) => {
            let body = RequestBody::from(stream);
            if body.is_streaming() {
                streamed = checksum::plan(checksum, &mut message.headers, &body, is_https)?;
            }
            add_checksums(operation, checksum, &mut message.headers, body.bytes())?;
            Body::new(body)
        }
        Taken::Events(events) => Body::events(events.announce(message)),
    };
    Ok((body, streamed))
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
