//! Where the members of an event stand in its message.

use crate::schema::{Member, Schema, Trait};
use crate::shape::{Shape, Structure};

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

/// An event, of which only the members inside of the payload are there.
pub(super) struct Inside<'a>(pub(super) &'a dyn Structure);

impl Structure for Inside<'_> {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        let member = self.schema().members().get(index)?;
        if Place::of(member) == Place::Inside { self.0.member(index) } else { None }
    }
}

/// The same, to be written to.
pub(super) struct InsideMut<'a>(pub(super) &'a mut dyn Structure);

impl InsideMut<'_> {
    fn has(&self, index: usize) -> bool {
        self.schema().members().get(index).is_some_and(|it| Place::of(it) == Place::Inside)
    }
}

impl Structure for InsideMut<'_> {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        if self.has(index) { self.0.member(index) } else { None }
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        if self.has(index) { self.0.member_mut(index) } else { None }
    }
}
