//! Event streams in both directions, as messages of `application/vnd.amazon.eventstream`.
//!
//! A message is an event, a modeled error (an *exception*) or another error. A header field of the message names the
//! member of the stream's union. The event's own members are in further header fields or in the payload
//! (<https://smithy.io/2.0/aws/amazon-eventstream.html>).
//!
//! Programs use [`EventReceiver`] and [`EventStreamSender`], which have the official SDK's names. Everything below them
//! works with schemas only.

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
pub use write::{Sign, write_event};

/// The media type of an event stream.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// Names of message header fields.
mod field {
    pub(super) const MESSAGE_TYPE: &str = ":message-type";
    pub(super) const EVENT_TYPE: &str = ":event-type";
    pub(super) const EXCEPTION_TYPE: &str = ":exception-type";
    pub(super) const CONTENT_TYPE: &str = ":content-type";
    pub(super) const CHUNK_SIGNATURE: &str = ":chunk-signature";
    pub(super) const DATE: &str = ":date";
    pub(super) const ERROR_CODE: &str = ":error-code";
    pub(super) const ERROR_MESSAGE: &str = ":error-message";
}
