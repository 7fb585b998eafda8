//! The places of members in a message.

use crate::schema::{Member, Trait};

/// The place of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The path.
    Label,
    /// The query parameter with this name.
    Query(&'static str),
    /// Query parameters named by its keys.
    QueryParams,
    /// The header field with this name.
    Header(&'static str),
    /// Header fields named by this prefix and its keys.
    PrefixHeaders(&'static str),
    /// The whole body.
    Payload,
    /// The status.
    Status,
    /// The body, together with other members.
    Body,
}

impl Place {
    /// The place in a request, which has no status.
    pub(super) fn in_request(member: &Member) -> Self {
        Self::of(member, |it| it != Self::Status)
    }

    /// The place in a response, which has no path or query.
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
    /// Whether a member is in the body of a request, together with other members.
    pub(super) fn is_in_request_body(member: &Member) -> bool {
        Self::in_request(member) == Self::Body
    }

    /// Whether a member is in the body of a response, together with other members.
    pub(super) fn is_in_answer_body(member: &Member) -> bool {
        Self::in_answer(member) == Self::Body
    }
}
