//! RPC v2 with JSON bodies: times are always in seconds, members have their model names, and bigInteger and bigDecimal
//! are strings.

use crate::codec::Codec as EventCodec;
use crate::error::ErrorMetadata;
use crate::json::{self, Options, Timestamps};
use crate::message::{Request, Response};
use crate::protocol::rpc_v2::{self, Codec};
use crate::protocol::{ParseError, Protocol, SerializeError, json_answer};
use crate::schema::{Member, Schema, TimestampFormat};
use crate::service::Operation;
use crate::shape::{Shape, Structure, View};

const WIRE: Options = Options {
    big_numbers_as_text: true,
    timestamps: Timestamps::Fixed(TimestampFormat::EpochSeconds),
    ..Options::WIRE
};

/// The protocol `smithy.protocols#rpcv2Json`.
#[derive(Clone, Copy, Debug)]
pub struct RpcV2Json;

impl Protocol for RpcV2Json {
    fn id(&self) -> &'static str {
        "smithy.protocols#rpcv2Json"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        rpc_v2::write(operation, input, &Json)
    }

    fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        rpc_v2::read(response, output, &Json)
    }

    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        rpc_v2::read_error(operation, response, &Json)
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        rpc_v2::read_members(response, error, &Json)
    }

    fn event_codec(&self) -> Option<&'static dyn EventCodec> {
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

/// The JSON codec for bodies.
struct Json;

impl Codec for Json {
    fn protocol(&self) -> &'static str {
        "rpc-v2-json"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn write(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        Ok(json::write(value, &WIRE).into_bytes())
    }

    fn read(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        json_answer::read(body, value, &WIRE)
    }

    fn read_strings(&self, body: &[u8], see: &mut dyn FnMut(&str, &str)) -> Result<(), ParseError> {
        json::read_strings(body, see).map_err(|errors| json_answer::unreadable(&errors))
    }
}

/// The same codec for events.
impl EventCodec for Json {
    fn media_type(&self) -> &'static str {
        Codec::media_type(self)
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        Codec::write(self, value)
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        Ok((!view.is_absent()).then(|| json::write_value(member, view, &WIRE).into_bytes()))
    }

    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        json_answer::read(body, value, &WIRE)
    }

    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
        json::read_value(body, member, place, &WIRE).map_err(|errors| json_answer::unreadable(&errors))
    }
}
