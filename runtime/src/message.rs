//! HTTP requests and answers as protocols write and read them, whatever sends them.

mod body;
mod headers;

use std::fmt;
use std::sync::Arc;

pub use body::RequestBody;
pub use headers::Headers;
pub(crate) use headers::REDACTED;

use crate::schema::{Schema, Trait};

/// A request as a protocol writes it: without host and signature.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: &'static str,
    /// Path and query, already percent-encoded, such as `/`.
    pub uri: String,
    /// Whether path or query hold what must not be shown.
    pub is_uri_sensitive: bool,
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
    /// Shows the body's size and not the body, which may hold what must not be shown.
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

/// The status of an answer, such as 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCode(u16);

impl StatusCode {
    /// The number.
    pub fn as_u16(self) -> u16 {
        self.0
    }

    /// Whether it is one of success, 2xx.
    pub fn is_success(self) -> bool {
        self.0 / 100 == 2
    }

    /// Whether it leads elsewhere, 3xx.
    pub fn is_redirect(self) -> bool {
        self.0 / 100 == 3
    }

    /// Whether it blames the request, 4xx.
    pub fn is_client_error(self) -> bool {
        self.0 / 100 == 4
    }

    /// Whether it blames the server, 5xx.
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

/// The body of an answer: its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// The bytes. They are always at hand; the `Option` is the official SDK's.
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
    /// Shows the size and not the bytes, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// What keeps the connection of a response from being used again.
#[derive(Clone)]
pub(crate) struct Poison(Arc<dyn Fn() + Send + Sync>);

impl Poison {
    // Only connectors that keep connections make one.
    #[cfg(any(feature = "http", feature = "aws-config", feature = "interceptors"))]
    pub(crate) fn new(poison: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(poison))
    }
}

impl fmt::Debug for Poison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Poison")
    }
}

impl PartialEq for Poison {
    /// A response is what it says, and not where it came from.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Poison {}

/// An answer, read to its end.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    status: StatusCode,
    headers: Headers,
    body: Body,
    poison: Option<Poison>,
}

impl Response {
    /// An answer with this status, header fields and body.
    pub fn new(status: u16, headers: Headers, body: Vec<u8>) -> Self {
        Self { status: StatusCode(status), headers, body: Body(body), poison: None }
    }

    /// The same response, with what keeps its connection from being used again.
    pub(crate) fn with_poison(self, poison: Poison) -> Self {
        Self { poison: Some(poison), ..self }
    }

    /// This response in the place of another, with what keeps the connection from being used again.
    #[cfg(feature = "interceptors")]
    pub(crate) fn like(self, other: &Self) -> Self {
        Self { poison: other.poison.clone(), ..self }
    }

    /// Keeps the connection from being used again, where the connector can.
    pub(crate) fn poison_connection(&self) {
        if let Some(poison) = &self.poison {
            (poison.0)();
        }
    }

    /// Status, header fields and the bytes of the body.
    pub(crate) fn into_parts(self) -> (StatusCode, Headers, Vec<u8>) {
        (self.status, self.headers, self.body.0)
    }

    /// The HTTP status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Keeps `Debug` from showing header fields that hold sensitive members of this structure.
    pub(crate) fn hide(&mut self, schema: &Schema) {
        for member in schema.members().iter().filter(|it| it.holds_sensitive()) {
            let is_its = |name: &str| {
                member.traits().iter().any(|it| match it {
                    Trait::HttpHeader(bound) => name.eq_ignore_ascii_case(bound),
                    Trait::HttpPrefixHeaders(prefix) => {
                        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
                    }
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

    /// The id by which AWS support finds the request, where a header field gives it.
    pub fn request_id(&self) -> Option<&str> {
        ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| self.headers.get(name))
    }
}

impl fmt::Debug for Response {
    /// Shows the body's size and not the body, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
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
