//! The body of a request with an event stream.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::body::{Error as BoxError, SdkBody};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use http_body::{Body, Frame};

use super::field;
use super::write::{Sign, sign, write_event};
use crate::codec::Codec;
use crate::schema::Schema;
use crate::shape::Outgoing;

/// A clock that estimates the server's time.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The body of a request that sends events as they become available.
pub struct EventBody {
    /// A body must be [`Sync`], but events need not be.
    events: Mutex<Box<dyn Outgoing>>,
    stream: &'static Schema,
    codec: &'static dyn Codec,
    /// The first message, for protocols that send one.
    initial: Option<Message>,
    signing: Option<(Sign, Clock)>,
    is_over: bool,
}

impl EventBody {
    /// Creates a body of events of this union.
    pub fn new(events: Box<dyn Outgoing>, stream: &'static Schema, codec: &'static dyn Codec) -> Self {
        Self { events: Mutex::new(events), stream, codec, initial: None, signing: None, is_over: false }
    }

    /// Sends the members of the input in a separate message, before the first event.
    pub fn with_initial_request(mut self, payload: Vec<u8>) -> Self {
        let text = |name: &'static str, value: &'static str| Header::new(name, HeaderValue::String(value.into()));
        let headers = vec![
            text(field::MESSAGE_TYPE, "event"),
            text(field::EVENT_TYPE, "initial-request"),
            text(field::CONTENT_TYPE, self.codec.media_type()),
        ];
        self.initial = Some(Message::new_from_parts(headers, payload));
        self
    }

    /// Signs all messages.
    pub fn signed(mut self, sign: Sign, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.signing = Some((sign, Arc::new(clock)));
        self
    }

    /// Converts the body to the official crates' type.
    pub fn into_sdk_body(self) -> SdkBody {
        SdkBody::from_body_1_x(self)
    }

    /// The next message, not yet signed. `None` at the end.
    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Message, BoxError>>> {
        if let Some(initial) = self.initial.take() {
            return Poll::Ready(Some(Ok(initial)));
        }
        let (stream, codec) = (self.stream, self.codec);
        let mut written = None;
        let events = self.events.get_mut().unwrap_or_else(PoisonError::into_inner);
        let is_there = ready!(events.poll_next(cx, &mut |sent| written = Some(write_event(sent, stream, codec))));
        Poll::Ready(written.filter(|_| is_there))
    }

    /// Encodes the message and signs it if necessary.
    fn frame(&mut self, message: Option<&Message>) -> Result<Option<Bytes>, BoxError> {
        let signed = match &mut self.signing {
            Some((signer, clock)) => Some(sign(signer, message, clock())?),
            None => None,
        };
        let Some(message) = signed.as_ref().or(message) else { return Ok(None) };
        let mut bytes = Vec::new();
        write_message_to(message, &mut bytes)?;
        Ok(Some(bytes.into()))
    }
}

impl Body for EventBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let message = ready!(self.poll_message(cx)).transpose();
        self.is_over = !matches!(message, Ok(Some(_)));
        let frame = message.and_then(|message| self.frame(message.as_ref()));
        Poll::Ready(frame.transpose().map(|it| it.map(Frame::data)))
    }
}
