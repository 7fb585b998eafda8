//! The result of a call for its caller: the official SDK's own types.
//!
//! Programs write functions over the `SdkError` of all services that they call, and import it from any of the crates.
//! So there is one type, that of `aws-smithy-runtime-api`. Inside the client, failures are [`crate::error::SdkError`];
//! they are converted once, when the call ends.

use std::error::Error as StdError;

pub use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
pub use aws_smithy_runtime_api::client::result::CreateUnhandledError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

pub use crate::error::ConnectorError;

use crate::error;
use crate::message::Response;
use crate::schema::Schema;
use crate::service::Operation;

/// The failure of a call: the official SDK's enum.
///
/// An input that breaks its model's constraints fails with a `ConstructionFailure`. To get the violations, use
/// [`Violations::behind`](crate::validate::Violations::behind).
pub type SdkError<E, R = HttpResponse> = aws_smithy_runtime_api::client::result::SdkError<E, R>;

/// Converts the failure of a call to the operation for its caller.
pub(crate) fn official<E>(operation: &'static Operation, failure: error::SdkError<E>) -> SdkError<E>
where
    E: StdError + Send + Sync + 'static,
{
    match failure {
        // The official enum has no such variant. A request cannot be constructed from an invalid input.
        error::SdkError::ValidationFailure(it) => SdkError::construction_failure(it),
        error::SdkError::ConstructionFailure(it) => SdkError::construction_failure(it.into_source()),
        error::SdkError::TimeoutError(it) => SdkError::timeout_error(it.into_source()),
        error::SdkError::DispatchFailure(it) => SdkError::dispatch_failure(it.into_transport_error().into()),
        error::SdkError::ResponseError(it) => {
            let (source, raw) = it.into_parts();
            // A successful response may hold secrets that must not be logged, and the official type shows bodies.
            let is_secret = raw.is_success() && holds_secrets(operation.output, &mut Vec::new());
            let body = if is_secret { SdkBody::taken() } else { SdkBody::from(raw.body().to_vec()) };
            match response(&raw, body) {
                Some(raw) => SdkError::response_error(source, raw),
                None => SdkError::dispatch_failure(ConnectorError::other(source, None)),
            }
        }
        error::SdkError::ServiceError(it) => {
            let (source, raw) = it.into_parts();
            match response(&raw, SdkBody::from(raw.body().to_vec())) {
                Some(raw) => SdkError::service_error(source, raw),
                None => SdkError::dispatch_failure(ConnectorError::other(source.into(), None)),
            }
        }
    }
}

/// Converts a response. `None` if its status is not a valid HTTP status.
fn response(raw: &Response, body: SdkBody) -> Option<HttpResponse> {
    let status = StatusCode::try_from(raw.status().as_u16()).ok()?;
    let mut response = HttpResponse::new(status, body);
    for (name, value) in raw.headers().iter() {
        // A field that cannot be converted does not matter to readers of an error.
        let _ = response.headers_mut().try_append(name.to_owned(), value.to_owned());
    }
    Some(response)
}

/// Whether a value of the shape may hold secrets that must not be logged. `seen` are the structures visited.
fn holds_secrets(schema: &'static Schema, seen: &mut Vec<&'static str>) -> bool {
    if schema.is_sensitive() {
        return true;
    }
    if seen.contains(&schema.id()) {
        return false;
    }
    seen.push(schema.id());
    schema.members().iter().any(|it| it.is_sensitive() || holds_secrets(it.target(), seen))
}
