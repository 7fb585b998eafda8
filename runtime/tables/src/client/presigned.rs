//! Presigned requests, without references to tables.

use std::fmt;

use tinsmith_runtime::presigning::PresignedRequest;

/// A request with its signature in the URL. Anyone who has it can send it until it expires.
#[derive(Clone, PartialEq, Eq)]
pub struct Presigned {
    method: String,
    uri: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Presigned {
    pub(super) fn new(request: &PresignedRequest) -> Self {
        let headers = request.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            method: request.method().to_owned(),
            uri: request.uri().to_owned(),
            headers: headers.collect(),
            body: request.body().to_vec(),
        }
    }

    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The full URL.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The header fields that must be sent with the request.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body that must be sent with the request.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for Presigned {
    /// Shows the method only: anyone who has the URL can send the request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned").field("method", &self.method).finish_non_exhaustive()
    }
}
