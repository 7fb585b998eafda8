//! The parts of a message that hold the members of an event.

use crate::schema::{Member, Schema, Trait};

/// The part of a message that holds a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A header field with the member's name.
    Header,
    /// The whole payload.
    Payload,
    /// The payload, together with other members.
    Inside,
}

impl Place {
    pub(super) fn of(member: &Member) -> Self {
        let bound = member.traits().iter().find_map(|it| match it {
            Trait::EventHeader => Some(Self::Header),
            Trait::EventPayload => Some(Self::Payload),
            _ => None,
        });
        bound.unwrap_or(Self::Inside)
    }

    /// The members of a structure in this part, with their indices.
    pub(super) fn of_all(self, schema: &'static Schema) -> impl Iterator<Item = (usize, &'static Member)> {
        schema.members().iter().enumerate().filter(move |(_, member)| Self::of(member) == self)
    }
}

impl Place {
    /// Whether a member is in the payload, together with other members.
    pub(super) fn is_inside(member: &Member) -> bool {
        Self::of(member) == Self::Inside
    }
}
