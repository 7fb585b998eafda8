//! Connections of the default connector that wait for their next request.
//!
//! `hyper-util` has a pool too. It is generic over connector and body, so that every program
//! compiles all of it anew: a tenth of this crate's build. What one request at a time needs of
//! it is here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::{Parts, PathAndQuery};
use hyper::{Request, Uri};
use tokio::runtime::{Handle, Id};
use tokio::time::{Instant, timeout};

use super::connect::Connector;
use super::patience::Sent;
use super::sender::{Driver, Sender};
use crate::error::BoxError;
use crate::message::Poison;

/// How long a connection may lie idle. Servers of AWS close theirs after some more.
const IDLE: Duration = Duration::from_secs(20);

/// How often connections are looked at that lie idle.
const ROUND: Duration = Duration::from_secs(5);

/// How long a connection may take to be ready for its next request once its answer was read.
const SETTLE: Duration = Duration::from_secs(1);

/// A connection that was used so recently is taken without looking whether the server has closed it.
const FRESH: Duration = Duration::from_millis(10);

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
    sender: Sender,
    is_proxied: bool,
    /// What the `Host` of its requests says.
    host: Option<HeaderValue>,
    /// The runtime that drives it. In another, it would stand still while that one does.
    runtime: Id,
    /// Set where it must not serve another request.
    is_poisoned: Arc<AtomicBool>,
    /// Sets that.
    poison: Poison,
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

    /// Scheme, host and port, to show.
    pub(super) fn shown(&self) -> String {
        let port = self.0.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.0.scheme_str().unwrap_or_default(), self.0.host().unwrap_or_default())
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

fn lock(idle: &Mutex<Vec<Idle>>) -> MutexGuard<'_, Vec<Idle>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes connections that are of no use any more.
fn prune(idle: &mut Vec<Idle>) {
    idle.retain(|it| it.connection.is_usable() && it.since.elapsed() < IDLE);
}

impl Pool {
    pub(super) fn new(connector: Connector) -> Self {
        Self { connector, idle: Arc::default() }
    }

    /// Other connections, on which the server may choose HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) fn offering_http2(&self) -> Self {
        Self::new(self.connector.offering_http2())
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// The connection to a server that was used last in this runtime.
    pub(super) async fn take(&self, server: &Server) -> Option<Connection> {
        loop {
            let Idle { connection, since, .. } = self.take_last(server)?;
            if since.elapsed() > FRESH {
                // The server may have closed it, which nothing has noticed in a runtime that stood still.
                tokio::task::yield_now().await;
            }
            if connection.is_usable() {
                return Some(Connection { is_reused: true, ..connection });
            }
        }
    }

    fn take_last(&self, server: &Server) -> Option<Idle> {
        let runtime = Handle::current().id();
        let mut idle = lock(&self.idle);
        prune(&mut idle);
        let found = idle.iter().rposition(|it| it.connection.runtime == runtime && it.server == *server)?;
        Some(idle.remove(found))
    }

    /// Keeps a connection whose answer was read to its end, once it is ready for another request: a server
    /// may answer before it has read the whole of one.
    pub(super) fn put(&self, server: Server, mut connection: Connection) {
        if connection.sender.is_ready() {
            lock(&self.idle).push(Idle { server, connection, since: Instant::now() });
            return;
        }
        let idle = Arc::downgrade(&self.idle);
        tokio::spawn(async move {
            let is_ready = timeout(SETTLE, connection.sender.ready()).await.is_ok_and(|it| it.is_ok());
            if let Some(idle) = idle.upgrade().filter(|_| is_ready) {
                lock(&idle).push(Idle { server, connection, since: Instant::now() });
            }
        });
    }

    /// Opens a connection within a time. A task of its own drives it until either side closes it.
    pub(super) async fn connect(&self, server: &Server, limit: Option<Duration>) -> Result<Connection, BoxError> {
        let stream = self.connector.connect(server.0.clone(), limit).await?;
        let is_proxied = stream.is_proxied();
        let (sender, driver) = Sender::handshake(stream).await?;
        tokio::spawn(drive(driver, Arc::downgrade(&self.idle)));
        let is_poisoned = Arc::new(AtomicBool::new(false));
        let flag = is_poisoned.clone();
        let poison = Poison::new(move || flag.store(true, Ordering::Relaxed));
        let (host, runtime) = (server.host(), Handle::current().id());
        Ok(Connection { sender, is_proxied, host, runtime, is_poisoned, poison, is_reused: false })
    }
}

/// Drives a connection to its end. While it lies idle, it closes those that have done so for too long,
/// whether calls are made or not.
async fn drive(driver: Driver, idle: Weak<Mutex<Vec<Idle>>>) {
    let mut driver = driver;
    // An error reaches the request that it strikes.
    while timeout(ROUND, driver.as_mut()).await.is_err() {
        if let Some(idle) = idle.upgrade() {
            prune(&mut lock(&idle));
        }
    }
}

impl Connection {
    fn is_usable(&self) -> bool {
        !self.sender.is_closed() && !self.is_poisoned.load(Ordering::Relaxed)
    }

    /// What keeps the connection from being used again.
    pub(super) fn poison(&self) -> Poison {
        self.poison.clone()
    }

    /// Sends a request, and waits for the head of the answer.
    ///
    /// The error holds the request where nothing of it was sent.
    pub(super) async fn send(
        &mut self,
        mut request: Request<Sent>,
    ) -> Result<hyper::Response<hyper::body::Incoming>, Failure> {
        if let Err(error) = self.sender.ready().await {
            return Err(Failure { error, unsent: Some(request) });
        }
        let whole = request.uri().clone();
        let is_http1 = self.sender.is_http1();
        if let Some(host) = self.host.as_ref().filter(|_| is_http1) {
            request.headers_mut().entry(HOST).or_insert_with(|| host.clone());
        }
        if is_http1 && !self.is_proxied {
            // A server takes the path, a proxy the whole URL.
            *request.uri_mut() = whole.path_and_query().cloned().map(Uri::from).unwrap_or_default();
        }
        self.sender.send(request).await.map_err(|mut failure| {
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
