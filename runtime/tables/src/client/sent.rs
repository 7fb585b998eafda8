//! The events of a request.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_types::Document;
use futures_core::Stream;
use tinsmith_runtime::dynamic::DynamicUnion;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::Member;
use tinsmith_runtime::shape::{Outgoing, Sent, Slot, Structure};

use super::{CallError, Request, document};
use crate::Tables;

impl Request {
    /// Sets the events to send. Each is an object with the event's name and its members, such as
    /// `{"audio": {"chunk": "…"}}`. They are read and sent while the call is made and its response is received; the end of
    /// the stream ends the request.
    ///
    /// An error in the stream, and an event that does not fit the model, abort the request.
    ///
    /// # Errors
    ///
    /// The operation does not take events.
    pub fn events<S, E>(mut self, events: S) -> Result<Self, CallError>
    where
        S: Stream<Item = Result<Document, E>> + Send + 'static,
        E: fmt::Display,
    {
        let name = self.operation.name;
        let missing = || CallError::input(format_args!("the operation {name} does not take events"));
        let (index, member) = self.operation.input.streaming_member().ok_or_else(missing)?;
        let tables = self.client.tables.clone();
        match self.input.member_mut(index).map(|it| it.slot()) {
            Some(Slot::Events(place)) => {
                let events = Box::pin(events);
                place.put_outgoing(Box::new(Given { events, member, count: 0, is_over: false, _tables: tables }));
            }
            _ => return Err(missing()),
        }
        Ok(self)
    }
}

/// The events that are still to be sent.
struct Given<S> {
    events: Pin<Box<S>>,
    member: &'static Member,
    count: usize,
    is_over: bool,
    /// The tables that `member` is in. A request may be sent for longer than its client exists.
    _tables: Tables,
}

impl<S, E> Outgoing for Given<S>
where
    S: Stream<Item = Result<Document, E>> + Send,
    E: fmt::Display,
{
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        if self.is_over {
            return Poll::Ready(false);
        }
        let Some(next) = ready!(self.events.as_mut().poll_next(cx)) else { return Poll::Ready(false) };
        self.count += 1;
        let mut event = DynamicUnion::new(self.member.target());
        let filled = match next {
            Ok(document) => {
                let text = document::document_to_json(&document);
                let read = json::read_value(text.as_bytes(), self.member, &mut event, &Options::PEOPLE);
                read.map_err(|mistakes| format!("event {} does not fit the model: {mistakes}", self.count))
            }
            Err(error) => Err(error.to_string()),
        };
        match &filled {
            Ok(()) => write(Sent::Event(&event)),
            Err(reason) => {
                self.is_over = true;
                write(Sent::Failed(reason));
            }
        }
        Poll::Ready(true)
    }
}
