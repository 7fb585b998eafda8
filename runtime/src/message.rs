//! HTTP requests and responses as protocols write and read them, independent of the connector.

mod body;
mod headers;

use std::fmt;
use std::sync::Arc;

pub use body::RequestBody;
pub use headers::Headers;
pub(crate) use headers::REDACTED;

use crate::scan;
use crate::schema::{Schema, Trait};

/// A request as a protocol writes it, without host and signature.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: &'static str,
    /// The path and query, percent-encoded, such as `/`.
    pub uri: String,
    /// Whether the path or query contains secrets.
    pub is_uri_sensitive: bool,
    /// The prefix of the endpoint's host name, such as `data.`.
    pub host_prefix: String,
    /// The endpoint URL, if the input names it. It replaces the resolved endpoint.
    pub endpoint: Option<String>,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Creates a request without header fields.
    pub fn new(method: &'static str, uri: impl Into<String>, body: Vec<u8>) -> Self {
        Self {
            method,
            uri: uri.into(),
            is_uri_sensitive: false,
            host_prefix: String::new(),
            endpoint: None,
            headers: Headers::default(),
            body,
        }
    }
}

impl fmt::Debug for Request {
    /// Shows the size of the body instead of the body, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("uri", if self.is_uri_sensitive { &REDACTED } else { &self.uri })
            .field("host_prefix", &self.host_prefix)
            .field("endpoint", &self.endpoint)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// An HTTP status, such as 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCode(u16);

impl StatusCode {
    /// The status as a number.
    pub fn as_u16(self) -> u16 {
        self.0
    }

    /// Whether it is a success, 2xx.
    pub fn is_success(self) -> bool {
        self.0 / 100 == 2
    }

    /// Whether it is a redirect, 3xx.
    pub fn is_redirect(self) -> bool {
        self.0 / 100 == 3
    }

    /// Whether it is a client error, 4xx.
    pub fn is_client_error(self) -> bool {
        self.0 / 100 == 4
    }

    /// Whether it is a server error, 5xx.
    pub fn is_server_error(self) -> bool {
        self.0 / 100 == 5
    }
}

impl From<StatusCode> for u16 {
    fn from(status: StatusCode) -> Self {
        status.0
    }
}

impl PartialEq<u16> for StatusCode {
    fn eq(&self, other: &u16) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The body of a response.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// The bytes. They are always in memory; the `Option` is that of the official SDK.
    pub fn bytes(&self) -> Option<&[u8]> {
        Some(&self.0)
    }
}

impl std::ops::Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Body {
    /// Shows the size instead of the bytes, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// Prevents the connection of a response from being reused.
#[derive(Clone)]
pub(crate) struct Poison(Arc<dyn Fn() + Send + Sync>);

impl Poison {
    // Only connectors that pool connections create one.
    #[cfg(any(feature = "http", feature = "aws-config", feature = "interceptors"))]
    pub(crate) fn new(poison: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(poison))
    }
}

impl fmt::Debug for Poison {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Poison")
    }
}

impl PartialEq for Poison {
    /// Two responses are equal if their contents are, wherever they came from.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Poison {}

/// A complete response.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    status: StatusCode,
    headers: Headers,
    body: Body,
    poison: Option<Poison>,
}

impl Response {
    /// Creates a response with this status, header fields and body.
    pub fn new(status: u16, headers: Headers, body: Vec<u8>) -> Self {
        Self { status: StatusCode(status), headers, body: Body(body), poison: None }
    }

    /// Returns the response with a way to prevent its connection from being reused.
    pub(crate) fn with_poison(self, poison: Poison) -> Self {
        Self { poison: Some(poison), ..self }
    }

    /// Returns this response with the connection of the other.
    #[cfg(feature = "interceptors")]
    pub(crate) fn like(self, other: &Self) -> Self {
        Self { poison: other.poison.clone(), ..self }
    }

    /// Prevents the connection from being reused, if the connector supports that.
    pub(crate) fn poison_connection(&self) {
        if let Some(poison) = &self.poison {
            (poison.0)();
        }
    }

    /// Returns the status, the header fields and the bytes of the body.
    pub(crate) fn into_parts(self) -> (StatusCode, Headers, Vec<u8>) {
        (self.status, self.headers, self.body.0)
    }

    /// The HTTP status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the status is a success.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Hides header fields with sensitive members of this structure from `Debug`.
    pub(crate) fn hide(&mut self, schema: &Schema) {
        for member in schema.members().iter().filter(|it| it.holds_sensitive()) {
            let is_its = |name: &str| {
                member.traits().iter().any(|it| match it {
                    Trait::HttpHeader(bound) => scan::is_same(name, bound),
                    Trait::HttpPrefixHeaders(prefix) => scan::strip_prefix(name, prefix).is_some(),
                    _ => false,
                })
            };
            self.headers.hide(is_its);
        }
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The request id, which AWS Support uses to find the request, if a header field contains it.
    pub fn request_id(&self) -> Option<&str> {
        ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| self.headers.get(name))
    }
}

impl fmt::Debug for Response {
    /// Shows the size of the body instead of the body, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// The error of an input that cannot be serialized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerializeError {
    message: String,
}

impl SerializeError {
    /// Creates an error with this message.
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

/// The error of a response that cannot be parsed: what is wrong, and where. It never quotes the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    message: String,
}

impl ParseError {
    /// Creates an error with this message.
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
    use super::{Headers, Response};
    use crate::schema::{Kind, Member, Schema, Trait};

    #[test]
    fn sensitive_fields_of_an_answer_are_not_shown() {
        static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
        static SECRET: Schema = Schema::simple("demo#Secret", Kind::String, &[Trait::Sensitive]);
        static SECRETS: Schema =
            Schema::map("demo#Secrets", &[Member::new("key", &TEXT, &[]), Member::new("value", &SECRET, &[])], &[]);
        static OUTPUT: Schema = Schema::structure(
            "demo#Output",
            &[
                Member::new("token", &SECRET, &[Trait::HttpHeader("X-Token")]),
                Member::new("keys", &SECRETS, &[Trait::HttpPrefixHeaders("x-key-")]),
            ],
            &[],
        );
        let mut headers = Headers::default();
        for (name, value) in [("x-token", "s3cr3t"), ("X-Key-One", "s3cr3t"), ("x-key", "shown"), ("date", "today")] {
            headers.append(name, value);
        }
        let mut response = Response::new(200, headers, Vec::new());
        response.hide(&OUTPUT);
        let shown = format!("{response:?}");
        assert!(!shown.contains("s3cr3t") && shown.contains("shown") && shown.contains("today"), "{shown}");
        assert_eq!(response.headers().get("X-Token"), Some("s3cr3t"));
    }
}
