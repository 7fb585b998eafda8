//! A request that a stub recorded.

use std::fmt;

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use crate::http::HttpRequest;
use crate::json;
use crate::message::Headers;

/// A request that a [`Stub`](super::Stub) recorded.
#[derive(Clone)]
pub struct RecordedCall {
    operation: &'static str,
    url: String,
    headers: Headers,
    body: Bytes,
    parameters: Vec<(String, String)>,
}

impl RecordedCall {
    pub(super) fn new(request: HttpRequest, body: Bytes) -> Self {
        let HttpRequest { operation, url, headers, .. } = request;
        let content_type = headers.get("content-type").unwrap_or_default();
        let parameters = match content_type {
            "application/x-www-form-urlencoded" => form(&String::from_utf8_lossy(&body)),
            _ => members(&body),
        };
        Self { operation, url, headers, body, parameters }
    }

    /// The name of the operation, such as `UpdateAccessKey`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The value of a parameter: a form parameter, such as `UserName` or `Tags.member.1.Key`, or a string member of a
    /// JSON object.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All parameters in the order in which they were sent, including `Action` and `Version` of a form.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The URL of the request.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The header fields, including the signature.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for RecordedCall {
    /// Shows the names of the parameters without their values, which may be secret.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters().map(|(name, _)| name).collect();
        f.debug_struct("RecordedCall").field("operation", &self.operation()).field("parameters", &names).finish()
    }
}

/// The parameters of a form.
fn form(body: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    body.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value))).collect()
}

/// The string members of a JSON object. Empty if the body is not JSON.
fn members(body: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let read = json::read_strings(body, &mut |name, value| found.push((name.to_owned(), value.to_owned())));
    if read.is_err() {
        found.clear();
    }
    found
}
