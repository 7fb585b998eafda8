//! Parses errors whose name is in a header field or in a member `__type` or `code`, with any body codec.

use crate::error::{ErrorMetadata, with_request_id};
use crate::message::{ParseError, Response};
use crate::protocol::status;
use crate::service::Operation;

/// Parses code, message and request id of an error response. `read_strings` passes on the string members of the body.
pub(super) fn read(
    operation: &Operation,
    response: &Response,
    read_strings: impl FnOnce(&mut dyn FnMut(&str, &str)) -> Result<(), ParseError>,
) -> Result<ErrorMetadata, ParseError> {
    let envelope = Envelope::read(read_strings);
    let query_code = response
        .headers()
        .get("x-amzn-query-error")
        .filter(|_| operation.service.is_query_compatible())
        .and_then(|value| value.split(';').next());
    let code = query_code
        .or_else(|| response.headers().get("x-amzn-errortype").map(error_name))
        .or_else(|| envelope.as_ref().ok()?.code.as_deref().map(error_name))
        .filter(|code| !code.is_empty());
    let mut builder = with_request_id(ErrorMetadata::builder(), response.request_id());
    match code {
        Some(code) => builder = builder.code(code),
        // Load balancers and gateways respond in place of a service that cannot. Some responses have no body, such as
        // those to `HEAD`.
        None if response.status().is_server_error() || response.body().is_empty() => {
            return Ok(status::as_error(response));
        }
        None => {}
    }
    let message = match envelope {
        Ok(envelope) => envelope.message,
        // The header field is sufficient.
        Err(_) if code.is_some() => None,
        Err(error) => return Err(error),
    };
    if let Some(message) = message {
        builder = builder.message(message);
    }
    Ok(builder.build())
}

/// The members that all error bodies have, modeled or not.
#[derive(Default)]
struct Envelope {
    code: Option<String>,
    message: Option<String>,
}

impl Envelope {
    fn read(
        read_strings: impl FnOnce(&mut dyn FnMut(&str, &str)) -> Result<(), ParseError>,
    ) -> Result<Self, ParseError> {
        let mut envelope = Self::default();
        read_strings(&mut |name, value| {
            let place = match name {
                "code" | "__type" => &mut envelope.code,
                "message" | "Message" | "errorMessage" => &mut envelope.message,
                _ => return,
            };
            place.get_or_insert_with(|| value.to_owned());
        })?;
        Ok(envelope)
    }
}

/// The error's name in `namespace#Name:http://…`.
fn error_name(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim()
}
