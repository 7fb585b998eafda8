//! REST JSON: HTTP bindings, and JSON for bodies with several members.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>

use crate::codec::Codec;
use crate::error::ErrorMetadata;
use crate::json::{self, Options};
use crate::message::{Request, Response};
use crate::protocol::rest;
use crate::protocol::{ParseError, Protocol, SerializeError, json_answer};
use crate::schema::{Kind, Member, Schema};
use crate::service::Operation;
use crate::shape::{Shape, Structure, View};

/// Unlike awsJson, this protocol uses `jsonName`.
const WIRE: Options = Options { json_names: true, ..Options::WIRE };

/// The protocol `aws.protocols#restJson1`.
#[derive(Clone, Copy, Debug)]
pub struct RestJson1;

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        rest::write(operation, input, &Json)
    }

    fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        rest::read(response, output, &Json)?;
        output.set_request_id(response.request_id().map(str::to_owned));
        Ok(())
    }

    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        json_answer::read_error(operation, response)
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        rest::read(response, error, &Json)
    }

    fn event_codec(&self) -> Option<&'static dyn Codec> {
        Some(&Json)
    }

    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.name() == code
    }
}

/// The JSON codec for bodies.
struct Json;

impl Codec for Json {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        Ok(json::write(value, &WIRE).into_bytes())
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        Ok(match view {
            // Services treat it as a structure with no member set.
            View::Absent if member.target().kind() == Kind::Structure => Some(b"{}".to_vec()),
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

#[cfg(test)]
mod tests;
