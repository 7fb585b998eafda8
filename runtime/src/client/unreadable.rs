//! Errors for responses that cannot be read.

use std::fmt;

use crate::message::{ParseError, Response};

/// The maximum number of characters shown of a `Location`.
const LONGEST_LOCATION: usize = 200;

/// A response that cannot be read, with its URL, its status and the reason.
#[derive(Debug)]
pub(super) struct Unreadable {
    url: String,
    status: u16,
    /// The target of a redirect.
    location: Option<String>,
    reason: ParseError,
}

impl Unreadable {
    /// Creates the error for a response to a request to this URL.
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
                "{url} responded with HTTP status {status} and a redirect to {location}, which is not followed because \
                 requests are signed for one host: check the endpoint and the region"
            ),
            None => write!(f, "failed to read the response of {url} with HTTP status {status}"),
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // For a redirect, the body does not matter.
        if self.location.is_some() { None } else { Some(&self.reason) }
    }
}
