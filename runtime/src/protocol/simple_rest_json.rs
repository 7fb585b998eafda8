//! Simple REST JSON of the library alloy: HTTP bindings, and JSON for all bodies, including strings and blobs.
//!
//! <https://github.com/disneystreaming/alloy>

use crate::codec::Codec;
use crate::error::{ErrorMetadata, with_request_id};
use crate::json::{self, Options, Timestamps};
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, json_answer, rest, status};
use crate::schema::{Member, Schema, TimestampFormat, Trait};
use crate::service::Operation;
use crate::shape::{Shape, Structure, View};

const WIRE: Options =
    Options { json_names: true, timestamps: Timestamps::Modeled(TimestampFormat::DateTime), ..Options::WIRE };

/// The protocol `alloy#simpleRestJson`.
#[derive(Clone, Copy, Debug)]
pub struct SimpleRestJson;

impl Protocol for SimpleRestJson {
    fn id(&self) -> &'static str {
        "alloy#simpleRestJson"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        rest::write(operation, input, &Json)
    }

    fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        rest::read(response, output, &Json)?;
        output.set_request_id(response.request_id().map(str::to_owned));
        Ok(())
    }

    /// An error is identified by a header field or, if no other error of the operation has its status, by the status.
    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        let mut message = None;
        // An error that is not modeled, or that comes from a proxy, may have any body.
        let _ = json::read_strings(response.body(), &mut |name, value| {
            if name.eq_ignore_ascii_case("message") && message.is_none() {
                message = Some(value.to_owned());
            }
        });
        let named = response.headers().get("x-error-type").map(|it| it.rsplit('#').next().unwrap_or(it).trim());
        let status = response.status().as_u16();
        let mut of_status = operation.errors.iter().filter(|it| status_of(it) == status);
        let only = match (of_status.next(), of_status.next()) {
            (Some(error), None) => Some(error.name()),
            _ => None,
        };
        let Some(code) = named.or(only) else {
            let mut builder = ErrorMetadata::builder().code(status.to_string());
            builder = match message {
                Some(it) => builder.message(it),
                None => return Ok(status::as_error(response)),
            };
            return Ok(with_request_id(builder, response.request_id()).build());
        };
        let mut builder = ErrorMetadata::builder().code(code);
        if let Some(message) = message {
            builder = builder.message(message);
        }
        Ok(with_request_id(builder, response.request_id()).build())
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        rest::read(response, error, &Json)
    }

    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.name() == code
    }
}

/// The HTTP status of an error: its own, or the default of its `error` trait.
fn status_of(error: &Schema) -> u16 {
    let of_fault = || error.traits().iter().any(|it| matches!(it, Trait::Error(true)));
    error.http_error().unwrap_or_else(|| if of_fault() { 400 } else { 500 })
}

/// The JSON codec for bodies.
struct Json;

impl Codec for Json {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn is_payload_raw(&self) -> bool {
        false
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        Ok(json::write(value, &WIRE).into_bytes())
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        Ok(match view {
            View::Absent => None,
            view => Some(json::write_value(member, view, &WIRE).into_bytes()),
        })
    }

    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        json_answer::read(body, value, &WIRE)
    }

    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
        json::read_value(body, member, place, &WIRE).map_err(|errors| json_answer::unreadable(&errors))
    }
}
