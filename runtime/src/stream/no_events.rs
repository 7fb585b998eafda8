//! Replaces the event streams when the feature `event-stream` is off.

use std::marker::PhantomData;
use std::time::SystemTime;

use aws_smithy_types::body::SdkBody;

use crate::error::BoxError;
use crate::message::{Request, RequestBody, SerializeError};
use crate::schema::Schema;
use crate::service::Operation;
use crate::shape::{Outgoing, Structure};

const OFF: &str = "event streams need the feature `event-stream`";

/// Signs messages in sequence.
type Sign = Box<dyn FnMut(SystemTime, &[u8], &[u8]) -> Option<[u8; 32]> + Send + Sync>;

/// The input for signing the messages of a request.
#[expect(dead_code, reason = "it is only read with event streams")]
pub(crate) struct Signed {
    pub(crate) sign: Sign,
    pub(crate) clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
}

/// A type without values.
pub(crate) struct Events(PhantomData<Box<dyn Outgoing>>);

impl Events {
    pub(super) fn new(_: &Operation, _: Box<dyn Outgoing>, _: &'static Schema) -> Result<Self, SerializeError> {
        Err(SerializeError::new(OFF))
    }

    pub(crate) fn announce(self, _: &mut Request) -> Self {
        self
    }

    pub(crate) fn into_body(self, _: Option<Signed>) -> RequestBody {
        RequestBody::default()
    }
}

pub(super) async fn give(_: &Operation, _: &mut dyn Structure, _: usize, _: SdkBody) -> Result<(), BoxError> {
    Err(OFF.into())
}
