//! AWS JSON 1.0 and 1.1: JSON bodies, and the operation's name in a header field.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>

use crate::codec::Codec;
use crate::error::ErrorMetadata;
use crate::json::{self, Options};
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, host, json_answer};
use crate::schema::{Member, Schema};
use crate::service::Operation;
use crate::shape::{Shape, Structure, View};

/// Declares a version of the protocol. The versions differ only in a header field.
macro_rules! version {
    ($(#[$doc:meta])* $name:ident, $id:literal, $content_type:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Protocol for $name {
            fn id(&self) -> &'static str {
                $id
            }

            fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
                serialize(operation, input, $content_type)
            }

            fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
                json_answer::read(response.body(), output, &Options::WIRE)?;
                output.set_request_id(response.request_id().map(str::to_owned));
                Ok(())
            }

            fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
                json_answer::read_error(operation, response)
            }

            fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
                json_answer::read(response.body(), error, &Options::WIRE)
            }

            fn event_codec(&self) -> Option<&'static dyn Codec> {
                Some(&Json)
            }

            fn sends_initial_messages(&self) -> bool {
                true
            }

            fn is_error_code(&self, code: &str, error: &Schema) -> bool {
                // Only services that used to be AWS Query send the other code, and not always.
                error.name() == code || error.query_error_code() == Some(code)
            }
        }
    };
}

version! {
    /// The protocol `aws.protocols#awsJson1_0`.
    AwsJson1_0, "aws.protocols#awsJson1_0", "application/x-amz-json-1.0"
}
version! {
    /// The protocol `aws.protocols#awsJson1_1`.
    AwsJson1_1, "aws.protocols#awsJson1_1", "application/x-amz-json-1.1"
}

fn serialize(
    operation: &Operation,
    input: &dyn Structure,
    content_type: &'static str,
) -> Result<Request, SerializeError> {
    let mut request = Request::new("POST", "/", json::write(input, &Options::WIRE).into_bytes());
    request.headers.insert_known("content-type", content_type);
    request.headers.insert_known("x-amz-target", format!("{}.{}", operation.service.target_prefix(), operation.name));
    if operation.service.is_query_compatible() {
        request.headers.insert_known("x-amzn-query-mode", "true");
    }
    request.host_prefix = host::prefix(operation, input)?;
    request.endpoint = named_endpoint(input);
    Ok(request)
}

/// The endpoint that the input itself names, which replaces the resolved one.
fn named_endpoint(input: &dyn Structure) -> Option<String> {
    let index = input.schema().members().iter().position(Member::is_endpoint_url)?;
    match input.member(index)?.view() {
        View::String(endpoint) => Some(endpoint.to_owned()),
        _ => None,
    }
}

/// The JSON codec for events.
struct Json;

impl Codec for Json {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        Ok(json::write(value, &Options::WIRE).into_bytes())
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        Ok((!view.is_absent()).then(|| json::write_value(member, view, &Options::WIRE).into_bytes()))
    }

    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        json_answer::read(body, value, &Options::WIRE)
    }

    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
        json::read_value(body, member, place, &Options::WIRE).map_err(|errors| json_answer::unreadable(&errors))
    }
}

#[cfg(test)]
mod tests;
