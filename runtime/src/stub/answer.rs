//! The responses of a stub.

use std::fmt::Write as _;

#[cfg(feature = "codec-xml")]
use super::xml;
use crate::client::Call;
use crate::error::{ConnectorErrorKind, TransportError};
use crate::json::{self, Options};
use crate::message::{Headers, Response};
use crate::service::Operation;
use crate::shape::Structure;

/// The request id of all generated responses.
const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

/// A response of a [`Stub`](super::Stub).
#[derive(Clone, Debug)]
pub struct Answer(Given);

#[derive(Clone, Debug)]
enum Given {
    Response(Response),
    Failure(ConnectorErrorKind),
    /// The response could not be serialized, for this reason.
    Unwritten(String),
}

impl Answer {
    /// The output of an operation, serialized as its service would. For protocols other than awsQuery and awsJson, use
    /// [`response`](Self::response).
    pub fn output<C: Call>(output: &C::Output) -> Self {
        let operation = C::OPERATION;
        match Format::of(operation) {
            #[cfg(feature = "codec-xml")]
            Some(Format::Xml) => match xml::write(operation.name, output, REQUEST_ID) {
                Ok(body) => Self::response(200, &[("content-type", "text/xml")], body),
                Err(error) => Self(Given::Unwritten(error.to_string())),
            },
            Some(Format::Json) => Self::json(200, json::write(output as &dyn Structure, &Options::WIRE)),
            _ => Self::unwritten(operation),
        }
    }

    /// An error with this code, such as `NoSuchEntity`. The HTTP status is the one that the model gives the error, else
    /// 400.
    pub fn error<C: Call>(code: &str, message: &str) -> Self {
        let operation = C::OPERATION;
        let modeled = operation.errors.iter().find(|it| operation.service.protocol.is_error_code(code, it));
        let status = modeled.and_then(|it| it.http_error()).unwrap_or(400);
        match Format::of(operation) {
            #[cfg(feature = "codec-xml")]
            Some(Format::Xml) => {
                let body = xml::write_error(code, message, REQUEST_ID);
                Self::response(status, &[("content-type", "text/xml")], body)
            }
            Some(Format::Json) => {
                let mut body = String::from("{\"__type\":");
                json::push_string(&mut body, code, false);
                body.push_str(",\"message\":");
                json::push_string(&mut body, message, false);
                body.push('}');
                Self::json(status, body)
            }
            _ => Self::unwritten(operation),
        }
    }

    /// A raw response: status, header fields and body.
    pub fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let mut fields = Headers::default();
        for (name, value) in headers {
            fields.append(name, *value);
        }
        Self(Given::Response(Response::new(status, fields, body.into())))
    }

    /// A failure of the connector instead of a response. The client retries [`Io`](ConnectorErrorKind::Io) and
    /// [`Timeout`](ConnectorErrorKind::Timeout).
    pub fn failure(kind: ConnectorErrorKind) -> Self {
        Self(Given::Failure(kind))
    }

    fn json(status: u16, body: String) -> Self {
        Self::response(status, &[("content-type", "application/json"), ("x-amzn-requestid", REQUEST_ID)], body)
    }

    fn unwritten(operation: &Operation) -> Self {
        let mut reason = String::from("a stub cannot write responses of ");
        // Writing to a string cannot fail.
        let _ = write!(reason, "{}: use `Answer::response`", operation.service.protocol.id());
        Self(Given::Unwritten(reason))
    }

    pub(super) fn give(self) -> Result<Response, TransportError> {
        match self.0 {
            Given::Response(response) => Ok(response),
            Given::Failure(kind) => Err(TransportError::new(kind, "the stub was configured to fail")),
            Given::Unwritten(reason) => Err(TransportError::new(ConnectorErrorKind::User, reason).before_send()),
        }
    }
}

/// The format of a service's responses.
enum Format {
    Xml,
    Json,
}

impl Format {
    fn of(operation: &Operation) -> Option<Self> {
        match operation.service.protocol.id() {
            "aws.protocols#awsQuery" => Some(Self::Xml),
            "aws.protocols#awsJson1_0" | "aws.protocols#awsJson1_1" => Some(Self::Json),
            _ => None,
        }
    }
}
