//! The message that every error has.

use crate::model::{Member, Shape};

/// The name of the member that every error has.
pub(super) const MESSAGE: &str = "message";

/// Whether a shape is an error without a message of its own: it gets one, as in the official SDK.
pub(super) fn lacks_message(shape: &Shape) -> bool {
    let is_message = |member: &Member| member.name.eq_ignore_ascii_case(MESSAGE);
    shape.traits.error().is_some() && !shape.members.iter().any(is_message)
}
