//! Without the feature `message-digests`, no digests of messages are checked.

use crate::message::ParseError;
use crate::service::Operation;
use crate::shape::Structure;

/// No digests.
#[derive(Debug, Default)]
pub(crate) struct Digests {}

#[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the signatures are those of the module with digests")]
impl Digests {
    pub(crate) fn of(_: &Operation, _: &dyn Structure) -> Self {
        Self {}
    }

    pub(crate) fn check(&self, _: &dyn Structure) -> Result<(), ParseError> {
        Ok(())
    }
}
