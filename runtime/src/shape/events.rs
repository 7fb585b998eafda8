//! The shape of an event stream.
//!
//! A stream is not a value that can be walked, because its events are still to come. Walks only see whether it is set
//! ([`View::Events`](super::View::Events)), and a place to take it from or to put it into
//! ([`Slot::Events`](super::Slot::Events)).

use std::fmt;
use std::task::{Context, Poll};

use aws_smithy_types::body::Error as BoxError;
use aws_smithy_types::event_stream::Message;

use super::{Structure, Union};
use crate::schema::Schema;

/// An event stream as the member of an input or output.
pub trait EventStream: Send + Sync {
    /// Creates a blank event.
    fn blank_event(&self) -> Box<dyn Union>;

    /// Takes the events to send.
    fn take_outgoing(&mut self) -> Option<Box<dyn Outgoing>>;

    /// Sets the events to send.
    fn put_outgoing(&mut self, events: Box<dyn Outgoing>);

    /// Takes the received events.
    fn take_incoming(&mut self) -> Option<Box<dyn Incoming>>;

    /// Sets the received events.
    fn put_incoming(&mut self, events: Box<dyn Incoming>);
}

/// An event to send, or an error in its place.
#[derive(Clone, Copy)]
pub enum Sent<'a> {
    /// An event.
    Event(&'a dyn Union),
    /// A modeled error, which tells the service why the events end.
    Modeled(&'a dyn Structure),
    /// Another error, which aborts the request.
    Failed(&'a dyn fmt::Display),
}

/// Events to send.
pub trait Outgoing: Send {
    /// Waits for the next event and passes it to `write`. Returns false at the end.
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool>;
}

/// Received events.
pub trait Incoming: Send + Sync {
    /// Waits for the next event and reads it into a blank union. An unknown event leaves the union blank.
    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        event: &mut dyn Union,
    ) -> Poll<Option<Result<(), Box<IncomingError>>>>;

    /// Reads the members of a modeled error.
    fn read_error(&self, message: &Message, error: &mut dyn Structure) -> Result<(), BoxError>;
}

/// The reason why an event could not be received.
#[derive(Debug)]
pub enum IncomingError {
    /// The service sent an error.
    Answered {
        /// The modeled error, if it is one.
        table: Option<&'static Schema>,
        /// The code of the error.
        code: Option<String>,
        /// The message text of the error.
        text: Option<String>,
        /// The message on the wire.
        message: Message,
    },
    /// A message cannot be parsed.
    Malformed(BoxError, Message),
    /// The connection was lost, or the data is not a message.
    Broken(BoxError),
}
