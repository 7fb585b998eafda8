//! A request that a stub was sent.

use std::fmt;

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use crate::http::HttpRequest;
use crate::json;
use crate::message::Headers;

/// A request that a [`Stub`](super::Stub) was sent.
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

    /// What the request says under this name: a parameter of a form, such as `UserName` or
    /// `Tags.member.1.Key`, or a member of a JSON object that is a string.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All parameters in the order in which they were sent, `Action` and `Version` of a form
    /// included.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The URL that it was sent to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its header fields, the signature among them.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Its body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for RecordedCall {
    /// Shows the names of the parameters and not their values, which may be secret.
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

/// The string members of a JSON object; empty for anything that is not JSON.
fn members(body: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let read = json::read_strings(body, &mut |name, value| found.push((name.to_owned(), value.to_owned())));
    if read.is_err() {
        found.clear();
    }
    found
}
