//! Streams of events, in both directions: messages of `application/vnd.amazon.eventstream`.
//!
//! A message is an event, an error of the model (an *exception*), or another error. Which member of the
//! stream's union it is stands in a header field of the message; its members stand in further fields or in
//! the payload (<https://smithy.io/2.0/aws/amazon-eventstream.html>).
//!
//! [`EventReceiver`] and [`EventStreamSender`] are what programs use, with the official SDK's names. What
//! is below them knows tables alone.

mod body;
mod frames;
mod part;
mod read;
mod receiver;
mod sender;
mod write;

pub use futures_core::Stream;

pub use body::EventBody;
pub use frames::Frames;
pub use receiver::EventReceiver;
pub use sender::EventStreamSender;
pub use write::{Signer, write_event};

/// The media type of a stream of events.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// The names of header fields of messages.
mod field {
    pub(super) const MESSAGE_TYPE: &str = ":message-type";
    pub(super) const EVENT_TYPE: &str = ":event-type";
    pub(super) const EXCEPTION_TYPE: &str = ":exception-type";
    pub(super) const CONTENT_TYPE: &str = ":content-type";
    pub(super) const ERROR_CODE: &str = ":error-code";
    pub(super) const ERROR_MESSAGE: &str = ":error-message";
}
