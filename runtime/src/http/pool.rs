//! The pool of idle connections of the default connector.
//!
//! `hyper-util` has a pool too. It is generic over connector and body, so every program compiles all of it anew: a
//! tenth of this crate's build time. This pool only does what one request at a time needs.

use std::pin::Pin;
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

/// The maximum idle time of a connection. AWS servers close theirs a little later.
const IDLE: Duration = Duration::from_secs(20);

/// The interval at which idle connections are checked.
const ROUND: Duration = Duration::from_secs(5);

/// The maximum time that a connection may take to become ready once its response has been read.
const SETTLE: Duration = Duration::from_secs(1);

/// A connection that was used this recently is reused without checking whether the server closed it.
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

/// Scheme and authority, which must match for a connection to be reused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server(Uri);

/// A connection that handles one request at a time.
pub(super) struct Connection {
    sender: Sender,
    is_proxied: bool,
    /// The `Host` of its requests.
    host: Option<HeaderValue>,
    /// The runtime that drives it. Used from another runtime, it would stall whenever its own does.
    runtime: Id,
    /// Set if the connection must not be reused.
    is_poisoned: Arc<AtomicBool>,
    /// Sets `is_poisoned`.
    poison: Poison,
    /// Whether it has handled a request. After that, the server may close it at any time.
    pub(super) is_reused: bool,
}

impl Server {
    /// The server of a URL. `None` if the URL has no host.
    pub(super) fn of(url: &Uri) -> Option<Self> {
        let mut parts = Parts::default();
        parts.scheme = Some(url.scheme()?.clone());
        parts.authority = Some(url.authority()?.clone());
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        Uri::from_parts(parts).ok().map(Self)
    }

    /// Scheme, host and port for messages.
    pub(super) fn shown(&self) -> String {
        let port = self.0.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.0.scheme_str().unwrap_or_default(), self.0.host().unwrap_or_default())
    }

    /// The `Host` of requests, with the port unless it is the scheme's default.
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

/// Closes connections that cannot be used any more.
fn prune(idle: &mut Vec<Idle>) {
    idle.retain(|it| it.connection.is_usable() && it.since.elapsed() < IDLE);
}

impl Pool {
    pub(super) fn new(connector: Connector) -> Self {
        Self { connector, idle: Arc::default() }
    }

    /// A separate pool whose connections also offer HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) fn offering_http2(&self) -> Self {
        Self::new(self.connector.offering_http2())
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Takes the connection to a server that was used most recently in this runtime.
    pub(super) async fn take(&self, server: &Server) -> Option<Connection> {
        loop {
            let Idle { connection, since, .. } = self.take_last(server)?;
            if since.elapsed() > FRESH {
                // The server may have closed it, unnoticed if the runtime was not running.
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

    /// Returns a connection to the pool once it is ready for another request. Call it when the response has been read;
    /// a server may respond before it has read the whole request.
    pub(super) fn put(&self, server: Server, mut connection: Connection) {
        if connection.sender.is_ready() {
            lock(&self.idle).push(Idle { server, connection, since: Instant::now() });
            return;
        }
        let idle = Arc::downgrade(&self.idle);
        spawn(Box::pin(async move {
            let is_ready = timeout(SETTLE, connection.sender.ready()).await.is_ok_and(|it| it.is_ok());
            if let Some(idle) = idle.upgrade().filter(|_| is_ready) {
                lock(&idle).push(Idle { server, connection, since: Instant::now() });
            }
        }));
    }

    /// Opens a connection within a time limit. A separate task drives it until either side closes it.
    pub(super) async fn connect(&self, server: &Server, limit: Option<Duration>) -> Result<Connection, BoxError> {
        let stream = self.connector.connect(&server.0, limit).await?;
        let is_proxied = stream.is_proxied();
        let (sender, driver) = Sender::handshake(stream).await?;
        spawn(Box::pin(drive(driver, Arc::downgrade(&self.idle))));
        let is_poisoned = Arc::new(AtomicBool::new(false));
        let flag = is_poisoned.clone();
        let poison = Poison::new(move || flag.store(true, Ordering::Relaxed));
        let (host, runtime) = (server.host(), Handle::current().id());
        Ok(Connection { sender, is_proxied, host, runtime, is_poisoned, poison, is_reused: false })
    }
}

/// Starts a task. Boxed, because what surrounds a task is compiled anew for each type of future.
fn spawn(task: Pin<Box<dyn Future<Output = ()> + Send>>) {
    tokio::spawn(task);
}

/// Drives a connection until it ends. Meanwhile, it closes connections that have been idle for too long, even if no
/// calls are made.
async fn drive(driver: Driver, idle: Weak<Mutex<Vec<Idle>>>) {
    let mut driver = driver;
    // An error is reported to the request that it affects.
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

    /// A way to prevent the connection from being reused.
    pub(super) fn poison(&self) -> Poison {
        self.poison.clone()
    }

    /// Sends a request and waits for the head of the response.
    ///
    /// The error contains the request if nothing of it was sent.
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
            // A server expects the path, a proxy the full URL.
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

/// The error of a request without a response.
pub(super) struct Failure {
    pub(super) error: hyper::Error,
    /// The request, if nothing of it was sent.
    pub(super) unsent: Option<Request<Sent>>,
}
