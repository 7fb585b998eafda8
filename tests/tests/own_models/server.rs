//! A server of the services in `tests/own-models`.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use crate::{jobs, odd, shop};

/// A request.
pub struct Request {
    pub method: String,
    /// The path and the query, as sent.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, or an empty text. Names are in lower case.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A response: its status, headers, and body.
pub type Response = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// How often each thing was asked for.
pub type Counts = BTreeMap<String, usize>;

/// Starts the server, which runs until the process ends. Returns its URL.
pub fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("a bound address"));
    let counts = Arc::new(Mutex::new(Counts::new()));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let counts = counts.clone();
            // The client may close the connection.
            std::thread::spawn(move || serve_connection(&stream, &counts));
        }
    });
    url
}

fn serve_connection(stream: &TcpStream, counts: &Mutex<Counts>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (status, headers, body) = match request.target.as_str() {
            target if target.starts_with("/service/JobQueue/") => jobs::respond(&request, &mut counts),
            target if target.starts_with("/v1/") => odd::respond(&request),
            _ => shop::respond(&request, &mut counts),
        };
        drop(counts);
        let mut head = format!("HTTP/1.1 {status} Response\r\n");
        if status != 204 {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        let mut output = stream;
        output.write_all(format!("{head}\r\n").as_bytes())?;
        output.write_all(&body)?;
    }
    Ok(())
}

fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut request = Request { method, target, headers: Vec::new(), body: Vec::new() };
    loop {
        let mut field = String::new();
        reader.read_line(&mut field)?;
        let Some((name, value)) = field.trim_end().split_once(':') else { break };
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if request.header("transfer-encoding") == "chunked" {
        request.body = read_chunks(reader)?;
    } else {
        let length = request.header("content-length").parse().unwrap_or_default();
        request.body = vec![0; length];
        reader.read_exact(&mut request.body)?;
    }
    Ok(Some(request))
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk)?;
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
