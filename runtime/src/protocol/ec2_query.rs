//! The query protocol of Amazon EC2: forms as requests, XML as responses.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>

use crate::defaults::Defaults;
use crate::error::ErrorMetadata;
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, form, xml_answer};
use crate::query::Dialect;
use crate::schema::Schema;
use crate::service::Operation;
use crate::shape::Structure;
use crate::xml::{self, Reader};

/// The protocol `aws.protocols#ec2Query`.
#[derive(Clone, Copy, Debug)]
pub struct Ec2Query;

impl Protocol for Ec2Query {
    fn id(&self) -> &'static str {
        "aws.protocols#ec2Query"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        form::request(Dialect::Ec2, operation, input)
    }

    fn parse(&self, _: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        let mut request_id = response.request_id().map(str::to_owned);
        if response.body().is_empty() {
            Defaults::of(output.schema()).finish(output);
            output.set_request_id(request_id);
            return Ok(());
        }
        let (mut reader, root) = Reader::open(response.body())?;
        if !xml::name(&root).ends_with("Response") {
            return Err(reader.error("expected the root element of a response"));
        }
        xml::read_members(&mut reader, &root, output, &|_, _| None, &mut |reader, name| {
            match name {
                "requestId" if request_id.is_none() => request_id = Some(reader.text()?.into_owned()),
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        reader.finish()?;
        output.set_request_id(request_id);
        Ok(())
    }

    fn parse_error(&self, _: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        xml_answer::read_error(response)
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        xml_answer::read_error_members(response.body(), error)
    }

    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.name() == code
    }
}
