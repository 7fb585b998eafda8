//! What sends a request: a small trait, the default connector behind it, and room for others.
//!
//! A connector knows nothing of AWS. It sends one request, follows no redirect and retries nothing. It
//! reads the answer to its end, or hands over the body of an answer that streams.

#[cfg(feature = "http")]
mod connect;
#[cfg(feature = "http")]
mod exchange;
#[cfg(feature = "http")]
mod hyper;
#[cfg(any(feature = "http", feature = "reqwest", feature = "aws-config", feature = "interceptors"))]
// Connectors of the official crates need a part of it.
#[cfg_attr(not(any(feature = "http", feature = "reqwest")), allow(dead_code))]
mod intake;
mod into;
#[cfg(feature = "http")]
mod io;
#[cfg(any(feature = "aws-config", feature = "interceptors"))]
mod official;
#[cfg(any(feature = "http", feature = "reqwest"))]
mod patience;
#[cfg(feature = "http")]
mod pool;
#[cfg(feature = "http")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "http")]
mod resolve;
#[cfg(feature = "http")]
mod sender;
#[cfg(feature = "https")]
mod tls;
#[cfg(all(feature = "http", not(feature = "https")))]
#[path = "http/no_tls.rs"]
mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_types::body::SdkBody;

use crate::error::{ConnectorError, ConnectorErrorKind};
use crate::message::{Headers, Poison, RequestBody, Response};

#[cfg(feature = "http")]
pub use self::hyper::{HyperClient, HyperClientBuilder};
pub use self::into::IntoHttpClient;
#[cfg(feature = "interceptors")]
pub(crate) use self::official::components;
#[cfg(feature = "http")]
#[doc(hidden)]
pub use self::proxies::ProxyError;

/// A request, ready to be sent.
#[non_exhaustive]
pub struct HttpRequest {
    /// The name of the operation that is called, such as `UpdateAccessKey`; empty where there is
    /// none. Nothing of it is sent.
    pub operation: &'static str,
    /// The method, such as `POST`.
    pub method: &'static str,
    /// The whole URL, percent-encoded.
    pub url: String,
    /// Whether path or query hold what must not be shown. What logs a request should heed it.
    pub is_url_sensitive: bool,
    /// The header fields, without `Host` and `Content-Length`, which the connector adds.
    pub headers: Headers,
    /// The body.
    pub body: RequestBody,
    /// How long connecting may take.
    pub connect_timeout: Option<Duration>,
    /// How long the answer, and each further part of it, may take to come.
    pub read_timeout: Option<Duration>,
    /// How long a response that has begun may bring less than a byte per second.
    pub stall_timeout: Option<Duration>,
    /// Whether request or answer are streams of events, between which any time may pass.
    pub is_event_stream: bool,
    /// Whether the body is to be sent once the server asks for it with `100 Continue`, or has not answered for a
    /// second. Connectors may send it at once.
    pub expects_continue: bool,
    /// The most bytes that the body of a response may have that does not stream.
    pub max_response_bytes: usize,
    /// The same request in the official type, with what interceptors have put beside it, for connectors of
    /// the official crates. Its body has moved to `body`.
    #[cfg(feature = "interceptors")]
    pub(crate) official: Option<Box<aws_smithy_runtime_api::client::orchestrator::HttpRequest>>,
}

/// The most bytes of a response's body, unless something else is set: more than any service answers with,
/// and what a small machine can hold several times over.
pub(crate) const MAX_RESPONSE_BYTES: usize = 32 << 20;

/// The response has more bytes than are allowed.
pub(crate) fn too_large(max_bytes: usize) -> ConnectorError {
    let reason = format!(
        "the response is larger than {max_bytes} bytes, the most that is allowed (`max_response_bytes` of the \
         configuration)"
    );
    ConnectorError::new(ConnectorErrorKind::Other, reason)
}

impl HttpRequest {
    /// A request without header fields and timeouts.
    pub fn new(method: &'static str, url: String, body: impl Into<RequestBody>) -> Self {
        let headers = Headers::default();
        Self {
            operation: "",
            method,
            url,
            is_url_sensitive: false,
            headers,
            body: body.into(),
            connect_timeout: None,
            read_timeout: None,
            stall_timeout: None,
            max_response_bytes: MAX_RESPONSE_BYTES,
            is_event_stream: false,
            expects_continue: false,
            #[cfg(feature = "interceptors")]
            official: None,
        }
    }

    /// The URL, without path and query where these hold what must not be shown.
    pub fn shown_url(&self) -> &str {
        shown_url(&self.url, self.is_url_sensitive)
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The header fields, to change them.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }
}

/// A URL, without path and query where these hold what must not be shown.
pub(crate) fn shown_url(url: &str, is_sensitive: bool) -> &str {
    let Some((scheme, rest)) = url.split_once("://").filter(|_| is_sensitive) else {
        return url;
    };
    let host = rest.find(['/', '?']).unwrap_or(rest.len());
    &url[..scheme.len() + 3 + host]
}

impl fmt::Debug for HttpRequest {
    /// Shows the body's size and not the body, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.shown_url())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish()
    }
}

/// Changes a request before it is signed.
pub(crate) type Mutation = Arc<dyn Fn(&mut HttpRequest) + Send + Sync>;

/// An answer of which the body has not been read.
#[derive(Debug)]
#[non_exhaustive]
pub struct StreamingResponse {
    /// The HTTP status code.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body. Dropping it before its end closes the connection.
    pub body: SdkBody,
    /// What keeps the connection from being used again.
    pub(crate) poison: Option<Poison>,
}

impl StreamingResponse {
    /// An answer with this status, header fields and body.
    pub fn new(status: u16, headers: Headers, body: SdkBody) -> Self {
        Self { status, headers, body, poison: None }
    }
}

impl From<Response> for StreamingResponse {
    fn from(response: Response) -> Self {
        let (status, headers, body) = response.into_parts();
        Self::new(status.as_u16(), headers, body.into())
    }
}

/// An answer that is on its way, and is not read to its end.
pub type StreamingFuture<'a> = Pin<Box<dyn Future<Output = Result<StreamingResponse, ConnectorError>> + Send + 'a>>;

/// An answer that is on its way.
pub type HttpFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, ConnectorError>> + Send + 'a>>;

/// A connector.
///
/// An error says whether the request can have reached the server
/// ([`ConnectorError::before_send`]) and of what kind it is: the client retries
/// [`Io`](crate::error::ConnectorErrorKind::Io) and
/// [`Timeout`](crate::error::ConnectorErrorKind::Timeout).
pub trait HttpClient: fmt::Debug + Send + Sync {
    /// Sends a request and reads the answer to its end.
    fn call(&self, request: HttpRequest) -> HttpFuture<'_>;

    /// Sends a request and returns once the head of the answer has come. Its body is read by whoever
    /// made the call.
    ///
    /// A connector that does not implement this method reads the answer into memory.
    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        let call = self.call(request);
        Box::pin(async move { call.await.map(StreamingResponse::from) })
    }
}

/// Makes sure that tokio runs, without which the connectors here would panic.
#[cfg(any(feature = "http", feature = "reqwest"))]
fn within_tokio() -> Result<(), ConnectorError> {
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| {
        let reason = "this connector needs a tokio runtime, and none is running";
        ConnectorError::new(ConnectorErrorKind::User, reason).before_send()
    })
}

/// A connector that clones share.
#[derive(Clone, Debug)]
pub struct SharedHttpClient(Arc<dyn HttpClient>);

impl SharedHttpClient {
    /// Makes a connector shareable.
    pub fn new(client: impl HttpClient + 'static) -> Self {
        Self(Arc::new(client))
    }
}

impl HttpClient for SharedHttpClient {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        self.0.call(request)
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        self.0.call_streaming(request)
    }
}

#[cfg(test)]
mod tests {
    use super::HttpRequest;

    #[test]
    fn a_sensitive_url_is_shown_as_its_host() {
        for (url, is_sensitive, shown) in [
            ("https://h:8/p?q=1", false, "https://h:8/p?q=1"),
            ("https://h:8/p?q=s3cr3t", true, "https://h:8"),
            ("https://h?q=s3cr3t", true, "https://h"),
            ("https://h", true, "https://h"),
        ] {
            let mut request = HttpRequest::new("GET", url.to_owned(), Vec::new());
            request.is_url_sensitive = is_sensitive;
            assert_eq!(request.shown_url(), shown);
            assert!(!format!("{request:?}").contains("s3cr3t"));
        }
    }
}
