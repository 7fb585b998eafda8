//! What a call ends in for its caller: the official SDK's own types.
//!
//! Programs write helpers over the `SdkError` of every service that they call, and take it from
//! whichever crate is at hand. So there is one type, and it is that of `aws-smithy-runtime-api`. What
//! goes on inside of a call is [`crate::error::SdkError`]; here it is turned into this one, once, at the end.

use std::error::Error as StdError;

pub use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
pub use aws_smithy_runtime_api::client::result::{ConnectorError, CreateUnhandledError};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::error::{self, ConnectorErrorKind};
use crate::message::Response;
use crate::schema::Schema;
use crate::service::Operation;

/// What a call ended in instead of an output: the official SDK's enum.
///
/// An input that breaks its model's constraints ends a call with a `ConstructionFailure`;
/// [`Violations::behind`](crate::validate::Violations::behind) finds them in it.
pub type SdkError<E, R = HttpResponse> = aws_smithy_runtime_api::client::result::SdkError<E, R>;

/// The failure of a call of the operation, for its caller.
pub(crate) fn official<E>(operation: &'static Operation, failure: error::SdkError<E>) -> SdkError<E>
where
    E: StdError + Send + Sync + 'static,
{
    match failure {
        // There is no such variant: what is not valid cannot be made into a request.
        error::SdkError::ValidationFailure(it) => SdkError::construction_failure(it),
        error::SdkError::ConstructionFailure(it) => SdkError::construction_failure(it.into_source()),
        error::SdkError::TimeoutError(it) => SdkError::timeout_error(it.into_source()),
        error::SdkError::DispatchFailure(it) => SdkError::dispatch_failure(connector_error(it.into_connector_error())),
        error::SdkError::ResponseError(it) => {
            let (source, raw) = it.into_parts();
            // What should have been an output may hold what no log must show, and this type shows bodies.
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

fn connector_error(failure: error::ConnectorError) -> ConnectorError {
    match failure.kind() {
        ConnectorErrorKind::Io => ConnectorError::io(failure.into()),
        ConnectorErrorKind::Timeout => ConnectorError::timeout(failure.into()),
        ConnectorErrorKind::User => ConnectorError::user(failure.into()),
        ConnectorErrorKind::Other => ConnectorError::other(failure.into(), None),
    }
}

/// The same answer; none for a status that is none of HTTP.
fn response(raw: &Response, body: SdkBody) -> Option<HttpResponse> {
    let status = StatusCode::try_from(raw.status().as_u16()).ok()?;
    let mut response = HttpResponse::new(status, body);
    for (name, value) in raw.headers().iter() {
        // A field that cannot be kept is of no use to who looks at an error.
        let _ = response.headers_mut().try_append(name.to_owned(), value.to_owned());
    }
    Some(response)
}

/// Whether a value of the shape may hold what no log must show. `seen` are the structures on the way.
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
