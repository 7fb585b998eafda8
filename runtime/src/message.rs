//! HTTP requests and answers as protocols write and read them, whatever sends them.

use std::fmt;

/// Header fields in the order in which they were added. Names compare without regard to case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Sets a field, in place of any other of this name.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Adds a field beside others of this name.
    pub fn append(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Takes every field of this name away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Headers {
    /// Shows names and values, without what authorizes a request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SECRET: [&str; 5] =
            ["authorization", "proxy-authorization", "x-amz-security-token", "cookie", "set-cookie"];
        let shown = self.iter().map(|(name, value)| {
            let secret = SECRET.iter().any(|it| name.eq_ignore_ascii_case(it));
            (name, if secret { "** redacted **" } else { value })
        });
        f.debug_map().entries(shown).finish()
    }
}

/// A request as a protocol writes it: without host and signature.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: &'static str,
    /// Path and query, already percent-encoded, such as `/`.
    pub uri: String,
    /// What goes before the endpoint's host name, such as `data.`.
    pub host_prefix: String,
    /// The endpoint's URL, where the input names it: it replaces the one that is resolved.
    pub endpoint: Option<String>,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without header fields.
    pub fn new(method: &'static str, uri: impl Into<String>, body: Vec<u8>) -> Self {
        Self { method, uri: uri.into(), host_prefix: String::new(), endpoint: None, headers: Headers::default(), body }
    }
}

impl fmt::Debug for Request {
    /// Shows the body's size and not the body, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("host_prefix", &self.host_prefix)
            .field("endpoint", &self.endpoint)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// An answer, read to its end.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    status: u16,
    headers: Headers,
    body: Vec<u8>,
}

impl Response {
    /// An answer with this status, header fields and body.
    pub fn new(status: u16, headers: Headers, body: Vec<u8>) -> Self {
        Self { status, headers, body }
    }

    /// The HTTP status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The id by which AWS support finds the request, where a header field gives it.
    pub fn request_id(&self) -> Option<&str> {
        ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| self.headers.get(name))
    }
}

impl fmt::Debug for Response {
    /// Shows the body's size and not the body, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// An input that cannot be written in the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerializeError {
    message: String,
}

impl SerializeError {
    /// The error with this sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SerializeError {}

/// An answer that cannot be read: what is wrong with it, and where. It never quotes the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    message: String,
}

impl ParseError {
    /// The error with this sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn what_authorizes_is_not_shown() {
        let mut headers = Headers::default();
        for name in ["Authorization", "Proxy-Authorization", "X-Amz-Security-Token", "Cookie", "Set-Cookie"] {
            headers.append(name, "s3cr3t");
        }
        headers.append("Date", "today");
        let shown = format!("{headers:?}");
        assert!(!shown.contains("s3cr3t") && shown.contains("today"), "{shown}");
    }
}
