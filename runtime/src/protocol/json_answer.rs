//! JSON responses of any protocol.

use crate::error::ErrorMetadata;
use crate::json::{self, JsonErrors, MistakeKind, Options};
use crate::message::{ParseError, Response};
use crate::protocol::error_answer;
use crate::service::Operation;
use crate::shape::Structure;

/// Reads a body into a value. An empty body counts as an empty object.
///
/// Nothing is read if there is nothing to read into, because services send various things, such as `null`, where they
/// have no output.
pub(super) fn read(body: &[u8], value: &mut dyn Structure, options: &Options) -> Result<(), ParseError> {
    if value.schema().members().is_empty() {
        return Ok(());
    }
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    json::read(body, value, options).map_err(|errors| unreadable(&errors))
}

/// The error of an invalid body, with its position but without quoting the body.
pub(super) fn unreadable(errors: &JsonErrors) -> ParseError {
    let Some(first) = errors.mistakes().first() else {
        return ParseError::new("invalid JSON");
    };
    let what = match first.kind {
        MistakeKind::Syntax(why) => format!("invalid JSON: {why}"),
        MistakeKind::TooDeep(limit) => format!("lists and objects are nested deeper than {limit} levels"),
        _ => format!("the value of `{}` has the wrong type", first.path),
    };
    match first.position {
        Some(place) => ParseError::new(format!("{what}, at line {}, column {}", place.line, place.column)),
        None => ParseError::new(what),
    }
}

/// Parses code, message and request id of an error response.
pub(super) fn read_error(operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
    error_answer::read(operation, response, |see| {
        json::read_strings(response.body(), see).map_err(|errors| unreadable(&errors))
    })
}
