//! Events, between an operation's members and the messages on the wire.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_smithy_types::body::SdkBody;

use crate::error::BoxError;
use crate::events::{EventBody, Frames, MEDIA_TYPE, Signer};
use crate::message::{Request, RequestBody, SerializeError};
use crate::schema::Schema;
use crate::service::Operation;
use crate::shape::{Outgoing, Slot, Structure};

/// With what the messages of a request are signed.
pub(crate) struct Signed<'a> {
    pub(crate) credentials: Credentials,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    /// That of the request.
    pub(crate) signature: String,
    /// What time it is at the server.
    pub(crate) clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
}

/// Events to be sent.
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
        let none = || SerializeError::new(format!("{} has no streams of events", protocol.id()));
        let codec = protocol.event_codec().ok_or_else(none)?;
        let sends_initial_request = protocol.sends_initial_messages();
        Ok(Self { body: EventBody::new(events, stream, codec), sends_initial_request })
    }

    /// Says in the head of a request that events follow, and sends what the request has for a body first.
    pub(crate) fn announce(mut self, request: &mut Request) -> Self {
        request.headers.insert_known("content-type", MEDIA_TYPE);
        let payload = std::mem::take(&mut request.body);
        if self.sends_initial_request {
            self.body = self.body.with_initial_request(payload);
        }
        self
    }

    /// The body of a request, its messages signed unless the request is not.
    pub(crate) fn into_body(self, signed: Option<Signed<'_>>) -> RequestBody {
        let body = match signed {
            Some(Signed { credentials, region, service, signature, clock }) => {
                self.body.signed(Signer::new(credentials, region, service, signature), clock)
            }
            None => self.body,
        };
        body.into_sdk_body().into()
    }
}

/// Puts the messages of an answer into the streaming member of an output.
pub(super) async fn give(
    operation: &Operation,
    output: &mut dyn Structure,
    index: usize,
    body: SdkBody,
) -> Result<(), BoxError> {
    let protocol = operation.service.protocol;
    let codec = protocol.event_codec().ok_or_else(|| format!("{} has no streams of events", protocol.id()))?;
    let mut frames = Frames::new(body, codec);
    if protocol.sends_initial_messages() {
        frames.read_initial_response(output).await?;
    }
    if let Some(Slot::Events(place)) = output.member_mut(index).map(|it| it.slot()) {
        place.put_incoming(Box::new(frames));
    }
    Ok(())
}
