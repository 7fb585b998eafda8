//! Where the members of an event stand in its message.

use crate::schema::{Member, Schema, Trait};

/// Where a member of an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a header field of its name.
    Header,
    /// It is the payload.
    Payload,
    /// In the payload, beside others.
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

    /// The indices of the members of a structure that stand here.
    pub(super) fn of_all(self, schema: &'static Schema) -> impl Iterator<Item = (usize, &'static Member)> {
        schema.members().iter().enumerate().filter(move |(_, member)| Self::of(member) == self)
    }
}

impl Place {
    /// Whether a member is in the payload, beside others.
    pub(super) fn is_inside(member: &Member) -> bool {
        Self::of(member) == Self::Inside
    }
}
