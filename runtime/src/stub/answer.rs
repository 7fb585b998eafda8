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
#[cfg(feature = "event-stream")]
use crate::shape::{Sent, Union};

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

    /// A stream of these events, in the order in which they are received. Other members of the output are not set.
    #[cfg(feature = "event-stream")]
    pub fn events<C: Call>(events: impl IntoIterator<Item = impl Union>) -> Self {
        events.into_iter().fold(Self(frames::start(C::OPERATION)), |answer, event| {
            answer.map(|response| frames::push(C::OPERATION, response, Sent::Event(&event)))
        })
    }

    /// The same stream with this modeled error at its end.
    #[cfg(feature = "event-stream")]
    pub fn then_error<C: Call>(self, error: &dyn Structure) -> Self {
        self.map(|response| frames::push(C::OPERATION, response, Sent::Modeled(error)))
    }

    #[cfg(feature = "event-stream")]
    fn map(self, change: impl FnOnce(Response) -> Result<Response, String>) -> Self {
        match self.0 {
            Given::Response(response) => Self(change(response).map_or_else(Given::Unwritten, Given::Response)),
            given => Self(given),
        }
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

/// Responses with events.
#[cfg(feature = "event-stream")]
mod frames {
    use aws_smithy_eventstream::frame::write_message_to;

    use super::{Given, Headers, REQUEST_ID};
    use crate::events::{MEDIA_TYPE, write_event};
    use crate::message::Response;
    use crate::schema::Kind;
    use crate::service::Operation;
    use crate::shape::Sent;

    /// A response without events.
    pub(super) fn start(operation: &Operation) -> Given {
        let mut fields = Headers::default();
        fields.append("content-type", MEDIA_TYPE);
        fields.append("x-amzn-requestid", REQUEST_ID);
        let protocol = match operation.service.protocol.id() {
            "smithy.protocols#rpcv2Cbor" => Some("rpc-v2-cbor"),
            "smithy.protocols#rpcv2Json" => Some("rpc-v2-json"),
            _ => None,
        };
        protocol.into_iter().for_each(|it| fields.append("smithy-protocol", it));
        Given::Response(Response::new(200, fields, Vec::new()))
    }

    /// Adds an event or an error.
    pub(super) fn push(operation: &Operation, response: Response, sent: Sent<'_>) -> Result<Response, String> {
        let stream = operation.output.streaming_member().map(|(_, it)| it.target());
        let stream = stream.filter(|it| it.kind() == Kind::Union);
        let codec = operation.service.protocol.event_codec();
        let (Some(stream), Some(codec)) = (stream, codec) else {
            return Err(format!("the output of `{}` has no events", operation.name));
        };
        if let Sent::Event(event) = sent
            && event.schema().id() != stream.id()
        {
            return Err(format!("`{}` is not an event of `{}`", event.schema().name(), operation.name));
        }
        let message = write_event(sent, stream, codec).map_err(|error| error.to_string())?;
        let (status, fields, mut body) = response.into_parts();
        write_message_to(&message, &mut body).map_err(|error| error.to_string())?;
        Ok(Response::new(status.as_u16(), fields, body))
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
