//! AWS JSON 1.0 and 1.1: JSON out and in, the operation's name in a header field.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>

mod envelope;

use crate::error::{ErrorMetadata, with_request_id};
use crate::json;
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, compression, host, status};
use crate::schema::{Operation, Schema};
use crate::shape::Structure;
use envelope::Envelope;

/// Declares a version of the protocol. They differ in a header field alone.
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
                read(response.body(), output)
            }

            fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
                parse_error(operation, response)
            }

            fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
                read(response.body(), error)
            }

            fn is_error_code(&self, code: &str, error: &Schema) -> bool {
                // Only services that once spoke AWS Query give the other code, and not always.
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
    let mut request = Request::new("POST", "/", json::to_string(input).into_bytes());
    let service = operation.service.id.rsplit_once('#').map_or(operation.service.id, |(_, name)| name);
    request.headers.set("content-type", content_type);
    request.headers.set("x-amz-target", format!("{service}.{}", operation.name));
    if operation.service.is_query_compatible() {
        request.headers.set("x-amzn-query-mode", "true");
    }
    request.host_prefix = host::prefix(operation, input)?;
    request.endpoint = host::endpoint(operation, input);
    compression::apply(operation, &mut request);
    Ok(request)
}

/// Reads a body into a value. An empty one is as good as an empty object.
fn read(body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
    let text = std::str::from_utf8(body)
        .map_err(|error| ParseError::new(format!("the JSON is not UTF-8 from byte {} on", error.valid_up_to())))?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    json::from_str(text, value).map_err(|error| ParseError::new(error.to_string()))
}

fn parse_error(operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
    let mut envelope = Envelope::default();
    let body = read(response.body(), &mut envelope);
    let query_code = response
        .headers()
        .get("x-amzn-query-error")
        .filter(|_| operation.service.is_query_compatible())
        .and_then(|value| value.split(';').next());
    let code = query_code
        .or_else(|| response.headers().get("x-amzn-errortype").map(error_name))
        .or_else(|| envelope.code().map(error_name))
        .filter(|code| !code.is_empty());
    let Some(code) = code else {
        // Load balancers and gateways answer for a service that cannot.
        if response.status() >= 500 {
            return Ok(status::as_error(response));
        }
        body?;
        let builder = with_request_id(ErrorMetadata::builder(), response.request_id());
        return Ok(envelope.into_message().into_iter().fold(builder, |it, message| it.message(message)).build());
    };
    let builder = with_request_id(ErrorMetadata::builder().code(code), response.request_id());
    Ok(envelope.into_message().into_iter().fold(builder, |it, message| it.message(message)).build())
}

/// The error's name in `namespace#Name:http://…`.
fn error_name(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim()
}
