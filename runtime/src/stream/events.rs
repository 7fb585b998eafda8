//! Converts between event members of operations and messages on the wire.

use std::time::SystemTime;

use aws_smithy_types::body::SdkBody;

use crate::error::BoxError;
use crate::events::{EventBody, Frames, MEDIA_TYPE, Sign};
use crate::message::{Request, RequestBody, SerializeError};
use crate::schema::Schema;
use crate::service::Operation;
use crate::shape::{Outgoing, Slot, Structure};

/// The input for signing the messages of a request.
pub(crate) struct Signed {
    /// Signs the messages in sequence.
    pub(crate) sign: Sign,
    /// A clock that estimates the server's time.
    pub(crate) clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
}

/// Events to send.
pub(crate) struct Events {
    body: EventBody,
    sends_initial_request: bool,
}

impl Events {
    pub(super) fn new(
        operation: &Operation,
        events: Box<dyn Outgoing>,
        stream: &'static Schema,
    ) -> Result<Self, SerializeError> {
        let protocol = operation.service.protocol;
        let none = || SerializeError::new(format!("{} does not support event streams", protocol.id()));
        let codec = protocol.event_codec().ok_or_else(none)?;
        let sends_initial_request = protocol.sends_initial_messages();
        Ok(Self { body: EventBody::new(events, stream, codec), sends_initial_request })
    }

    /// Sets the content type of a request to events, and puts the request's own body into the first message.
    pub(crate) fn announce(mut self, request: &mut Request) -> Self {
        request.headers.insert_known("content-type", MEDIA_TYPE);
        let payload = std::mem::take(&mut request.body);
        if self.sends_initial_request {
            self.body = self.body.with_initial_request(payload);
        }
        self
    }

    /// The body of a request. Its messages are signed if the request is.
    pub(crate) fn into_body(self, signed: Option<Signed>) -> RequestBody {
        let body = match signed {
            Some(Signed { sign, clock }) => self.body.signed(sign, clock),
            None => self.body,
        };
        body.into_sdk_body().into()
    }
}

/// Puts the messages of a response into the streaming member of an output.
pub(super) async fn give(
    operation: &Operation,
    output: &mut dyn Structure,
    index: usize,
    body: SdkBody,
) -> Result<(), BoxError> {
    let protocol = operation.service.protocol;
    let codec = protocol.event_codec().ok_or_else(|| format!("{} does not support event streams", protocol.id()))?;
    let mut frames = Frames::new(body, codec);
    if protocol.sends_initial_messages() {
        frames.read_initial_response(output).await?;
    }
    if let Some(Slot::Events(place)) = output.member_mut(index).map(|it| it.slot()) {
        place.put_incoming(Box::new(frames));
    }
    Ok(())
}
