//! What sends a request: a small trait, the default connector behind it, and room for others.
//!
//! A connector knows nothing of AWS. It sends one request, follows no redirect, retries nothing,
//! and reads the answer to its end.

#[cfg(feature = "https")]
mod connect;
#[cfg(feature = "https")]
mod hyper;
mod into;
#[cfg(feature = "aws-config")]
mod official;
#[cfg(feature = "https")]
mod pool;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "https")]
mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::error::ConnectorError;
#[cfg(any(feature = "https", feature = "reqwest"))]
use crate::error::ConnectorErrorKind;
use crate::message::{Headers, Response};

#[cfg(feature = "cli")]
pub(crate) use self::connect::ProxyError;
#[cfg(feature = "https")]
pub use self::hyper::{HyperClient, HyperClientBuilder};
pub use self::into::IntoHttpClient;

/// A request, ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method, such as `POST`.
    pub method: &'static str,
    /// The whole URL, percent-encoded.
    pub url: String,
    /// The header fields, without `Host` and `Content-Length`, which the connector adds.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// How long connecting may take.
    pub connect_timeout: Option<Duration>,
    /// How long the answer, and each further part of it, may take to come.
    pub read_timeout: Option<Duration>,
}

impl HttpRequest {
    /// A request without header fields and timeouts.
    pub fn new(method: &'static str, url: String, body: Vec<u8>) -> Self {
        Self { method, url, headers: Headers::default(), body, connect_timeout: None, read_timeout: None }
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
            .field("url", &self.url)
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
#[cfg(any(feature = "https", feature = "reqwest"))]
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
}
