//! A server on loopback that simulates failures of real servers.
//!
//! It runs a script: what to do with the first request, with the second, and so on; later requests succeed. It records
//! connections and requests. Instead of a script, a function can decide; then requests are not recorded, so that the
//! server can run for a long time.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The action for a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Respond with status, headers and body.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Announce the whole length of the body, send the first half, and close the connection.
    BreakOff(String),
    /// Send the first half of the body, and nothing more.
    Stall(String),
    /// Send the body in ten parts, with this pause before each.
    Trickle(String, Duration),
    /// Send nothing.
    Hang,
    /// Close the connection before reading anything from it.
    ResetBeforeRequest,
    /// Close the connection after reading the request.
    ResetAfterRequest,
    /// Send bytes that are not HTTP.
    Babble,
    /// Send this text unchanged.
    Bare(String),
    /// Respond as soon as the head of the request was read, and read nothing more.
    AnswerEarly(u16),
    /// Respond, and close the connection after this time without announcing it.
    AnswerAndLeave(Duration),
    /// Run a function first, while the client waits.
    After(Deed, Box<Act>),
}

/// A function that a script runs.
#[derive(Clone)]
pub struct Deed(Arc<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for Deed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Deed")
    }
}

impl Act {
    /// A successful response to an operation without output.
    pub fn ok() -> Self {
        let body = "<UpdateAccessKeyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata>\
                    <RequestId>of-success</RequestId></ResponseMetadata></UpdateAccessKeyResponse>";
        Self::Answer(200, Vec::new(), body.to_owned())
    }

    /// An error response in AWS Query.
    pub fn error(status: u16, code: &str) -> Self {
        let body = format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>about {code}</Message></Error>\
             <RequestId>of-{code}</RequestId></ErrorResponse>"
        );
        Self::Answer(status, Vec::new(), body)
    }

    /// The same action after a function was run.
    pub fn after(self, deed: impl Fn() + Send + Sync + 'static) -> Self {
        Self::After(Deed(Arc::new(deed)), Box::new(self))
    }

    /// The response with an additional header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Answer(_, headers, _) = &mut self {
            headers.push((name, value.into()));
        }
        self
    }
}

/// A recorded request.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The first line: method, target, version.
    pub line: String,
    /// Header names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Decides what to do with a request or, without a request, with a new connection.
type Decide = dyn Fn(Option<&Seen>) -> Act + Send + Sync;

#[derive(Default)]
struct State {
    script: VecDeque<Act>,
    seen: Vec<Seen>,
    connections: usize,
    decide: Option<Arc<Decide>>,
}

/// A running server. It stops with the process.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

/// A connection, plain or encrypted.
trait Io: Read + Write {}

impl<T: Read + Write> Io for T {}

/// Wraps an accepted connection.
type Wrap = Arc<dyn Fn(TcpStream) -> io::Result<Box<dyn Io>> + Send + Sync>;

impl Server {
    /// Starts a server with this script.
    pub fn start(script: impl IntoIterator<Item = Act>) -> Self {
        Self::start_with(script, Arc::new(|stream| Ok(Box::new(stream))))
    }

    /// The same with TLS, using [`tls::certificate`](crate::tls::certificate).
    pub fn start_tls(script: impl IntoIterator<Item = Act>) -> Self {
        Self::start_tls_with(crate::tls::certificate(), script)
    }

    /// The same with one of the certificates in [`tls`](crate::tls).
    pub fn start_tls_with(certificate: std::path::PathBuf, script: impl IntoIterator<Item = Act>) -> Self {
        Self::start_tls_configured(crate::tls::server_config(certificate), script)
    }

    /// The same with a configuration of TLS.
    pub fn start_tls_configured(config: rustls::ServerConfig, script: impl IntoIterator<Item = Act>) -> Self {
        let config = Arc::new(config);
        Self::start_with(
            script,
            Arc::new(move |stream| {
                let session = rustls::ServerConnection::new(config.clone()).map_err(io::Error::other)?;
                Ok(Box::new(rustls::StreamOwned::new(session, stream)))
            }),
        )
    }

    /// Starts a server with a function that decides about each request and, without a request, about each new
    /// connection: it is closed immediately if the result is [`Act::ResetBeforeRequest`].
    pub fn start_deciding(decide: impl Fn(Option<&Seen>) -> Act + Send + Sync + 'static) -> Self {
        let server = Self::start([]);
        lock(&server.state).decide = Some(Arc::new(decide));
        server
    }

    /// The same at this address.
    pub fn start_at(address: SocketAddr, script: impl IntoIterator<Item = Act>) -> Self {
        Self::listen(TcpListener::bind(address).expect("a free port"), script, Arc::new(|it| Ok(Box::new(it))))
    }

    fn start_with(script: impl IntoIterator<Item = Act>, wrap: Wrap) -> Self {
        Self::listen(TcpListener::bind("127.0.0.1:0").expect("a free port"), script, wrap)
    }

    fn listen(listener: TcpListener, script: impl IntoIterator<Item = Act>, wrap: Wrap) -> Self {
        let address = listener.local_addr().expect("a bound address");
        let script = script.into_iter().collect();
        let state = Arc::new(Mutex::new(State { script, ..State::default() }));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                lock(&shared).connections += 1;
                let (shared, wrap) = (shared.clone(), wrap.clone());
                // The client is allowed to close the connection.
                std::thread::spawn(move || serve(stream, &shared, &wrap));
            }
        });
        Self { address, state }
    }

    /// The URL of the server, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of connections.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// Starts again with this script. Returns the requests so far.
    pub fn replay(&self, script: impl IntoIterator<Item = Act>) -> Vec<Seen> {
        let mut state = lock(&self.state);
        state.script = script.into_iter().collect();
        std::mem::take(&mut state.seen)
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.state).seen.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves the requests of a connection until either side closes it.
fn serve(stream: TcpStream, state: &Mutex<State>, wrap: &Wrap) -> io::Result<()> {
    // Otherwise a response in two parts waits until the client acknowledges the first.
    stream.set_nodelay(true)?;
    let control = stream.try_clone()?;
    if is_refused(state) {
        return control.shutdown(Shutdown::Both);
    }
    let mut io = BufReader::new(wrap(stream)?);
    while let Some(seen) = read_request(&mut io, state)? {
        let decide = lock(state).decide.clone();
        let act = match decide {
            Some(decide) => decide(Some(&seen)),
            None => {
                let mut state = lock(state);
                state.seen.push(seen);
                state.script.pop_front().unwrap_or_else(Act::ok)
            }
        };
        if !perform(act, io.get_mut().as_mut(), &control)? {
            return control.shutdown(Shutdown::Both);
        }
    }
    Ok(())
}

/// Whether a connection is closed before reading anything from it.
fn is_refused(state: &Mutex<State>) -> bool {
    let mut state = lock(state);
    if let Some(decide) = state.decide.clone() {
        drop(state);
        return matches!(decide(None), Act::ResetBeforeRequest);
    }
    state.script.pop_front_if(|it| matches!(it, Act::ResetBeforeRequest)).is_some()
}

/// Whether the next response is sent before the body of the request was read.
fn is_early(state: &Mutex<State>) -> bool {
    matches!(lock(state).script.front(), Some(Act::AnswerEarly(_)))
}

fn read_request(io: &mut BufReader<Box<dyn Io>>, state: &Mutex<State>) -> io::Result<Option<Seen>> {
    let mut seen = Seen::default();
    if io.read_line(&mut seen.line)? == 0 {
        return Ok(None);
    }
    let is_early = is_early(state);
    seen.line = seen.line.trim_end().to_owned();
    loop {
        let mut line = String::new();
        io.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        seen.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if !is_early {
        let length = seen.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        io.read_exact(&mut body)?;
        seen.body = String::from_utf8_lossy(&body).into_owned();
    }
    Ok(Some(seen))
}

/// Performs an action. Returns whether the connection stays open.
fn perform(act: Act, io: &mut dyn Io, control: &TcpStream) -> io::Result<bool> {
    let half = |body: &str| (body.len(), body.as_bytes()[..body.len() / 2].to_vec());
    match act {
        Act::Answer(status, headers, body) => {
            write_answer(io, status, &headers, body.len(), body.as_bytes())?;
            Ok(true)
        }
        Act::BreakOff(body) => {
            let (length, body) = half(&body);
            write_answer(io, 200, &[], length, &body)?;
            Ok(false)
        }
        Act::Stall(body) => {
            let (length, body) = half(&body);
            write_answer(io, 200, &[], length, &body)?;
            wait_for_client(control)?;
            Ok(false)
        }
        Act::Trickle(body, pause) => {
            write_answer(io, 200, &[], body.len(), &[])?;
            for part in body.as_bytes().chunks(body.len().div_ceil(10).max(1)) {
                std::thread::sleep(pause);
                io.write_all(part)?;
                io.flush()?;
            }
            Ok(true)
        }
        Act::Hang => {
            wait_for_client(control)?;
            Ok(false)
        }
        Act::After(deed, act) => {
            (deed.0)();
            perform(*act, io, control)
        }
        Act::Bare(text) => {
            io.write_all(text.as_bytes())?;
            io.flush()?;
            Ok(true)
        }
        Act::AnswerEarly(status) => {
            write_answer(io, status, &[], 0, &[])?;
            wait_for_client(control)?;
            Ok(false)
        }
        Act::AnswerAndLeave(pause) => {
            perform(Act::ok(), io, control)?;
            std::thread::sleep(pause);
            Ok(false)
        }
        Act::ResetBeforeRequest | Act::ResetAfterRequest => Ok(false),
        Act::Babble => {
            io.write_all(b"\x15\x03\x01 this is not a HTTP\r\n\r\n")?;
            io.flush()?;
            Ok(false)
        }
    }
}

fn write_answer(
    io: &mut dyn Io,
    status: u16,
    headers: &[(&str, String)],
    length: usize,
    body: &[u8],
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut whole = head.into_bytes();
    whole.extend_from_slice(body);
    io.write_all(&whole)?;
    io.flush()
}

/// Waits until the client gives up, for ten seconds at most.
fn wait_for_client(control: &TcpStream) -> io::Result<()> {
    control.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut client = control;
    while client.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    Ok(())
}
