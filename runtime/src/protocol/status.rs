//! Errors of which only the HTTP status is known.

use crate::error::{ErrorMetadata, with_request_id};
use crate::message::Response;

/// The status as the error's code, and its reason phrase as the message.
pub(super) fn as_error(response: &Response) -> ErrorMetadata {
    let mut builder = ErrorMetadata::builder().code(response.status().to_string());
    if let Some(phrase) = phrase(response.status().as_u16()) {
        builder = builder.message(phrase);
    }
    with_request_id(builder, response.request_id()).build()
}

/// The reason phrases of RFC 9110 for server errors.
fn phrase(status: u16) -> Option<&'static str> {
    Some(match status {
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => return None,
    })
}
