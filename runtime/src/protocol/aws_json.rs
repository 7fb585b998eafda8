//! AWS JSON 1.0 and 1.1: JSON out and in, the operation's name in a header field.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>

use crate::error::{ErrorMetadata, with_request_id};
use crate::json::{self, JsonErrors, MistakeKind, Options};
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, compression, host, status};
use crate::schema::{Operation, Schema};
use crate::shape::{Structure, View};

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
                read(response.body(), output)?;
                output.set_request_id(response.request_id().map(str::to_owned));
                Ok(())
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
    let mut request = Request::new("POST", "/", json::write(input, &Options::WIRE).into_bytes());
    let service = operation.service.id.rsplit_once('#').map_or(operation.service.id, |(_, name)| name);
    request.headers.insert("content-type", content_type);
    request.headers.insert("x-amz-target", format!("{service}.{}", operation.name));
    if operation.service.is_query_compatible() {
        request.headers.insert("x-amzn-query-mode", "true");
    }
    request.host_prefix = host::prefix(operation, input)?;
    request.endpoint = named_endpoint(operation, input);
    compression::apply(operation, &mut request);
    Ok(request)
}

/// The endpoint that the input itself names, which replaces every other.
///
/// No trait says so; the model of Amazon Machine Learning does in its documentation, and AWS's
/// clients know it the same way.
fn named_endpoint(operation: &Operation, input: &dyn Structure) -> Option<String> {
    if (operation.service.sdk_id, operation.name) != ("Machine Learning", "Predict") {
        return None;
    }
    let (index, _) = input.schema().find_member("PredictEndpoint")?;
    match input.member(index)?.view() {
        View::String(endpoint) => Some(endpoint.to_owned()),
        _ => None,
    }
}

/// Reads a body into a value. An empty one is as good as an empty object.
fn read(body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    json::read(body, value, &Options::WIRE).map_err(|errors| unreadable(&errors))
}

/// What is wrong with a body and where, without what a mistake quotes of it.
fn unreadable(errors: &JsonErrors) -> ParseError {
    let Some(first) = errors.mistakes().first() else {
        return ParseError::new("the JSON cannot be read");
    };
    let what = match first.kind {
        MistakeKind::Syntax(why) => format!("the body is no JSON: {why}"),
        MistakeKind::TooDeep(limit) => format!("lists and objects nest deeper than {limit} levels"),
        _ => format!("the value of `{}` is not of its type", first.path),
    };
    match first.position {
        Some(place) => ParseError::new(format!("{what}, at line {}, column {}", place.line, place.column)),
        None => ParseError::new(what),
    }
}

fn parse_error(operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
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
        // Load balancers and gateways answer for a service that cannot.
        None if response.status().is_server_error() => return Ok(status::as_error(response)),
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

#[cfg(test)]
mod tests;
