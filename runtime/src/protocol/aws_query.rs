//! AWS Query: forms as requests, XML as responses.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>

use crate::error::ErrorMetadata;
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, form, xml_answer};
use crate::query::Dialect;
use crate::service::Operation;
use crate::shape::Structure;
use crate::xml::{self, Reader};

/// The protocol `aws.protocols#awsQuery`.
#[derive(Clone, Copy, Debug)]
pub struct AwsQuery;

impl Protocol for AwsQuery {
    fn id(&self) -> &'static str {
        "aws.protocols#awsQuery"
    }

    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError> {
        form::request(Dialect::Aws, operation, input)
    }

    fn parse(&self, operation: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        let mut request_id = response.request_id().map(str::to_owned);
        if response.body().trim_ascii().is_empty() {
            // Every response has a document, even if the operation has no output. One without a document does not come
            // from the service, and does not confirm anything.
            return Err(ParseError::new("the body is empty"));
        }
        let (mut reader, root) = Reader::open(response.body())?;
        if !xml::name(&root).ends_with("Response") || xml::name(&root) == "ErrorResponse" {
            return Err(reader.error("expected the root element of a response"));
        }
        let mut found = false;
        while let Some(child) = reader.child()? {
            let name = xml::name(&child);
            if !found && name.strip_suffix("Result") == Some(operation.name) {
                found = true;
                xml::read_structure(&mut reader, &child, output)?;
            } else if request_id.is_none() && name == "ResponseMetadata" {
                request_id = read_metadata(&mut reader)?;
            } else {
                reader.skip()?;
            }
        }
        reader.finish()?;
        if !found && !output.schema().members().is_empty() {
            // Some servers omit the wrapper.
            let (mut reader, root) = Reader::open(response.body())?;
            xml::read_structure(&mut reader, &root, output)?;
        }
        output.set_request_id(request_id);
        Ok(())
    }

    fn parse_error(&self, _: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        xml_answer::read_error(response)
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        xml_answer::read_error_members(response.body(), error)
    }
}

/// Reads the request id of the open element.
fn read_metadata(reader: &mut Reader<'_>) -> Result<Option<String>, ParseError> {
    let mut request_id = None;
    while let Some(child) = reader.child()? {
        match xml::name(&child) {
            "RequestId" => request_id = Some(reader.text()?.into_owned()),
            _ => reader.skip()?,
        }
    }
    Ok(request_id)
}

#[cfg(test)]
mod tests;
