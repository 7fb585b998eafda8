//! Reads messages from the body of a response.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::body::{Error as BoxError, SdkBody};
use aws_smithy_types::event_stream::Message;
use bytes::BytesMut;
use http_body::Body;

use super::read::{is_event, read, read_members};
use crate::codec::Codec;
use crate::shape::{Incoming, IncomingError, Structure, Union};

/// The maximum size of a message: the limits of the specification for headers and payload.
const MAX_MESSAGE_BYTES: usize = (24 << 20) + (128 << 10) + 16;

/// The messages in a body.
pub struct Frames {
    body: SdkBody,
    buffer: BytesMut,
    codec: &'static dyn Codec,
    /// A message that was inspected but not yet consumed.
    next: Option<Message>,
    is_over: bool,
}

impl Frames {
    /// Creates the messages of this body. The codec reads their payloads.
    pub fn new(body: SdkBody, codec: &'static dyn Codec) -> Self {
        Self { body, buffer: BytesMut::new(), codec, next: None, is_over: false }
    }

    /// Reads the first message into an output if it is the initial response, which protocols without HTTP bindings
    /// send.
    pub async fn read_initial_response(&mut self, output: &mut dyn Structure) -> Result<(), BoxError> {
        let Some(message) = std::future::poll_fn(|cx| self.poll_message(cx)).await.transpose()? else { return Ok(()) };
        if is_event(&message, "initial-response") {
            self.codec.read_structure(message.payload(), output)?;
        } else {
            self.next = Some(message);
        }
        Ok(())
    }

    fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Message, BoxError>>> {
        if let Some(message) = self.next.take() {
            return Poll::Ready(Some(Ok(message)));
        }
        loop {
            if let Some(message) = self.decode().transpose() {
                return Poll::Ready(Some(message));
            }
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.buffer.extend_from_slice(&data);
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.buffer.is_empty() => return Poll::Ready(None),
                None => return Poll::Ready(Some(Err("the event stream ended in the middle of a message".into()))),
            }
        }
    }

    /// Decodes the message at the front of the buffer, if it is complete.
    fn decode(&mut self) -> Result<Option<Message>, BoxError> {
        let Some(length) = self.buffer.first_chunk().map(|it| u32::from_be_bytes(*it) as usize) else {
            return Ok(None);
        };
        if length > MAX_MESSAGE_BYTES {
            return Err(format!("a message of the event stream is larger than {MAX_MESSAGE_BYTES} bytes").into());
        }
        if self.buffer.len() < length {
            return Ok(None);
        }
        Ok(Some(read_message_from(self.buffer.split_to(length).freeze())?))
    }
}

impl Incoming for Frames {
    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        event: &mut dyn Union,
    ) -> Poll<Option<Result<(), Box<IncomingError>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let read = match ready!(self.poll_message(cx)) {
            Some(Ok(message)) => Some(read(&message, event, self.codec)),
            Some(Err(error)) => Some(Err(Box::new(IncomingError::Broken(error)))),
            None => None,
        };
        // An error ends the stream: what follows it cannot be trusted.
        self.is_over = !matches!(read, Some(Ok(())));
        Poll::Ready(read)
    }

    fn read_error(&self, message: &Message, error: &mut dyn Structure) -> Result<(), BoxError> {
        Ok(read_members(message, error, self.codec)?)
    }
}
