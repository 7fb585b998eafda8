//! Answers in JSON, whichever protocol they come by.

use crate::error::ErrorMetadata;
use crate::json::{self, JsonErrors, MistakeKind, Options};
use crate::message::{ParseError, Response};
use crate::protocol::error_answer;
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
    error_answer::read(operation, response, |see| {
        json::read_strings(response.body(), see).map_err(|errors| unreadable(&errors))
    })
}
