//! Where a member is in a message.

use crate::schema::{Member, Trait};

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

impl Place {
    /// Whether a member is in the body of a request, beside others.
    pub(super) fn is_in_request_body(member: &Member) -> bool {
        Self::in_request(member) == Self::Body
    }

    /// Whether a member is in the body of an answer, beside others.
    pub(super) fn is_in_answer_body(member: &Member) -> bool {
        Self::in_answer(member) == Self::Body
    }
}
