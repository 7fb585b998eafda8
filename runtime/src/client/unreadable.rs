//! Responses that cannot be read, and what to say of them.

use std::fmt;

use crate::message::{ParseError, Response};

/// The longest part of a `Location` that is shown, in characters.
const LONGEST_LOCATION: usize = 200;

/// A response that cannot be read: where it came from, its status, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Unreadable {
    url: String,
    status: u16,
    /// Where a redirect leads.
    location: Option<String>,
    reason: ParseError,
}

impl Unreadable {
    /// The error of a response to a request to this URL.
    pub(super) fn new(url: &str, response: &Response, reason: ParseError) -> Self {
        let status = response.status().as_u16();
        let location = response.headers().get("location").filter(|_| status / 100 == 3);
        let shown = |it: &str| it.chars().take(LONGEST_LOCATION).flat_map(char::escape_debug).collect();
        Self { url: url.to_owned(), status, location: location.map(shown), reason }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, status, .. } = self;
        match &self.location {
            Some(location) => write!(
                f,
                "{url} answers with HTTP status {status} and redirects to {location}, which is not followed, because \
                 requests are signed for one host: check the endpoint and the region"
            ),
            None => write!(f, "{url} answers with HTTP status {status} and a body that cannot be read"),
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // Of a redirect, the body does not matter.
        if self.location.is_some() { None } else { Some(&self.reason) }
    }
}
