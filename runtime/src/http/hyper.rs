//! The default connector: hyper with a connection pool, over TCP and rustls.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::time::Duration;

use aws_smithy_types::body::SdkBody;
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use tokio::time::timeout;

use super::connect::Connector;
use super::exchange::{Exchange, Pooled};
use super::intake::{Intake, Patience};
use super::patience::{Permission, Progress, Sent};
use super::plain::TlsError;
use super::pool::{Connection, Failure, Pool, Server};
use super::proxies::{Proxies, ProxyError};
use super::tcp::Hosts;
use super::tls::{self, Tls};
use super::{HttpClient, HttpFuture, HttpRequest, StreamingFuture, StreamingResponse, within_tokio};
use crate::error::{BoxError, ConnectorErrorKind, TransportError};
use crate::message::{Headers, Response};

/// The default connector. Clones share their connections.
///
/// Root certificates are loaded when the first `https` request is sent. Proxies are read from the environment as the
/// AWS CLI does: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, where lowercase names win. `NO_PROXY` is `*`, or a list of
/// hosts and domains with or without a port.
#[derive(Clone)]
pub struct HyperClient {
    pool: Pool,
    /// Connections for event streams, which also offer HTTP/2 to the server.
    #[cfg(feature = "http2")]
    event_pool: Pool,
}

impl HyperClient {
    /// Creates a connector with the system's root certificates.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Creates a builder.
    pub fn builder() -> HyperClientBuilder {
        HyperClientBuilder::default()
    }

    async fn send(&self, request: HttpRequest) -> Result<Response, TransportError> {
        let (intake, pool) = (Intake::of(&request), self.pool_for(&request));
        let mut exchange = self.exchange(request, pool).await?;
        let response = read(&mut exchange.answer, intake).await?.with_poison(exchange.connection.poison());
        exchange.keep(pool);
        Ok(response)
    }

    async fn send_streaming(&self, request: HttpRequest) -> Result<StreamingResponse, TransportError> {
        let (patience, pool) = (Patience::of(&request), self.pool_for(&request));
        let exchange = self.exchange(request, pool).await?;
        let head = &exchange.answer;
        let (status, headers) = (head.status().as_u16(), headers_of(head.headers()));
        let poison = Some(exchange.connection.poison());
        let body = patience.limit(Pooled::new(exchange, pool.clone()));
        Ok(StreamingResponse { poison, ..StreamingResponse::new(status, headers, SdkBody::from_body_1_x(body)) })
    }

    /// Sends a request and waits for the head of the response.
    async fn exchange(&self, request: HttpRequest, pool: &Pool) -> Result<Exchange, TransportError> {
        within_tokio()?;
        let (connect_timeout, read_timeout) = (request.connect_timeout, request.read_timeout);
        let patience = Patience::of(&request);
        let progress = Progress::of(&request.body);
        let illegal = |reason: BoxError| TransportError::new(ConnectorErrorKind::User, reason).before_send();
        let mut request = self.to_hyper(request, &progress).map_err(|error| illegal(error.into()))?;
        let server = Server::of(request.uri()).ok_or_else(|| illegal("expected a URL with a host".into()))?;
        loop {
            let mut connection = match pool.take(&server).await {
                Some(connection) => connection,
                None => connect(pool, &server, connect_timeout).await?,
            };
            match progress.answered(read_timeout, patience, connection.send(request)).await? {
                Ok(answer) => return Ok(Exchange { answer: Box::new(answer), connection, server, progress }),
                // The server closed the idle connection. Try another one or a new one.
                Err(Failure { unsent: Some(unsent), .. }) if connection.is_reused => request = unsent,
                Err(Failure { unsent: Some(_), error }) => return Err(classify(error.into()).before_send()),
                Err(Failure { unsent: None, error }) => {
                    let error = classify(error.into());
                    return Err(if error.is_before_send() { not_connected(error, &server) } else { error });
                }
            }
        }
    }

    /// The pool of connections for a request.
    #[cfg_attr(not(feature = "http2"), expect(unused_variables, reason = "there is only one pool"))]
    fn pool_for(&self, request: &HttpRequest) -> &Pool {
        #[cfg(feature = "http2")]
        if request.is_event_stream {
            return &self.event_pool;
        }
        &self.pool
    }

    fn to_hyper(&self, request: HttpRequest, progress: &Progress) -> Result<hyper::Request<Sent>, hyper::http::Error> {
        let mut built = hyper::Request::builder().method(request.method).uri(request.url);
        if let Some(headers) = built.headers_mut() {
            // Room for `Host`, `Content-Length` and the proxy's field.
            headers.reserve(request.headers.len() + 3);
        }
        for (name, value) in request.headers.into_fields() {
            let name = header_name(name)?;
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
        // hyper omits the size of an empty body, and some servers then answer with 411.
        if matches!(request.method, "PATCH" | "POST" | "PUT") && request.body.content_length() == Some(0) {
            built = built.header(hyper::header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let permission = request.expects_continue.then(Permission::default);
        if permission.is_some() {
            built = built.header(hyper::header::EXPECT, HeaderValue::from_static("100-continue"));
        }
        let mut built = built.body(Sent::new(request.body, progress.clone(), permission.clone()))?;
        if let Some(permission) = permission {
            hyper::ext::on_informational(&mut built, move |response| {
                if response.status() == hyper::StatusCode::CONTINUE {
                    permission.give();
                }
            });
        }
        Ok(built)
    }
}

impl Default for HyperClient {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HyperClient {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperClient").finish_non_exhaustive()
    }
}

impl HttpClient for HyperClient {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async move { Ok(self.send(request).await?) })
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        Box::pin(async move { Ok(self.send_streaming(request).await?) })
    }
}

/// Builder of a [`HyperClient`].
#[derive(Default)]
pub struct HyperClientBuilder {
    ca_bundle: Option<PathBuf>,
    proxies: Option<Proxies>,
    hosts: Hosts,
}

impl fmt::Debug for HyperClientBuilder {
    /// Omits proxies, because their URLs may contain passwords.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperClientBuilder")
            .field("ca_bundle", &self.ca_bundle)
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

impl HyperClientBuilder {
    /// Trusts the certificates in this PEM file instead of the system's.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_bundle = Some(path.into());
        self
    }

    /// Sends all requests through the proxy with this URL, and ignores the environment. The URL may contain a name and
    /// password.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxies = Some(Proxies::all(&url.into()));
        self
    }

    /// Uses no proxy, and ignores the environment.
    pub fn no_proxy(mut self) -> Self {
        self.proxies = Some(Proxies::none());
        self
    }

    /// Connects to these addresses of a host instead of resolving its name. The port is that of the URL or, if it has
    /// none, that of the address.
    pub fn resolve(mut self, host: impl Into<String>, addresses: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.hosts.push((host.into(), addresses.into_iter().collect()));
        self
    }

    /// Builds the connector.
    pub fn build(self) -> HyperClient {
        let proxies = self.proxies.unwrap_or_else(Proxies::of_process);
        let connector = Connector::new(Tls::new(self.ca_bundle), proxies, self.hosts);
        let pool = Pool::new(connector);
        HyperClient {
            #[cfg(feature = "http2")]
            event_pool: pool.offering_http2(),
            pool,
        }
    }
}

/// Opens a connection. Errors name the server.
async fn connect(pool: &Pool, server: &Server, limit: Option<Duration>) -> Result<Connection, TransportError> {
    let connected = within(limit, pool.connect(server, limit), "connecting").await;
    connected
        .and_then(|it| it.map_err(|error| within_limit(classify(error), limit)))
        .map_err(|error| not_connected(error, server))
}

/// Names the server in an error.
fn not_connected(error: TransportError, server: &Server) -> TransportError {
    let (kind, source) = error.into_parts();
    TransportError::new(kind, NotConnected { server: server.shown(), source }).before_send()
}

/// Reads a whole response.
async fn read(response: &mut hyper::Response<Incoming>, mut intake: Intake) -> Result<Response, TransportError> {
    let (status, headers) = (response.status().as_u16(), headers_of(response.headers()));
    let body = response.body_mut();
    intake.expect(body.size_hint().lower())?;
    while !body.is_end_stream() {
        let next = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
        let Some(frame) = intake.wait(next).await? else { break };
        let frame = frame.map_err(|error| TransportError::new(ConnectorErrorKind::Io, error))?;
        if let Ok(part) = frame.into_data() {
            intake.push(&part)?;
        }
    }
    Ok(Response::new(status, headers, intake.finish()))
}

/// The error of a connection that could not be opened.
#[derive(Debug)]
struct NotConnected {
    server: String,
    source: BoxError,
}

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to connect to {}", self.server)
    }
}

impl StdError for NotConnected {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The error of connecting within a limit. If an address used up its share of the time, the message names the whole
/// limit, because this may be noticed shortly before all the time is over.
fn within_limit(error: TransportError, limit: Option<Duration>) -> TransportError {
    match limit.filter(|_| error.is_timeout()) {
        Some(limit) => TransportError::timeout(format!("connecting took longer than {limit:?}").into()),
        None => error,
    }
}

/// Waits for a future until the limit.
async fn within<T>(
    limit: Option<Duration>,
    future: impl Future<Output = T> + Send,
    what: &'static str,
) -> Result<T, TransportError> {
    let future = pin!(future);
    // The type of its place is the same with and without a limit, so that its steps are compiled once.
    let future: Pin<&mut (dyn Future<Output = T> + Send)> = future;
    let Some(limit) = limit else { return Ok(future.await) };
    timeout(limit, future)
        .await
        .map_err(|_| TransportError::new(ConnectorErrorKind::Timeout, format!("{what} took longer than {limit:?}")))
}

/// Determines the kind of an error.
fn classify(error: BoxError) -> TransportError {
    let mut kind = ConnectorErrorKind::Io;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*error);
    while let Some(it) = cause {
        if it.is::<TlsError>() || it.downcast_ref().is_some_and(ProxyError::is_final) {
            kind = ConnectorErrorKind::Other;
        }
        if let Some(io) = it.downcast_ref::<std::io::Error>() {
            if let Some(refusal) = refusal(io) {
                return TransportError::new(ConnectorErrorKind::Other, refusal).before_send();
            }
            if io.kind() == std::io::ErrorKind::TimedOut {
                kind = ConnectorErrorKind::Timeout;
            }
        }
        if it.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            kind = ConnectorErrorKind::Other;
        }
        if it.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_user) {
            // The body of the request cannot be read. The connection is not to blame.
            kind = ConnectorErrorKind::User;
        }
        cause = it.source();
    }
    TransportError::new(kind, error)
}

/// The refusal of a server that expects another kind of encryption and has therefore not read the request.
fn refusal(error: &std::io::Error) -> Option<TlsError> {
    let plain = error.get_ref().and_then(|it| it.downcast_ref::<TlsError>()).cloned();
    plain.or_else(|| tls::late_refusal(error))
}

/// Converts the header fields of a response.
fn headers_of(fields: &hyper::HeaderMap) -> Headers {
    let mut headers = Headers::with_room(fields.len());
    for (name, value) in fields {
        let known = KNOWN.iter().find(|it| **it == name.as_str());
        let name = known.map_or_else(|| Cow::Owned(name.as_str().to_owned()), |it| Cow::Borrowed(*it));
        // Of a value that is not UTF-8, the readable part is kept, because it is only shown to people.
        headers.append_known(name, String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    headers
}

/// Field names that most responses have.
const KNOWN: [&str; 5] = ["content-type", "content-length", "date", "x-amzn-requestid", "connection"];

/// Converts a field name to hyper's type. Known lowercase names are not copied.
fn header_name(name: Cow<'static, str>) -> Result<HeaderName, hyper::header::InvalidHeaderName> {
    match name {
        Cow::Borrowed(name) if name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') => {
            match name.is_empty() {
                true => HeaderName::from_bytes(b""),
                false => Ok(HeaderName::from_static(name)),
            }
        }
        name => HeaderName::from_bytes(name.as_bytes()),
    }
}
