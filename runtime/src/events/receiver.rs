//! Received events, for programs.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_types::event_stream::RawMessage;
use futures_core::Stream;

use crate::error::{ErrorMetadata, OperationError};
use crate::result::{ConnectorError, SdkError};
use crate::shape::{Blank, EventStream, Incoming, IncomingError, Outgoing, Shape, Slot, Union, View};

/// The events that a service sends, as they arrive. Also a [`Stream`].
///
/// An event that is unknown to this client is the union's `Unknown`. An error ends the stream. Dropping the receiver
/// early closes the connection.
pub struct EventReceiver<T, E> {
    events: Option<Box<dyn Incoming>>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Union + Blank, E: OperationError> EventReceiver<T, E> {
    /// Waits for the next event. Returns `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// Fails with a `ServiceError` if the service sends an error. Other errors come from the connection, or from
    /// messages that cannot be parsed.
    pub async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        poll_fn(|cx| self.poll_recv(cx)).await.transpose()
    }

    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, SdkError<E, RawMessage>>>> {
        let Some(events) = &mut self.events else { return Poll::Ready(None) };
        let mut event = T::blank();
        let received = ready!(events.poll_next(cx, &mut event));
        let received = received.map(|it| it.map(|()| event).map_err(|error| failure(&**events, *error)));
        if !matches!(received, Some(Ok(_))) {
            self.events = None;
        }
        Poll::Ready(received)
    }
}

fn failure<E: OperationError>(events: &dyn Incoming, error: IncomingError) -> SdkError<E, RawMessage> {
    match error {
        IncomingError::Broken(error) => SdkError::dispatch_failure(ConnectorError::io(error)),
        IncomingError::Malformed(error, message) => SdkError::response_error(error, RawMessage::Decoded(message)),
        IncomingError::Answered { table, code, text, message } => {
            let mut meta = ErrorMetadata::builder();
            if let Some(code) = code {
                meta = meta.code(code);
            }
            if let Some(text) = text {
                meta = meta.message(text);
            }
            let error = E::read(table, meta.build(), &mut |error| {
                if let Err(reason) = events.read_error(&message, error) {
                    tracing::debug!(%reason, "failed to read the members of the error");
                }
            });
            SdkError::service_error(error, RawMessage::Decoded(message))
        }
    }
}

impl<T: Union + Blank, E: OperationError> Stream for EventReceiver<T, E> {
    type Item = Result<T, SdkError<E, RawMessage>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_recv(cx)
    }
}

impl<T: Union + Blank + 'static, E> EventStream for EventReceiver<T, E> {
    fn blank_event(&self) -> Box<dyn Union> {
        Box::new(T::blank())
    }

    fn take_outgoing(&mut self) -> Option<Box<dyn Outgoing>> {
        None
    }

    /// A receiver sends nothing.
    fn put_outgoing(&mut self, _: Box<dyn Outgoing>) {}

    fn take_incoming(&mut self) -> Option<Box<dyn Incoming>> {
        self.events.take()
    }

    fn put_incoming(&mut self, events: Box<dyn Incoming>) {
        self.events = Some(events);
    }
}

impl<T: Union + Blank + 'static, E> Shape for EventReceiver<T, E> {
    fn view(&self) -> View<'_> {
        if self.events.is_some() { View::Events } else { View::Absent }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}

impl<T, E> Blank for EventReceiver<T, E> {
    /// A receiver without events.
    fn blank() -> Self {
        Self { events: None, types: PhantomData }
    }
}

impl<T, E> fmt::Debug for EventReceiver<T, E> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReceiver").finish_non_exhaustive()
    }
}
