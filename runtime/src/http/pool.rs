//! Connections of the default connector that wait for their next request.
//!
//! `hyper-util` has a pool too. It is generic over connector and body, so that every program
//! compiles all of it anew: a tenth of this crate's build. What one request at a time needs of
//! it is here.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::{Parts, PathAndQuery};
use hyper::{Request, Uri};
use tokio::time::Instant;

use super::connect::Connector;
use super::patience::Sent;
use crate::error::BoxError;

/// How long a connection may lie idle. Servers of AWS close theirs after some more.
const IDLE: Duration = Duration::from_secs(20);

/// Idle connections to any number of servers. Clones share them.
#[derive(Clone)]
pub(super) struct Pool {
    connector: Connector,
    idle: Arc<Mutex<Vec<Idle>>>,
}

struct Idle {
    server: Server,
    connection: Connection,
    since: Instant,
}

/// Scheme and authority: what has to be equal for a connection to serve another request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server(Uri);

/// A connection that takes one request at a time.
pub(super) struct Connection {
    sender: SendRequest<Sent>,
    is_proxied: bool,
    /// Whether it has served a request, after which a server may close it at any time.
    pub(super) is_reused: bool,
}

impl Server {
    /// The server of a URL; none, where it names none.
    pub(super) fn of(url: &Uri) -> Option<Self> {
        let mut parts = Parts::default();
        parts.scheme = Some(url.scheme()?.clone());
        parts.authority = Some(url.authority()?.clone());
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        Uri::from_parts(parts).ok().map(Self)
    }

    /// What the `Host` of a request to it says: the port only where it is not the scheme's own.
    fn host(&self) -> Option<HeaderValue> {
        let host = self.0.host()?;
        let text = match (self.0.port_u16(), self.0.scheme_str()) {
            (None, _) | (Some(80), Some("http")) | (Some(443), Some("https")) => host.to_owned(),
            (Some(port), _) => format!("{host}:{port}"),
        };
        HeaderValue::try_from(text).ok()
    }
}

impl Pool {
    pub(super) fn new(connector: Connector) -> Self {
        Self { connector, idle: Arc::default() }
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// The connection to a server that was used last. Those that are closed or too old go away.
    pub(super) fn take(&self, server: &Server) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|it| !it.connection.sender.is_closed() && it.since.elapsed() < IDLE);
        let found = idle.iter().rposition(|it| it.server == *server)?;
        Some(Connection { is_reused: true, ..idle.remove(found).connection })
    }

    /// Keeps a connection whose answer was read to its end.
    pub(super) fn put(&self, server: Server, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(Idle { server, connection, since: Instant::now() });
    }

    /// Opens a connection. A task of its own drives it until either side closes it.
    pub(super) async fn connect(&self, server: &Server) -> Result<Connection, BoxError> {
        let stream = self.connector.connect(server.0.clone()).await?;
        let is_proxied = stream.is_proxied();
        let (sender, driver) = http1::handshake(stream).await?;
        // An error of the driver reaches the request that it strikes.
        tokio::spawn(async move { driver.await.ok() });
        Ok(Connection { sender, is_proxied, is_reused: false })
    }
}

impl Connection {
    /// Sends a request, and waits for the head of the answer.
    ///
    /// The error holds the request where nothing of it was sent.
    pub(super) async fn send(
        &mut self,
        server: &Server,
        mut request: Request<Sent>,
    ) -> Result<hyper::Response<hyper::body::Incoming>, Failure> {
        if let Err(error) = self.sender.ready().await {
            return Err(Failure { error, unsent: Some(request) });
        }
        if let Some(host) = server.host() {
            request.headers_mut().entry(HOST).or_insert(host);
        }
        let whole = request.uri().clone();
        if !self.is_proxied {
            // A server takes the path, a proxy the whole URL.
            *request.uri_mut() = whole.path_and_query().cloned().map(Uri::from).unwrap_or_default();
        }
        self.sender.try_send_request(request).await.map_err(|mut failure| {
            let mut unsent = failure.take_message();
            if let Some(request) = &mut unsent {
                *request.uri_mut() = whole;
            }
            Failure { error: failure.into_error(), unsent }
        })
    }
}

/// No answer came.
pub(super) struct Failure {
    pub(super) error: hyper::Error,
    /// The request, where nothing of it was sent.
    pub(super) unsent: Option<Request<Sent>>,
}
