//! Answers in JSON, whichever protocol they come by.

use crate::error::{ErrorMetadata, with_request_id};
use crate::json::{self, JsonErrors, MistakeKind, Options};
use crate::message::{ParseError, Response};
use crate::protocol::status;
use crate::service::Operation;
use crate::shape::Structure;

/// Reads a body into a value. An empty one is as good as an empty object.
pub(super) fn read(body: &[u8], value: &mut dyn Structure, options: &Options) -> Result<(), ParseError> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    json::read(body, value, options).map_err(|errors| unreadable(&errors))
}

/// What is wrong with a body and where, without what a mistake quotes of it.
pub(super) fn unreadable(errors: &JsonErrors) -> ParseError {
    let Some(first) = errors.mistakes().first() else {
        return ParseError::new("the JSON cannot be read");
    };
    let what = match first.kind {
        MistakeKind::Syntax(why) => format!("the body cannot be read: {why}"),
        MistakeKind::TooDeep(limit) => format!("lists and objects nest deeper than {limit} levels"),
        _ => format!("the value of `{}` is not of its type", first.path),
    };
    match first.position {
        Some(place) => ParseError::new(format!("{what}, at line {}, column {}", place.line, place.column)),
        None => ParseError::new(what),
    }
}

/// Reads code, message and request id of an answer that is an error.
pub(super) fn read_error(operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
    let envelope = Envelope::read(response.body());
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
        // Load balancers and gateways answer for a service that cannot; and some answers have no
        // body, such as those to `HEAD`.
        None if response.status().is_server_error() || response.body().is_empty() => {
            return Ok(status::as_error(response));
        }
        None => {}
    }
    let message = match envelope {
        Ok(envelope) => envelope.message,
        // A header field has said enough.
        Err(_) if code.is_some() => None,
        Err(errors) => return Err(unreadable(&errors)),
    };
    if let Some(message) = message {
        builder = builder.message(message);
    }
    Ok(builder.build())
}

/// What every error answer says in its body, modeled or not.
#[derive(Default)]
struct Envelope {
    code: Option<String>,
    message: Option<String>,
}

impl Envelope {
    fn read(body: &[u8]) -> Result<Self, JsonErrors> {
        let mut envelope = Self::default();
        json::read_strings(body, &mut |name, value| {
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
