//! What sends a request: a small trait, the default connector behind it, and room for others.
//!
//! A connector knows nothing of AWS. It sends one request, follows no redirect, retries nothing,
//! and reads the answer to its end.

#[cfg(feature = "http")]
mod body;
#[cfg(feature = "http")]
mod connect;
#[cfg(feature = "http")]
mod hyper;
mod into;
#[cfg(feature = "http")]
mod io;
#[cfg(feature = "aws-config")]
mod official;
#[cfg(feature = "http")]
mod pool;
#[cfg(feature = "reqwest")]
mod reqwest;
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

use crate::error::ConnectorError;
#[cfg(any(feature = "http", feature = "reqwest"))]
use crate::error::ConnectorErrorKind;
use crate::message::{Headers, Response};

#[cfg(feature = "cli")]
pub(crate) use self::connect::ProxyError;
#[cfg(feature = "http")]
pub use self::hyper::{HyperClient, HyperClientBuilder};
pub use self::into::IntoHttpClient;

/// A request, ready to be sent.
#[derive(Clone)]
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
    pub body: Vec<u8>,
    /// How long connecting may take.
    pub connect_timeout: Option<Duration>,
    /// How long the answer, and each further part of it, may take to come.
    pub read_timeout: Option<Duration>,
    /// How long an answer may bring nothing once it has begun, if that is shorter.
    pub stall_timeout: Option<Duration>,
}

impl HttpRequest {
    /// A request without header fields and timeouts.
    pub fn new(method: &'static str, url: String, body: Vec<u8>) -> Self {
        let headers = Headers::default();
        Self {
            operation: "",
            method,
            url,
            is_url_sensitive: false,
            headers,
            body,
            connect_timeout: None,
            read_timeout: None,
            stall_timeout: None,
        }
    }

    /// The URL, without path and query where these hold what must not be shown.
    pub fn shown_url(&self) -> &str {
        let Some((scheme, rest)) = self.url.split_once("://").filter(|_| self.is_url_sensitive) else {
            return &self.url;
        };
        let host = rest.find(['/', '?']).unwrap_or(rest.len());
        &self.url[..scheme.len() + 3 + host]
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

impl fmt::Debug for HttpRequest {
    /// Shows the body's size and not the body, which may hold what must not be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.shown_url())
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// Changes a request before it is signed.
pub(crate) type Mutation = Arc<dyn Fn(&mut HttpRequest) + Send + Sync>;

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
}

/// Makes sure that tokio runs, without which the connectors here would panic.
#[cfg(any(feature = "http", feature = "reqwest"))]
fn within_tokio() -> Result<(), ConnectorError> {
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| {
        let reason = "this connector needs a tokio runtime, and none is running";
        ConnectorError::new(ConnectorErrorKind::User, reason).before_send()
    })
}

/// How long each further part of an answer may take.
#[cfg(any(feature = "http", feature = "reqwest"))]
#[derive(Clone, Copy)]
struct Patience {
    limit: Option<Duration>,
    /// Whether the limit is that of an answer that stalls.
    is_stall: bool,
}

#[cfg(any(feature = "http", feature = "reqwest"))]
impl Patience {
    fn of(request: &HttpRequest) -> Self {
        let is_stall = request.stall_timeout.is_some_and(|stall| request.read_timeout.is_none_or(|read| stall < read));
        Self { limit: if is_stall { request.stall_timeout } else { request.read_timeout }, is_stall }
    }

    /// Waits for a part.
    async fn wait<T>(self, part: impl Future<Output = T>) -> Result<T, ConnectorError> {
        let Some(limit) = self.limit else { return Ok(part.await) };
        tokio::time::timeout(limit, part).await.map_err(|_| {
            let reason = match self.is_stall {
                true => format!("the answer stalled: less than 1 byte per second came, and nothing for {limit:?}"),
                false => format!("reading the answer took longer than {limit:?}"),
            };
            ConnectorError::new(ConnectorErrorKind::Timeout, reason)
        })
    }
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
