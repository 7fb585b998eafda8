//! The default connector: hyper, with a pool of connections, over TCP and rustls.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use aws_smithy_types::body::SdkBody;
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper_util::client::proxy::matcher::Matcher;
use tokio::time::timeout;

use super::connect::{Connector, ProxyError};
use super::exchange::{Exchange, Pooled};
use super::patience::{Patience, Progress, Sent};
use super::pool::{Failure, Pool, Server};
use super::tls::TlsError;
use super::{HttpClient, HttpFuture, HttpRequest, StreamingFuture, StreamingResponse, within_tokio};
use crate::error::{BoxError, ConnectorError, ConnectorErrorKind};
use crate::message::{Headers, Response};

/// The most that an answer may hold. It is kept in memory, so that a server without end must not
/// be able to fill it.
const MAX_ANSWER_BYTES: usize = 256 << 20;

/// The default connector. Clones share their connections.
///
/// Root certificates are read when the first `https` request is sent. Proxies are taken from
/// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case.
#[derive(Clone)]
pub struct HyperClient {
    pool: Pool,
    is_proxy_legal: bool,
    max_answer_bytes: usize,
}

impl HyperClient {
    /// A connector with the system's root certificates.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Starts to build a connector.
    pub fn builder() -> HyperClientBuilder {
        HyperClientBuilder { ca_bundle: None, proxies: None, is_proxy_legal: true, max_answer_bytes: MAX_ANSWER_BYTES }
    }

    async fn send(&self, request: HttpRequest) -> Result<Response, ConnectorError> {
        let patience = Patience::of(&request);
        let mut exchange = self.exchange(request).await?;
        let response = self.read(&mut exchange.answer, patience).await?;
        exchange.keep(&self.pool);
        Ok(response)
    }

    async fn send_streaming(&self, request: HttpRequest) -> Result<StreamingResponse, ConnectorError> {
        let patience = Patience::of(&request);
        let exchange = self.exchange(request).await?;
        let head = &exchange.answer;
        let (status, headers) = (head.status().as_u16(), headers_of(head.headers()));
        let body = patience.limit(Pooled::new(exchange, self.pool.clone()));
        Ok(StreamingResponse::new(status, headers, SdkBody::from_body_1_x(body)))
    }

    /// Sends a request and waits for the head of the answer.
    async fn exchange(&self, request: HttpRequest) -> Result<Exchange, ConnectorError> {
        within_tokio()?;
        if !self.is_proxy_legal {
            let reason = "the URL that the connector's proxy was set to is not one of a proxy";
            return Err(ConnectorError::new(ConnectorErrorKind::User, reason).before_send());
        }
        let (connect_timeout, read_timeout) = (request.connect_timeout, request.read_timeout);
        let patience = Patience::of(&request);
        let progress = Progress::of(&request.body);
        let illegal = |reason: BoxError| ConnectorError::new(ConnectorErrorKind::User, reason).before_send();
        let mut request = self.to_hyper(request, &progress).map_err(|error| illegal(error.into()))?;
        let server = Server::of(request.uri()).ok_or_else(|| illegal("the URL names no host".into()))?;
        loop {
            let mut connection = match self.pool.take(&server) {
                Some(connection) => connection,
                None => within(connect_timeout, self.pool.connect(&server), "connecting")
                    .await
                    .and_then(|connected| connected.map_err(classify))
                    .map_err(ConnectorError::before_send)?,
            };
            match progress.answered(read_timeout, patience, connection.send(&server, request)).await? {
                Ok(answer) => return Ok(Exchange { answer: Box::new(answer), connection, server, progress }),
                // The server closed it while it lay idle. There may be another one, or a new one.
                Err(Failure { unsent: Some(unsent), .. }) if connection.is_reused => request = unsent,
                Err(Failure { unsent: Some(_), error }) => return Err(classify(error.into()).before_send()),
                Err(Failure { unsent: None, error }) => return Err(classify(error.into())),
            }
        }
    }

    fn to_hyper(&self, request: HttpRequest, progress: &Progress) -> Result<hyper::Request<Sent>, hyper::http::Error> {
        let mut built = hyper::Request::builder().method(request.method).uri(request.url);
        if let Some(headers) = built.headers_mut() {
            // Beside these, `Host`, `Content-Length` and what a proxy wants.
            headers.reserve(request.headers.len() + 3);
        }
        for (name, value) in request.headers.into_fields() {
            let name = HeaderName::from_bytes(name.as_bytes())?;
            let value = match value {
                Cow::Borrowed(known) => Bytes::from_static(known.as_bytes()),
                Cow::Owned(text) => Bytes::from(text),
            };
            let mut value = HeaderValue::from_maybe_shared(value)?;
            value.set_sensitive(name == hyper::header::AUTHORIZATION);
            built = built.header(name, value);
        }
        if let Some(value) = built.uri_ref().and_then(|uri| self.pool.connector().proxy_authorization(uri)) {
            built = built.header(hyper::header::PROXY_AUTHORIZATION, value);
        }
        built.body(Sent::new(request.body, progress.clone()))
    }

    /// Reads an answer to its end, each part of it within the time.
    async fn read(
        &self,
        answer: &mut hyper::Response<Incoming>,
        patience: Patience,
    ) -> Result<Response, ConnectorError> {
        let (status, headers) = (answer.status().as_u16(), headers_of(answer.headers()));
        let body = answer.body_mut();
        let known = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(known.min(1 << 16));
        while !body.is_end_stream() {
            let next = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
            let Some(frame) = patience.wait(next).await? else { break };
            let frame = frame.map_err(|error| ConnectorError::new(ConnectorErrorKind::Io, error))?;
            let Ok(part) = frame.into_data() else { continue };
            if bytes.len() + part.len() > self.max_answer_bytes {
                let reason = format!("the answer is larger than {} bytes", self.max_answer_bytes);
                return Err(ConnectorError::new(ConnectorErrorKind::Other, reason));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Response::new(status, headers, bytes))
    }
}

impl Default for HyperClient {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HyperClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperClient").finish_non_exhaustive()
    }
}

impl HttpClient for HyperClient {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(self.send(request))
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        Box::pin(self.send_streaming(request))
    }
}

/// Builds a [`HyperClient`].
pub struct HyperClientBuilder {
    ca_bundle: Option<PathBuf>,
    proxies: Option<Matcher>,
    is_proxy_legal: bool,
    max_answer_bytes: usize,
}

impl fmt::Debug for HyperClientBuilder {
    /// Leaves proxies out, whose URLs may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperClientBuilder").field("ca_bundle", &self.ca_bundle).finish_non_exhaustive()
    }
}

impl HyperClientBuilder {
    /// Trusts the certificates in this PEM file instead of the system's.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_bundle = Some(path.into());
        self
    }

    /// Sends everything through the proxy of this URL, whatever the environment says. Name and
    /// password may stand in the URL.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        let proxies = Matcher::builder().all(url.into()).build();
        // A URL that it cannot read is no proxy to it, and the requests would go past it.
        self.is_proxy_legal = proxies.intercept(&hyper::Uri::from_static("http://any/")).is_some();
        self.proxies = Some(proxies);
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxies = Some(Matcher::builder().build());
        self.is_proxy_legal = true;
        self
    }

    /// The most bytes that the body of an answer may have, 256 MiB unless set.
    pub fn max_answer_bytes(mut self, bytes: usize) -> Self {
        self.max_answer_bytes = bytes;
        self
    }

    /// The connector.
    pub fn build(self) -> HyperClient {
        let connector = Connector::new(self.ca_bundle, self.proxies.unwrap_or_else(Matcher::from_env));
        HyperClient {
            pool: Pool::new(connector),
            is_proxy_legal: self.is_proxy_legal,
            max_answer_bytes: self.max_answer_bytes,
        }
    }
}

/// Waits for a future, but no longer than the limit.
async fn within<T>(
    limit: Option<Duration>,
    future: impl Future<Output = T>,
    what: &'static str,
) -> Result<T, ConnectorError> {
    let Some(limit) = limit else { return Ok(future.await) };
    timeout(limit, future)
        .await
        .map_err(|_| ConnectorError::new(ConnectorErrorKind::Timeout, format!("{what} took longer than {limit:?}")))
}

/// What kind of failure an error is.
fn classify(error: BoxError) -> ConnectorError {
    let mut kind = ConnectorErrorKind::Io;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*error);
    while let Some(it) = cause {
        if it.is::<TlsError>() || it.downcast_ref().is_some_and(ProxyError::is_final) {
            kind = ConnectorErrorKind::Other;
        }
        if it.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == std::io::ErrorKind::TimedOut) {
            kind = ConnectorErrorKind::Timeout;
        }
        if it.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            kind = ConnectorErrorKind::Other;
        }
        cause = it.source();
    }
    ConnectorError::new(kind, error)
}

/// The header fields of an answer.
fn headers_of(fields: &hyper::HeaderMap) -> Headers {
    let mut headers = Headers::default();
    for (name, value) in fields {
        // Of a value that is not UTF-8, what is readable is kept: it is for people to read.
        headers.append(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    headers
}
