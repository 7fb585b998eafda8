//! The shape of a stream of events.
//!
//! A stream is not a value that a walk can look into: its events are still to come. What walks see of it is
//! whether it is there ([`View::Events`](super::View::Events)), and a place to take events from or to put
//! them into ([`Slot::Events`](super::Slot::Events)).

use std::fmt;
use std::task::{Context, Poll};

use aws_smithy_types::body::Error as BoxError;
use aws_smithy_types::event_stream::Message;

use super::{Structure, Union};
use crate::schema::Schema;

/// A stream of events, as the member of an input or output.
pub trait EventStream: Send + Sync {
    /// An event that holds nothing.
    fn blank_event(&self) -> Box<dyn Union>;

    /// Takes the events that are to be sent.
    fn take_outgoing(&mut self) -> Option<Box<dyn Outgoing>>;

    /// Puts in events to be sent.
    fn put_outgoing(&mut self, events: Box<dyn Outgoing>);

    /// Takes the events that a service sends.
    fn take_incoming(&mut self) -> Option<Box<dyn Incoming>>;

    /// Puts in the events that a service sends.
    fn put_incoming(&mut self, events: Box<dyn Incoming>);
}

/// An event to be sent, or an error in its place.
#[derive(Clone, Copy)]
pub enum Sent<'a> {
    /// An event.
    Event(&'a dyn Union),
    /// An error of the model, as which the service is told why no more events come.
    Modeled(&'a dyn Structure),
    /// Another error: the request breaks off.
    Failed(&'a dyn fmt::Display),
}

/// Events to be sent.
pub trait Outgoing: Send {
    /// Waits for the next event and shows it to `write`; false at the end.
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool>;
}

/// Events that a service sends.
pub trait Incoming: Send + Sync {
    /// Waits for the next event and reads it into a union that holds nothing. One that the model does not
    /// know leaves it so.
    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        event: &mut dyn Union,
    ) -> Poll<Option<Result<(), Box<IncomingError>>>>;

    /// Reads the members of a modeled error.
    fn read_error(&self, message: &Message, error: &mut dyn Structure) -> Result<(), BoxError>;
}

/// Why no event came.
#[derive(Debug)]
pub enum IncomingError {
    /// The service says that something is wrong.
    Answered {
        /// The modeled error, if it is one.
        table: Option<&'static Schema>,
        /// Its code.
        code: Option<String>,
        /// What the service says about it.
        text: Option<String>,
        /// The message that it came in.
        message: Message,
    },
    /// A message cannot be understood.
    Malformed(BoxError, Message),
    /// The connection broke, or what came is not a message.
    Broken(BoxError),
}
