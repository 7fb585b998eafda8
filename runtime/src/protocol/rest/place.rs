//! Where a member stands in a message, and what of a structure is left for the body.

use crate::schema::{Member, Schema, Trait};
use crate::shape::{Shape, Structure};

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// in the path
    Label,
    /// in the query, under this name
    Query(&'static str),
    /// in the query, its keys as names
    QueryParams,
    /// in the header field of this name
    Header(&'static str),
    /// in header fields, this and a key as names
    PrefixHeaders(&'static str),
    /// it is the body
    Payload,
    /// it is the status
    Status,
    /// in the body, beside others
    Body,
}

impl Place {
    /// Where it stands in a request, which has no status.
    pub(super) fn in_request(member: &Member) -> Self {
        Self::of(member, |it| it != Self::Status)
    }

    /// Where it stands in an answer, which has neither path nor query.
    pub(super) fn in_answer(member: &Member) -> Self {
        Self::of(member, |it| !matches!(it, Self::Label | Self::Query(_) | Self::QueryParams))
    }

    fn of(member: &Member, is_possible: fn(Self) -> bool) -> Self {
        let bound = member.traits().iter().find_map(|it| {
            Some(match it {
                Trait::HttpLabel => Self::Label,
                Trait::HttpQuery(name) => Self::Query(name),
                Trait::HttpQueryParams => Self::QueryParams,
                Trait::HttpHeader(name) => Self::Header(name),
                Trait::HttpPrefixHeaders(prefix) => Self::PrefixHeaders(prefix),
                Trait::HttpPayload => Self::Payload,
                Trait::HttpResponseCode => Self::Status,
                _ => return None,
            })
        });
        bound.filter(|it| is_possible(*it)).unwrap_or(Self::Body)
    }
}

/// An input, of which only the members that stand in the body are there.
pub(super) struct Unbound<'a>(pub(super) &'a dyn Structure);

impl Structure for Unbound<'_> {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        let member = self.schema().members().get(index)?;
        if Place::in_request(member) == Place::Body { self.0.member(index) } else { None }
    }

    fn member_mut(&mut self, _: usize) -> Option<&mut dyn Shape> {
        None
    }
}

/// An output or error, of which only the members that stand in the body are there.
pub(super) struct UnboundMut<'a>(pub(super) &'a mut dyn Structure);

impl UnboundMut<'_> {
    fn has(&self, index: usize) -> bool {
        self.schema().members().get(index).is_some_and(|it| Place::in_answer(it) == Place::Body)
    }
}

impl Structure for UnboundMut<'_> {
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
