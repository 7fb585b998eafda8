//! RPC v2 with CBOR bodies.
//!
//! <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>

use crate::cbor;
use crate::codec::Codec as EventCodec;
use crate::error::ErrorMetadata;
use crate::message::{Request, Response};
use crate::protocol::rpc_v2::{self, Codec};
use crate::protocol::{ParseError, Protocol, SerializeError};
use crate::schema::{Member, Schema};
use crate::service::Operation;
use crate::shape::{Shape, Structure, View};

/// The protocol `smithy.protocols#rpcv2Cbor`.
#[derive(Clone, Copy, Debug)]
pub struct RpcV2Cbor;

impl Protocol for RpcV2Cbor {
    fn id(&self) -> &'static str {
        "smithy.protocols#rpcv2Cbor"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        rpc_v2::write(operation, input, &Cbor)
    }

    fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        rpc_v2::read(response, output, &Cbor)
    }

    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        rpc_v2::read_error(operation, response, &Cbor)
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        rpc_v2::read_members(response, error, &Cbor)
    }

    fn event_codec(&self) -> Option<&'static dyn EventCodec> {
        Some(&Cbor)
    }

    fn sends_initial_messages(&self) -> bool {
        true
    }

    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        // Only services that used to be AWS Query send the other code, and not always.
        error.name() == code || error.query_error_code() == Some(code)
    }
}

/// The CBOR codec for bodies.
struct Cbor;

impl Codec for Cbor {
    fn protocol(&self) -> &'static str {
        "rpc-v2-cbor"
    }

    fn media_type(&self) -> &'static str {
        "application/cbor"
    }

    fn write(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        cbor::write(value)
    }

    fn read(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        cbor::read(body, value)
    }

    fn read_strings(&self, body: &[u8], see: &mut dyn FnMut(&str, &str)) -> Result<(), ParseError> {
        cbor::read_strings(body, see)
    }
}

/// The same codec for events.
impl EventCodec for Cbor {
    fn media_type(&self) -> &'static str {
        Codec::media_type(self)
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        cbor::write(value)
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        if view.is_absent() { Ok(None) } else { cbor::write_value(member, view).map(Some) }
    }

    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        cbor::read(body, value)
    }

    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
        cbor::read_value(body, member, place)
    }
}
