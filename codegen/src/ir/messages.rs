//! The `message` member that every error has.

use crate::model::{Member, Shape};

/// The name of the member that every error has.
pub(super) const MESSAGE: &str = "message";

/// Whether a shape is an error without a `message` member. As in the official SDK, it gets one.
pub(super) fn lacks_message(shape: &Shape) -> bool {
    let is_message = |member: &Member| member.name.eq_ignore_ascii_case(MESSAGE);
    shape.traits.error().is_some() && !shape.members.iter().any(is_message)
}
