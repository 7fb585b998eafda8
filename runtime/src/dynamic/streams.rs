//! Streams as members of dynamic values.

use std::sync::{Mutex, PoisonError};

use aws_smithy_types::byte_stream::ByteStream;

use crate::schema::Schema;
use crate::shape::{EventStream, Incoming, Outgoing, Shape, Slot, Union, View};

/// A streaming blob.
#[derive(Default)]
pub(super) struct DynamicStream(ByteStream);

impl Clone for DynamicStream {
    /// Copies the stream if it is in memory. Otherwise, the copy is empty.
    #[inline]
    fn clone(&self) -> Self {
        Self(self.0.bytes().map(|it| ByteStream::from(it.to_vec())).unwrap_or_default())
    }
}

impl Shape for DynamicStream {
    #[inline]
    fn view(&self) -> View<'_> {
        self.0.view()
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        self.0.slot()
    }
}

/// An event stream, in either direction.
pub(super) struct DynamicEvents {
    schema: &'static Schema,
    blank: fn(&'static Schema) -> Box<dyn Union>,
    /// A value must be [`Sync`], but events need not be.
    outgoing: Mutex<Option<Box<dyn Outgoing>>>,
    incoming: Option<Box<dyn Incoming>>,
}

impl DynamicEvents {
    /// Creates an empty event stream of this union, with a constructor of blank events.
    #[inline]
    pub(super) fn new(schema: &'static Schema, blank: fn(&'static Schema) -> Box<dyn Union>) -> Self {
        Self { schema, blank, outgoing: Mutex::new(None), incoming: None }
    }
}

impl Clone for DynamicEvents {
    /// Creates an empty stream: events that are still to come cannot be copied.
    #[inline]
    fn clone(&self) -> Self {
        Self::new(self.schema, self.blank)
    }
}

impl EventStream for DynamicEvents {
    #[inline]
    fn blank_event(&self) -> Box<dyn Union> {
        (self.blank)(self.schema)
    }

    #[inline]
    fn take_outgoing(&mut self) -> Option<Box<dyn Outgoing>> {
        self.outgoing.get_mut().unwrap_or_else(PoisonError::into_inner).take()
    }

    #[inline]
    fn put_outgoing(&mut self, events: Box<dyn Outgoing>) {
        *self.outgoing.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }

    #[inline]
    fn take_incoming(&mut self) -> Option<Box<dyn Incoming>> {
        self.incoming.take()
    }

    #[inline]
    fn put_incoming(&mut self, events: Box<dyn Incoming>) {
        self.incoming = Some(events);
    }
}

impl Shape for DynamicEvents {
    #[inline]
    fn view(&self) -> View<'_> {
        let is_sent = self.outgoing.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if is_sent || self.incoming.is_some() { View::Events } else { View::Absent }
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}
