//! XML error responses of any protocol.

use crate::error::{ErrorMetadata, with_request_id};
use crate::message::{ParseError, Response};
use crate::protocol::status;
use crate::scan;
use crate::schema::Schema;
use crate::shape::Structure;
use crate::xml::{self, Reader};

/// Parses code, message and request id of an error response.
pub(super) fn read_error(response: &Response) -> Result<ErrorMetadata, ParseError> {
    match XmlError::read(response.body()) {
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
        // Load balancers and gateways respond in place of a service that cannot, and not in XML.
        Err(_) if response.status().is_server_error() => Ok(status::as_error(response)),
        Err(error) => Err(error),
    }
}

/// Parses the members of an error from its element, at any place of the response.
pub(super) fn read_error_members(body: &[u8], error: &mut dyn Structure) -> Result<(), ParseError> {
    let (mut reader, root) = Reader::open(body)?;
    let mut read = |reader: &mut Reader<'_>, element: &_| {
        xml::read_members(reader, element, error, &message_member, &mut |reader, _| reader.skip())
    };
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
    Err(reader.error("expected an Error element"))
}

/// The member for an error's message, which models and servers write in either case.
fn message_member(schema: &Schema, element: &str) -> Option<usize> {
    let is_message = |name: &str| scan::is_same(name, "message");
    is_message(element).then(|| schema.members().iter().position(|member| is_message(member.name()))).flatten()
}

/// The parts that all error responses have, modeled or not.
#[derive(Default)]
struct XmlError {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl XmlError {
    fn read(body: &[u8]) -> Result<Self, ParseError> {
        let (mut reader, root) = Reader::open(body)?;
        let mut fault = Self::default();
        let found = match xml::name(&root) {
            "Error" => fault.read_error(&mut reader).map(|()| true)?,
            _ => fault.read_answer(&mut reader)?,
        };
        if found { Ok(fault) } else { Err(reader.error("expected an Error element")) }
    }

    /// Reads the response around the error, and returns whether there was one. Some services put it into a list of one.
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
