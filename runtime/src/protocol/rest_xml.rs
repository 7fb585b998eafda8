//! REST XML: HTTP bindings, and XML for bodies with several members.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html>

use crate::codec::Codec;
use crate::defaults::Defaults;
use crate::error::{ErrorMetadata, with_request_id};
use crate::message::{Request, Response};
use crate::protocol::rest;
use crate::protocol::{ParseError, Protocol, SerializeError, status, xml_answer};
use crate::schema::{Member, Schema, XmlNamespace};
use crate::service::{Operation, Service};
use crate::shape::{Shape, Structure, View};
use crate::xml::{self, Reader};

/// The protocol `aws.protocols#restXml`.
///
/// Errors are parsed with and without the wrapping element, which `noErrorWrapping` removes.
#[derive(Clone, Copy, Debug)]
pub struct RestXml;

impl Protocol for RestXml {
    fn id(&self) -> &'static str {
        "aws.protocols#restXml"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        rest::write(operation, input, &Document { service: Some(operation.service), ..Document::PLAIN })
    }

    fn parse(&self, operation: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        let codec = Document { is_unwrapped: operation.is_s3_unwrapped_xml_output(), ..Document::PLAIN };
        rest::read(response, output, &codec)?;
        output.set_request_id(response.request_id().map(str::to_owned));
        Ok(())
    }

    fn parse_error(&self, _: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        match response.body().is_empty() {
            // A response to `HEAD` has no body with details. S3 models its error under this name.
            true if response.status() == 404 => {
                Ok(with_request_id(ErrorMetadata::builder().code("NotFound"), response.request_id()).build())
            }
            true => Ok(status::as_error(response)),
            false => xml_answer::read_error(response),
        }
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        rest::read(response, error, &Document { is_error: true, ..Document::PLAIN })
    }

    fn event_codec(&self) -> Option<&'static dyn Codec> {
        Some(&Document::PLAIN)
    }

    fn is_failure(&self, operation: &Operation, response: &Response) -> bool {
        let is_error = || Reader::open(response.body()).is_ok_and(|(_, root)| xml::name(&root) == "Error");
        !response.is_success() || operation.may_fail_in_success() && is_error()
    }

    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.name() == code
    }
}

/// The XML codec for bodies.
struct Document {
    /// The service, whose namespace roots have by default.
    service: Option<&'static Service>,
    /// Whether the root element is the only member itself.
    is_unwrapped: bool,
    /// Whether the members are those of an error.
    is_error: bool,
}

impl Document {
    const PLAIN: Self = Self { service: None, is_unwrapped: false, is_error: false };

    fn namespace(&self, own: Option<XmlNamespace>) -> Option<XmlNamespace> {
        own.or_else(|| self.service?.xml_namespace())
    }
}

impl Codec for Document {
    fn media_type(&self) -> &'static str {
        "application/xml"
    }

    fn omits_empty(&self) -> bool {
        true
    }

    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
        let schema = value.schema();
        let name = schema.xml_name().unwrap_or(schema.name());
        Ok(xml::write_structure(name, self.namespace(schema.xml_namespace()), value)?.into_bytes())
    }

    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError> {
        if view.is_absent() {
            return Ok(None);
        }
        let target = member.target();
        let name = member.xml_name().or(target.xml_name()).unwrap_or(target.name());
        let namespace = self.namespace(member.xml_namespace().or(target.xml_namespace()));
        Ok(Some(xml::write_member(name, namespace, member, view)?.into_bytes()))
    }

    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
        if body.trim_ascii().is_empty() {
            Defaults::of(value.schema()).finish(value);
            return Ok(());
        }
        if self.is_error {
            return xml_answer::read_error_members(body, value);
        }
        let (mut reader, root) = Reader::open(body)?;
        if self.is_unwrapped {
            xml::read_as_member(&mut reader, &root, value)?;
        } else {
            xml::read_structure(&mut reader, &root, value)?;
        }
        reader.finish()
    }

    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
        let (mut reader, root) = Reader::open(body)?;
        xml::read_payload(&mut reader, &root, member, place)?;
        reader.finish()
    }
}
