//! A server on loopback that receives and sends large bodies without storing them, and disconnects or stalls when a
//! test requires it.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

/// The action for a request.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Read the whole body and respond with this status.
    Take(u16),
    /// Read this many bytes of the body and close the connection.
    TakeAndReset(u64),
    /// Read this many bytes of the body, then stall.
    TakeAndStall(u64),
    /// Respond with a body of this size.
    Give(u64),
    /// Respond with these bytes.
    Say(&'static [u8]),
    /// Announce a body of the first size, send as much as the second, and close the connection.
    GiveAndReset(u64, u64),
    /// Announce a body of the first size, send as much as the second, then stall.
    GiveAndStall(u64, u64),
}

/// A recorded request.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Header names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The number of bytes of the body.
    pub bytes: u64,
    /// Whether the bytes were those of [`part`].
    pub is_intact: bool,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct State {
    script: Mutex<VecDeque<Act>>,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicU64,
    given: AtomicU64,
}

/// A running server. It stops with the process.
pub struct Server {
    url: String,
    state: Arc<State>,
}

/// The bytes of bodies, which repeat.
static PATTERN: LazyLock<Vec<u8>> = LazyLock::new(|| (0..=250).cycle().take((1 << 20) + 251).collect());

/// A part of a body that starts at this offset, of at most a megabyte.
pub fn part(place: u64, size: usize) -> &'static [u8] {
    let start = (place % 251) as usize;
    &PATTERN[start..start + size]
}

impl Server {
    /// Starts a server with this script. Afterwards it accepts everything.
    pub fn start(script: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State { script: Mutex::new(script.into_iter().collect()), ..State::default() });
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                shared.connections.fetch_add(1, Ordering::Relaxed);
                let state = shared.clone();
                // The client is allowed to close the connection.
                std::thread::spawn(move || serve(&stream, &state));
            }
        });
        Self { url, state }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of connections.
    pub fn connections(&self) -> u64 {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// The number of bytes sent in bodies.
    pub fn given(&self) -> u64 {
        self.state.given.load(Ordering::Relaxed)
    }
}

fn serve(stream: &TcpStream, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut input = BufReader::with_capacity(1 << 16, stream);
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut seen = Seen { is_intact: true, ..Seen::default() };
        loop {
            line.clear();
            input.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            seen.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let act = state.script.lock().unwrap().pop_front().unwrap_or(Act::Take(200));
        let most = match act {
            Act::TakeAndReset(most) | Act::TakeAndStall(most) => most,
            _ => u64::MAX,
        };
        take(&mut input, &mut seen, most)?;
        state.seen.lock().unwrap().push(seen);
        if !answer(act, stream, state)? {
            return Ok(());
        }
    }
}

/// Reads a body, or a part of it.
fn take(input: &mut impl BufRead, seen: &mut Seen, most: u64) -> io::Result<()> {
    if seen.header("transfer-encoding") != Some("chunked") {
        let length = seen.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        return take_bytes(input, seen, length.min(most));
    }
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        let size = u64::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
        take_bytes(input, seen, size.min(most - seen.bytes))?;
        if seen.bytes == most {
            return Ok(());
        }
        input.read_line(&mut line)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn take_bytes(input: &mut impl Read, seen: &mut Seen, mut left: u64) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let size = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = input.read(&mut buffer[..size])?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        seen.is_intact &= buffer[..count] == *part(seen.bytes, count);
        seen.bytes += count as u64;
        left -= count as u64;
    }
    Ok(())
}

/// Responds. Returns whether the connection stays open.
fn answer(act: Act, mut stream: &TcpStream, state: &State) -> io::Result<bool> {
    let (length, size) = match act {
        Act::TakeAndReset(_) => return Ok(false),
        Act::TakeAndStall(_) => return stall(),
        Act::Take(status) if status != 200 => {
            let body = r#"{"__type":"Refused","message":"No."}"#;
            write!(stream, "HTTP/1.1 {status} No\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
            return Ok(true);
        }
        Act::Say(bytes) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
            stream.write_all(bytes)?;
            return Ok(true);
        }
        Act::Take(_) => (0, 0),
        Act::Give(size) => (size, size),
        Act::GiveAndReset(length, size) | Act::GiveAndStall(length, size) => (length, size),
    };
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n")?;
    let mut place = 0;
    while place < size {
        let part = part(place, usize::try_from(size - place).unwrap().min(1 << 16));
        stream.write_all(part)?;
        place += part.len() as u64;
        state.given.store(place, Ordering::Relaxed);
    }
    match act {
        Act::GiveAndReset(..) => Ok(false),
        Act::GiveAndStall(..) => stall(),
        _ => Ok(true),
    }
}

fn stall() -> io::Result<bool> {
    std::thread::sleep(Duration::from_secs(30));
    Ok(false)
}
