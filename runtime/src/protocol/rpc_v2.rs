//! Smithy RPC v2: the operation in the path, everything else in the body.
//!
//! <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>

use crate::defaults::Defaults;
use crate::error::ErrorMetadata;
use crate::message::{Request, Response};
use crate::protocol::{ParseError, SerializeError, error_answer, host, status};
use crate::service::Operation;
use crate::shape::Structure;

/// The header field that names the protocol, in requests and responses.
const PROTOCOL: &str = "smithy-protocol";

/// The media type of event streams.
const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

/// The difference between the protocols of this family: the codec of bodies.
pub(super) trait Codec {
    /// The protocol's name in the header field, such as `rpc-v2-cbor`.
    fn protocol(&self) -> &'static str;

    /// The media type of the bodies.
    fn media_type(&self) -> &'static str;

    /// Serializes a body.
    fn write(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError>;

    /// Parses a body, which is not empty.
    fn read(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError>;

    /// Passes the string members of a body to `see`.
    fn read_strings(&self, body: &[u8], see: &mut dyn FnMut(&str, &str)) -> Result<(), ParseError>;
}

/// Serializes an input to a request.
pub(super) fn write(
    operation: &Operation,
    input: &dyn Structure,
    codec: &dyn Codec,
) -> Result<Request, SerializeError> {
    let uri = format!("/service/{}/operation/{}", operation.service.name(), operation.name);
    // An operation without input has no body at all, unlike one whose input has no members.
    let body = if operation.input.is_unit() { Vec::new() } else { codec.write(input)? };
    let mut request = Request::new("POST", uri, body);
    request.headers.insert_known(PROTOCOL, codec.protocol());
    let streams = operation.output.streaming_member().is_some();
    request.headers.insert_known("accept", if streams { EVENT_STREAM } else { codec.media_type() });
    if !operation.input.is_unit() {
        request.headers.insert_known("content-type", codec.media_type());
    }
    if operation.service.is_query_compatible() {
        request.headers.insert_known("x-amzn-query-mode", "true");
    }
    request.host_prefix = host::prefix(operation, input)?;
    Ok(request)
}

/// Parses a successful response.
pub(super) fn read(response: &Response, output: &mut dyn Structure, codec: &dyn Codec) -> Result<(), ParseError> {
    if response.headers().get(PROTOCOL) != Some(codec.protocol()) {
        let why = format!("expected the protocol {} in the header field `{PROTOCOL}`", codec.protocol());
        return Err(ParseError::new(why));
    }
    read_members(response, output, codec)?;
    output.set_request_id(response.request_id().map(str::to_owned));
    Ok(())
}

/// Parses the members of a structure. An empty body has no members.
pub(super) fn read_members(
    response: &Response,
    value: &mut dyn Structure,
    codec: &dyn Codec,
) -> Result<(), ParseError> {
    if response.body().is_empty() {
        Defaults::of(value.schema()).finish(value);
        return Ok(());
    }
    codec.read(response.body(), value)
}

/// Parses code, message and request id of an error response.
pub(super) fn read_error(
    operation: &Operation,
    response: &Response,
    codec: &dyn Codec,
) -> Result<ErrorMetadata, ParseError> {
    // Load balancers and gateways respond in place of a service that cannot.
    if response.headers().get(PROTOCOL).is_none() {
        return Ok(status::as_error(response));
    }
    error_answer::read(operation, response, |see| codec.read_strings(response.body(), see))
}
