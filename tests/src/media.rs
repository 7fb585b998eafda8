//! A server of the service in `tests/media/media.smithy`, for the examples of the untyped client.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};

/// The stored files.
type Files = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Starts the server, which runs until the process ends. Returns its URL. It responds to its first request that it is
/// busy.
///
/// # Panics
///
/// Panics if there is no free port.
pub fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("a bound address"));
    let files = Files::default();
    let is_first = Arc::new(Mutex::new(true));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (files, is_first) = (files.clone(), is_first.clone());
            // The client may close the connection.
            std::thread::spawn(move || serve_connection(&stream, &files, &is_first));
        }
    });
    url
}

/// A response: its status, headers, and body.
type Response = (u16, Vec<(&'static str, &'static str)>, Vec<u8>);

fn serve_connection(stream: &TcpStream, files: &Files, is_first: &Mutex<bool>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some((method, target, body)) = read(&mut reader)? {
        let is_busy = std::mem::take(&mut *is_first.lock().unwrap_or_else(PoisonError::into_inner));
        let (status, headers, body) = match is_busy {
            true => (503, vec![("x-amzn-errortype", "Busy")], b"{}".to_vec()),
            false => respond(&method, &target, body, files),
        };
        let mut head = format!("HTTP/1.1 {status} Response\r\ncontent-length: {}\r\n", body.len());
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        let mut output = stream;
        output.write_all(format!("{head}\r\n").as_bytes())?;
        output.write_all(&body)?;
    }
    Ok(())
}

fn respond(method: &str, target: &str, body: Vec<u8>, files: &Files) -> Response {
    let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let json = |text: String| (200, vec![("content-type", "application/json")], text.into_bytes());
    let path: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let missing = |name: &str| {
        let text = format!("{{\"name\": \"{name}\", \"message\": \"there is no file {name}\"}}");
        (404, vec![("x-amzn-errortype", "NoSuchFile")], text.into_bytes())
    };
    match (method, path.as_slice()) {
        ("PUT", ["files", name]) => {
            files.insert((*name).to_owned(), body);
            json("{}".to_owned())
        }
        ("GET", ["files", name]) => files.get(*name).map_or_else(|| missing(name), |it| (200, vec![], it.clone())),
        ("GET", ["descriptions", name]) => files.get(*name).map_or_else(
            || missing(name),
            |it| json(format!("{{\"name\": \"{name}\", \"status\": \"READY\", \"size\": {}}}", it.len())),
        ),
        // One file a page; the token is its index.
        ("GET", ["files"]) => {
            let index: usize = query.strip_prefix("nextToken=").and_then(|it| it.parse().ok()).unwrap_or_default();
            let names: Vec<String> = files.keys().skip(index).take(1).map(|it| format!("\"{it}\"")).collect();
            let next =
                if index + 1 < files.len() { format!(", \"nextToken\": \"{}\"", index + 1) } else { String::new() };
            json(format!("{{\"files\": [{}]{next}}}", names.join(", ")))
        }
        ("POST", ["transcriptions"]) => {
            (200, vec![("content-type", "application/vnd.amazon.eventstream")], transcripts(&body))
        }
        _ => (404, vec![], Vec::new()),
    }
}

/// An event for each event in the body: how many bytes it has.
fn transcripts(mut body: &[u8]) -> Vec<u8> {
    let mut events = Vec::new();
    let mut decoder = MessageFrameDecoder::new();
    while let Ok(DecodedFrame::Complete(message)) = decoder.decode_frame(&mut body) {
        let text = |text: &'static str| HeaderValue::String(text.into());
        let message = Message::new(format!("{{\"text\": \"{} bytes\"}}", message.payload().len()))
            .add_header(Header::new(":message-type", text("event")))
            .add_header(Header::new(":event-type", text("transcript")))
            .add_header(Header::new(":content-type", text("application/json")));
        write_message_to(&message, &mut events).expect("a message that fits");
    }
    events
}

/// Reads a request: its method, target and body.
fn read(reader: &mut impl BufRead) -> io::Result<Option<(String, String, Vec<u8>)>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut length, mut is_chunked) = (0, false);
    loop {
        let mut field = String::new();
        reader.read_line(&mut field)?;
        let Some((name, value)) = field.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(io::Error::other)?,
            "transfer-encoding" => is_chunked = true,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    while is_chunked {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        let size = usize::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
        let start = body.len();
        body.resize(start + size, 0);
        reader.read_exact(&mut body[start..])?;
        reader.read_line(&mut String::new())?;
        is_chunked = size > 0;
    }
    Ok(Some((method, target, body)))
}
