//! Events to send, for programs.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::OperationError;
use crate::shape::{Blank, EventStream, Incoming, Outgoing, Sent, Shape, Slot, Union, View};

/// The events that a program sends: created `from` any [`Stream`] of `Result<T, E>`.
///
/// A modeled error in the stream is sent and ends the stream. Any other error aborts the request.
pub struct EventStreamSender<T, E> {
    /// An input must be [`Sync`], but events need not be.
    events: Mutex<Option<Box<dyn Outgoing>>>,
    types: PhantomData<fn(T, E)>,
}

impl<S, T, E> From<S> for EventStreamSender<T, E>
where
    S: Stream<Item = Result<T, E>> + Send + 'static,
    T: Union,
    E: OperationError,
{
    fn from(stream: S) -> Self {
        let events: Box<dyn Outgoing> = Box::new(Given { stream: Box::pin(stream), is_over: false });
        Self { events: Mutex::new(Some(events)), types: PhantomData }
    }
}

/// A stream from the program.
struct Given<S> {
    stream: Pin<Box<S>>,
    is_over: bool,
}

impl<S, T, E> Outgoing for Given<S>
where
    S: Stream<Item = Result<T, E>> + Send,
    T: Union,
    E: OperationError,
{
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        if self.is_over {
            return Poll::Ready(false);
        }
        let Some(next) = ready!(self.stream.as_mut().poll_next(cx)) else { return Poll::Ready(false) };
        match &next {
            Ok(event) => write(Sent::Event(event)),
            Err(error) => {
                self.is_over = true;
                write(error.modeled().map_or(Sent::Failed(error), Sent::Modeled));
            }
        }
        Poll::Ready(true)
    }
}

impl<T: Union + Blank + 'static, E> EventStream for EventStreamSender<T, E> {
    fn blank_event(&self) -> Box<dyn Union> {
        Box::new(T::blank())
    }

    fn take_outgoing(&mut self) -> Option<Box<dyn Outgoing>> {
        self.events.get_mut().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put_outgoing(&mut self, events: Box<dyn Outgoing>) {
        *self.events.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }

    fn take_incoming(&mut self) -> Option<Box<dyn Incoming>> {
        None
    }

    /// A sender receives nothing.
    fn put_incoming(&mut self, _: Box<dyn Incoming>) {}
}

impl<T: Union + Blank + 'static, E> Shape for EventStreamSender<T, E> {
    fn view(&self) -> View<'_> {
        let is_there = self.events.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if is_there { View::Events } else { View::Absent }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}

impl<T, E> Blank for EventStreamSender<T, E> {
    /// A sender without events.
    fn blank() -> Self {
        Self { events: Mutex::new(None), types: PhantomData }
    }
}

impl<T, E> fmt::Debug for EventStreamSender<T, E> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStreamSender").finish_non_exhaustive()
    }
}
