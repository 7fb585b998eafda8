//! The output of a call.

use std::fmt;
use std::future::poll_fn;

use aws_smithy_types::Document;
use aws_smithy_types::byte_stream::ByteStream;
use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::json;
use tinsmith_runtime::schema::Member;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Incoming, IncomingError, Shape, Slot, Structure};
use tinsmith_runtime::stream;

use super::{CallError, CallErrorKind, Client, document};

/// The output of a call.
pub struct Response {
    // Before the client, whose tables it refers to.
    pub(super) output: Dynamic,
    operation: &'static Operation,
    client: Client,
}

impl Response {
    pub(super) fn new(client: &Client, operation: &'static Operation, output: Dynamic) -> Self {
        Self { output, operation, client: client.clone() }
    }

    /// The output as JSON. A stream is null.
    pub fn to_json(&self) -> String {
        json::to_string(&self.output)
    }

    /// The output as a document. A stream is null.
    pub fn to_document(&self) -> Document {
        document::of_structure(&self.output)
    }

    /// Takes the streaming blob. `None` if the output has no such member.
    pub fn take_body(&mut self) -> Option<ByteStream> {
        stream::take_blob_of(&mut self.output)
    }

    /// Takes the events. `None` if the output has no stream of events, or if they were taken before.
    pub fn take_events(&mut self) -> Option<Events> {
        let (index, member) = self.operation.output.streaming_member()?;
        let Slot::Events(place) = self.output.member_mut(index)?.slot() else { return None };
        Some(Events { incoming: place.take_incoming()?, member, _client: self.client.clone() })
    }
}

impl fmt::Debug for Response {
    /// Shows the output without its sensitive members.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("operation", &self.operation.name).field("output", &self.output).finish()
    }
}

/// The events of a response.
pub struct Events {
    // Before the client, whose tables it refers to.
    incoming: Box<dyn Incoming>,
    member: &'static Member,
    _client: Client,
}

impl Events {
    /// Waits for the next event: an object with the event's name and its members. `None` at the end.
    ///
    /// # Errors
    ///
    /// The service sent an error, or the connection was lost. No events follow.
    pub async fn next(&mut self) -> Option<Result<Document, CallError>> {
        let mut event = DynamicUnion::new(self.member.target());
        let next = poll_fn(|cx| self.incoming.poll_next(cx, &mut event)).await?;
        Some(match next {
            Ok(()) => Ok(document::of_value(self.member, &event as &dyn Shape)),
            Err(error) => Err(failure(*error)),
        })
    }
}

fn failure(error: IncomingError) -> CallError {
    match error {
        IncomingError::Answered { code, text, .. } => CallError::of_service(code.as_deref(), text.as_deref()),
        IncomingError::Malformed(error, _) => {
            let message = format_args!("failed to parse an event: {}", DisplayChain(&*error));
            CallError::new(CallErrorKind::Response, message)
        }
        IncomingError::Broken(error) => {
            let message = format_args!("failed to receive the events: {}", DisplayChain(&*error));
            CallError::new(CallErrorKind::Dispatch, message)
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
