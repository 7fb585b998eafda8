//! HTTP connectors: the trait, the default connector, and adapters for others.
//!
//! A connector knows nothing about AWS. It sends one request, follows no redirects and does not retry. It reads the
//! whole response, or returns its body as a stream.

#[cfg(feature = "http")]
mod connect;
#[cfg(feature = "http")]
mod exchange;
#[cfg(feature = "http")]
mod hyper;
#[cfg(any(feature = "http", feature = "reqwest", feature = "aws-config", feature = "interceptors"))]
// Connectors of the official crates use a part of it.
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
mod plain;
#[cfg(feature = "http")]
mod pool;
#[cfg(feature = "http")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "http")]
mod sender;
#[cfg(feature = "http")]
mod tcp;
#[cfg(feature = "https")]
mod tls;
#[cfg(all(feature = "http", not(feature = "https")))]
#[path = "http/no_tls.rs"]
mod tls;
#[cfg(feature = "http")]
mod tunnel;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_types::body::SdkBody;

use crate::endpoint::{Url, UrlError};
use crate::error::{ConnectorError, ConnectorErrorKind, TransportError};
use crate::message::{Headers, Poison, RequestBody, Response};
use crate::scan;

#[cfg(feature = "http")]
pub use self::hyper::{HyperClient, HyperClientBuilder};
pub use self::into::IntoHttpClient;
#[cfg(feature = "interceptors")]
pub(crate) use self::official::components;
#[cfg(feature = "http")]
#[doc(hidden)]
pub use self::plain::TlsError;
#[cfg(feature = "http")]
#[doc(hidden)]
pub use self::proxies::ProxyError;

/// A request that is ready to be sent.
#[non_exhaustive]
pub struct HttpRequest {
    /// The name of the called operation, such as `UpdateAccessKey`. Empty if there is none. It is not sent.
    pub operation: &'static str,
    /// The method, such as `POST`.
    pub method: &'static str,
    /// The full URL, percent-encoded.
    pub url: String,
    /// Whether the path or query contains secrets. Code that logs requests must respect it.
    pub is_url_sensitive: bool,
    /// The header fields, without `Host` and `Content-Length`, which the connector adds.
    pub headers: Headers,
    /// The body.
    pub body: RequestBody,
    /// The timeout for connecting.
    pub connect_timeout: Option<Duration>,
    /// The timeout for the head of the response and for each further part.
    pub read_timeout: Option<Duration>,
    /// The maximum time in which a response that has begun may bring less than one byte per second.
    pub stall_timeout: Option<Duration>,
    /// Whether the request or response is an event stream, which has no time limits between events.
    pub is_event_stream: bool,
    /// Whether the body is to be sent once the server asks for it with `100 Continue`, or has not answered for a
    /// second. Connectors may send it at once.
    pub expects_continue: bool,
    /// The maximum size in bytes of a response body that does not stream.
    pub max_response_bytes: usize,
    /// The request in the official type, with the extensions that interceptors added, for connectors of the official
    /// crates. Its body has moved to `body`.
    #[cfg(feature = "interceptors")]
    pub(crate) official: Option<Box<aws_smithy_runtime_api::client::orchestrator::HttpRequest>>,
}

/// The default maximum size of a response body, in bytes. No service sends more, and a small machine can hold several
/// of this size.
pub(crate) const MAX_RESPONSE_BYTES: usize = 32 << 20;

/// The error of a response that is too large.
pub(crate) fn too_large(max_bytes: usize) -> TransportError {
    let reason = format!(
        "the response is larger than the limit of {max_bytes} bytes (set `max_response_bytes` in the \
         configuration)"
    );
    TransportError::new(ConnectorErrorKind::Other, reason)
}

impl HttpRequest {
    /// Creates a request without header fields and timeouts.
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

    /// The URL, without path and query if they contain secrets.
    pub fn shown_url(&self) -> &str {
        shown_url(&self.url, self.is_url_sensitive)
    }

    /// The method, such as `POST`.
    pub fn method(&self) -> &str {
        self.method
    }

    /// The full URL, percent-encoded.
    pub fn uri(&self) -> &str {
        &self.url
    }

    /// Sets the URL.
    ///
    /// # Errors
    ///
    /// Fails if it is not a URL with a scheme and a host.
    pub fn set_uri(&mut self, uri: impl Into<String>) -> Result<(), UrlError> {
        let uri = uri.into();
        Url::parse(&uri)?;
        self.url = uri;
        Ok(())
    }

    /// The body.
    pub fn body(&self) -> &RequestBody {
        &self.body
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The header fields, for changes.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }
}

/// The URL, without path and query if they contain secrets.
pub(crate) fn shown_url(url: &str, is_sensitive: bool) -> &str {
    let Some((scheme, rest)) = scan::split_once(url, "://").filter(|_| is_sensitive) else {
        return url;
    };
    let host = rest.find(['/', '?']).unwrap_or(rest.len());
    &url[..scheme.len() + 3 + host]
}

impl fmt::Debug for HttpRequest {
    /// Shows the size of the body instead of the body, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.shown_url())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish()
    }
}

/// A function that changes a request before it is signed.
pub(crate) type Mutation = Arc<dyn Fn(&mut HttpRequest) + Send + Sync>;

/// A response whose body has not been read.
#[derive(Debug)]
#[non_exhaustive]
pub struct StreamingResponse {
    /// The HTTP status code.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body. Dropping it before its end closes the connection.
    pub body: SdkBody,
    /// Prevents the connection from being reused.
    pub(crate) poison: Option<Poison>,
}

impl StreamingResponse {
    /// Creates a response with this status, header fields and body.
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

/// A future of a response whose body is not read.
pub type StreamingFuture<'a> = Pin<Box<dyn Future<Output = Result<StreamingResponse, ConnectorError>> + Send + 'a>>;

/// A future of a complete response.
pub type HttpFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, ConnectorError>> + Send + 'a>>;

/// A connector, which sends requests.
///
/// The client retries errors of the kinds [`ConnectorError::io`] and [`ConnectorError::timeout`]. If the request cannot
/// have reached the server, return a [`TransportError`] that says so, converted to a
/// `ConnectorError`.
pub trait HttpClient: fmt::Debug + Send + Sync {
    /// Sends a request and reads the whole response.
    fn call(&self, request: HttpRequest) -> HttpFuture<'_>;

    /// Sends a request and returns after the head of the response. The caller reads the body.
    ///
    /// By default, this reads the response into memory.
    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        let call = self.call(request);
        Box::pin(async move { call.await.map(StreamingResponse::from) })
    }
}

/// Checks that a tokio runtime is running. Without one, the connectors here would panic.
#[cfg(any(feature = "http", feature = "reqwest"))]
fn within_tokio() -> Result<(), TransportError> {
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| {
        let reason = "the connector needs a running tokio runtime";
        TransportError::new(ConnectorErrorKind::User, reason).before_send()
    })
}

/// A connector that is shared by its clones.
#[derive(Clone, Debug)]
pub struct SharedHttpClient(Arc<dyn HttpClient>);

impl SharedHttpClient {
    /// Wraps a connector.
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
