//! AWS Query: forms out, XML in.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>

use crate::error::{ErrorMetadata, with_request_id};
use crate::message::{Request, Response};
use crate::protocol::{ParseError, Protocol, SerializeError, checksum, compression, host, status};
use crate::query::Form;
use crate::schema::Schema;
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
        let mut form = Form::new(operation.name, operation.service.version);
        form.structure(input)?;
        let mut request = Request::new("POST", "/", form.finish().into_bytes());
        request.headers.insert_known("content-type", "application/x-www-form-urlencoded");
        request.host_prefix = host::prefix(operation, input)?;
        compression::apply(operation, &mut request);
        checksum::apply(operation, &mut request)?;
        Ok(request)
    }

    fn parse(&self, operation: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError> {
        let mut request_id = response.request_id().map(str::to_owned);
        if response.body().trim_ascii().is_empty() {
            // Every response has a document, also where the operation has no output. What has none was not
            // written by the service, and may not say that anything was done.
            return Err(ParseError::new("the body is empty"));
        }
        let (mut reader, root) = Reader::open(response.body())?;
        if !xml::name(&root).ends_with("Response") || xml::name(&root) == "ErrorResponse" {
            return Err(reader.error("the root element is not that of an answer"));
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
            // Some servers leave the wrapper out.
            let (mut reader, root) = Reader::open(response.body())?;
            xml::read_structure(&mut reader, &root, output)?;
        }
        output.set_request_id(request_id);
        Ok(())
    }

    fn parse_error(&self, _: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError> {
        match Fault::read(response.body()) {
            Ok(fault) => {
                let request_id = response.request_id().or(fault.request_id.as_deref());
                let mut builder = with_request_id(ErrorMetadata::builder(), request_id);
                if let Some(code) = fault.code {
                    builder = builder.code(code);
                }
                if let Some(message) = fault.message {
                    builder = builder.message(message);
                }
                Ok(builder.build())
            }
            // Load balancers and gateways answer for a service that cannot, and not in XML.
            Err(_) if response.status().is_server_error() => Ok(status::as_error(response)),
            Err(error) => Err(error),
        }
    }

    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError> {
        let (mut reader, root) = Reader::open(response.body())?;
        let mut read =
            |reader: &mut Reader<'_>, element: &_| xml::read_members(reader, element, error, &message_member);
        if xml::name(&root) == "Error" {
            return read(&mut reader, &root);
        }
        while let Some(child) = reader.child()? {
            match xml::name(&child) {
                "Error" => return read(&mut reader, &child),
                // Its children come next.
                "Errors" => {}
                _ => reader.skip()?,
            }
        }
        Err(reader.error("there is no Error element"))
    }
}

/// Reads the request id of the element that is open.
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

/// What every error answer says, modeled or not.
#[derive(Default)]
struct Fault {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Fault {
    fn read(body: &[u8]) -> Result<Self, ParseError> {
        let (mut reader, root) = Reader::open(body)?;
        let mut fault = Self::default();
        let found = match xml::name(&root) {
            "Error" => fault.read_error(&mut reader).map(|()| true)?,
            _ => fault.read_answer(&mut reader)?,
        };
        if found { Ok(fault) } else { Err(reader.error("there is no Error element")) }
    }

    /// Reads the answer around the error, and tells whether there was one. Some services put it
    /// into a list of one.
    fn read_answer(&mut self, reader: &mut Reader<'_>) -> Result<bool, ParseError> {
        let mut found = false;
        while let Some(child) = reader.child()? {
            match xml::name(&child) {
                "Error" => {
                    self.read_error(reader)?;
                    found = true;
                }
                "Errors" => found |= self.read_list(reader)?,
                "RequestId" | "RequestID" => self.request_id = Some(reader.text()?.into_owned()),
                _ => reader.skip()?,
            }
        }
        Ok(found)
    }

    fn read_list(&mut self, reader: &mut Reader<'_>) -> Result<bool, ParseError> {
        let mut found = false;
        while let Some(child) = reader.child()? {
            if !found && xml::name(&child) == "Error" {
                self.read_error(reader)?;
                found = true;
            } else {
                reader.skip()?;
            }
        }
        Ok(found)
    }

    fn read_error(&mut self, reader: &mut Reader<'_>) -> Result<(), ParseError> {
        while let Some(child) = reader.child()? {
            match xml::name(&child) {
                "Code" => self.code = Some(reader.text()?.trim().to_owned()),
                "Message" | "message" => self.message = Some(reader.text()?.into_owned()),
                "RequestId" => self.request_id = Some(reader.text()?.into_owned()),
                _ => reader.skip()?,
            }
        }
        Ok(())
    }
}

/// The member for an error's message: models spell it as they like, servers as they like.
fn message_member(schema: &Schema, element: &str) -> Option<usize> {
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    is_message(element).then(|| schema.members().iter().position(|member| is_message(member.name()))).flatten()
}

#[cfg(test)]
mod tests;
