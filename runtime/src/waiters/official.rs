//! A failed call as the official crates have it. The errors of waiters are theirs, so that programs
//! which name these types need no change, and these hold theirs.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError as Official};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::error::{ConnectorErrorKind, SdkError};
use crate::message::Response;

/// The same failure.
pub(super) fn official<E: StdError + Send + Sync + 'static>(error: SdkError<E>) -> Official<E, HttpResponse> {
    match error {
        // There is no such variant: what is not valid cannot be made into a request.
        SdkError::ValidationFailure(it) => Official::construction_failure(it),
        SdkError::ConstructionFailure(it) => Official::construction_failure(it.into_source()),
        SdkError::TimeoutError(it) => Official::timeout_error(it.into_source()),
        SdkError::DispatchFailure(it) => {
            let source = it.into_connector_error();
            Official::dispatch_failure(match source.kind() {
                ConnectorErrorKind::Io => ConnectorError::io(source.into()),
                ConnectorErrorKind::Timeout => ConnectorError::timeout(source.into()),
                ConnectorErrorKind::User => ConnectorError::user(source.into()),
                ConnectorErrorKind::Other => ConnectorError::other(source.into(), None),
            })
        }
        SdkError::ResponseError(it) => {
            let (source, raw) = it.into_parts();
            match response(&raw) {
                Some(raw) => Official::response_error(source, raw),
                None => Official::dispatch_failure(ConnectorError::other(source, None)),
            }
        }
        SdkError::ServiceError(it) => {
            let (source, raw) = it.into_parts();
            match response(&raw) {
                Some(raw) => Official::service_error(source, raw),
                None => Official::dispatch_failure(ConnectorError::other(source.into(), None)),
            }
        }
    }
}

/// The same answer; none for a status that is none of HTTP.
fn response(raw: &Response) -> Option<HttpResponse> {
    let status = StatusCode::try_from(raw.status().as_u16()).ok()?;
    let mut response = HttpResponse::new(status, SdkBody::from(raw.body().to_vec()));
    for (name, value) in raw.headers().iter() {
        // A field that cannot be kept is of no use to who looks at an error.
        let _ = response.headers_mut().try_append(name.to_owned(), value.to_owned());
    }
    Some(response)
}
