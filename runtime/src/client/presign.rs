//! Presigned requests: signed, but not sent.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::auth::{self, Identity};
use super::prepare::{account_id, prepare, shorten_ids};
use super::{ConstructionError, Shared};
use crate::config::{Config, RequestChecksumCalculation, ResponseChecksumValidation};
use crate::endpoint::EndpointError;
use crate::http::HttpRequest;
use crate::message::RequestBody;
use crate::presigning::{PresignedRequest, PresigningConfig};
use crate::service::Operation;
use crate::shape::{Structure, View};
use crate::sign::Signing;

/// Signs a request, with the signature in its URL. Boxed, like a call.
#[inline]
pub(super) fn run<'a>(
    shared: &'a Shared,
    operation: &'static Operation,
    input: &'a mut dyn Structure,
    config: &'a Config,
    validity: &'a PresigningConfig,
) -> Pin<Box<dyn Future<Output = Result<PresignedRequest, ConstructionError>> + Send + 'a>> {
    Box::pin(steps(shared, operation, input, config, validity))
}

async fn steps(
    shared: &Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &Config,
    validity: &PresigningConfig,
) -> Result<PresignedRequest, ConstructionError> {
    // The body is not known yet, and nothing validates the response.
    let mut builder = config.to_builder();
    builder.set_request_checksum_calculation(Some(RequestChecksumCalculation::WhenRequired));
    builder.set_response_checksum_validation(Some(ResponseChecksumValidation::WhenRequired));
    let config = builder.build();
    shorten_ids(input);
    let account_id = account_id(operation.service, &config).await;
    let prepared = prepare(shared, operation, input, &config, account_id, None)?;
    let mut url = prepared.url();
    let mut body = prepared.body.next().bytes().map(<[u8]>::to_vec).unwrap_or_default();
    let mut headers = prepared.message.headers.clone();
    let mut method = prepared.message.method;
    if headers.get("content-type") == Some("application/x-www-form-urlencoded") {
        // A form works as well in the query, and then the URL is the whole request.
        let separator = if url.contains('?') { '&' } else { '?' };
        url = format!("{url}{separator}{}", String::from_utf8_lossy(&body));
        (method, body) = ("GET", Vec::new());
        headers.remove("content-type");
    }
    if operation.is_presigned_in_query() {
        url = format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, query(input));
        (method, body) = ("GET", Vec::new());
        headers.remove("content-type");
    }
    let mut request = HttpRequest::new(method, url, RequestBody::from(body.clone()));
    request.headers = headers;
    for mutate in config.mutations() {
        mutate(&mut request);
    }
    let endpoint = &prepared.endpoint;
    let Identity::Keys(credentials, kind) = auth::identity(shared, operation, &config, endpoint).await? else {
        return Err(ConstructionError::NoCredentials(None));
    };
    let is_asymmetric = kind == auth::Signature::Asymmetric;
    let region = match is_asymmetric {
        true => auth::region_set(&config, endpoint),
        false => endpoint.signing_region.as_deref().ok_or(EndpointError::MissingRegion)?,
    };
    let signing = Signing {
        region,
        service: endpoint.signing_name.as_deref().unwrap_or(operation.service.signing_name),
        time: validity.start_time().unwrap_or_else(|| shared.clock.correct(config.now())),
        unsigned_payload: operation.service.sends_payload_hash(),
        is_path_literal: endpoint.disable_double_encoding,
        is_session: kind == auth::Signature::Session,
        ..Signing::new(&credentials, "", "", config.now())
    };
    match is_asymmetric {
        true => shared.signer.presign_asymmetric(&mut request, &signing, validity.expires())?,
        false => shared.signer.presign(&mut request, &signing, validity.expires())?,
    }
    Ok(PresignedRequest { method: request.method, uri: request.url, headers: request.headers, body })
}

/// The members of an input as parameters of a query. A list is repeated.
#[inline]
fn query(input: &dyn Structure) -> String {
    let mut query = String::new();
    for (index, member) in input.schema().members().iter().enumerate() {
        let Some(view) = input.member(index).map(|it| it.view()) else { continue };
        let mut add = |view: View<'_>| {
            let value = match view {
                View::String(text) => Cow::Borrowed(text),
                View::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
                View::Integer(value) => Cow::Owned(value.to_string()),
                _ => return,
            };
            if !query.is_empty() {
                query.push('&');
            }
            query.extend(utf8_percent_encode(member.name(), NON_ALPHANUMERIC));
            query.push('=');
            query.extend(utf8_percent_encode(&value, NON_ALPHANUMERIC));
        };
        match view {
            View::List(items) => (0..items.len()).filter_map(|at| items.get(at)).for_each(|it| add(it.view())),
            view => add(view),
        }
    }
    query
}
