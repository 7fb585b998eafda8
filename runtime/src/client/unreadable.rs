//! Errors for responses that cannot be read.

use std::fmt;

use crate::join::join;
use crate::message::{ParseError, Response};

/// The maximum number of characters shown of a `Location` or of a body.
const LONGEST: usize = 200;

/// A response that cannot be read, with its URL, its status and the reason.
#[derive(Debug)]
pub(super) struct Unreadable {
    url: String,
    status: u16,
    /// The target of a redirect.
    location: Option<String>,
    /// The beginning of the body of an error. Proxies and load balancers explain themselves in plain text or HTML.
    beginning: Option<String>,
    reason: ParseError,
}

impl Unreadable {
    /// Creates the error for a response to a request to this URL.
    pub(super) fn new(url: &str, response: &Response, reason: ParseError) -> Self {
        let status = response.status().as_u16();
        let location = response.headers().get("location").filter(|_| status / 100 == 3);
        let shown = |it: &str| it.chars().take(LONGEST).collect::<String>().escape_debug().to_string();
        // A successful response may contain secrets.
        let beginning = response.body().bytes().filter(|_| status >= 400).and_then(beginning_of);
        Self { url: url.to_owned(), status, location: location.map(shown), beginning, reason }
    }
}

/// The first words of a body, if it is text.
fn beginning_of(body: &[u8]) -> Option<String> {
    // A character that the limit cuts in two is left out.
    let cut = body.get(..4 * LONGEST).unwrap_or(body);
    let text = match std::str::from_utf8(cut) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(cut.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    let words: Vec<_> = text.split_whitespace().collect();
    Some(join(&words, " ").chars().take(LONGEST).collect()).filter(|it: &String| !it.is_empty())
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
            None => {
                write!(f, "invalid response of {url} with HTTP status {status}")?;
                match &self.beginning {
                    Some(text) => write!(f, ", which begins with {text:?}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // For a redirect, the body does not matter.
        if self.location.is_some() { None } else { Some(&self.reason) }
    }
}
