//! A server on loopback that immediately gives every request the same answer.
//!
//! It runs in this process and the measured client in another, so that the client's processor time does not include the
//! server's.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

const BODY: &str = concat!(
    r#"<UpdateAccessKeyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>"#,
    "<RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></UpdateAccessKeyResponse>"
);

/// Starts a server that answers as IAM does, and returns its URL.
pub(super) fn start() -> io::Result<String> {
    start_with("text/xml", BODY)
}

/// Starts a server with this answer, which runs until this process ends, and returns its URL.
pub(super) fn start_with(content_type: &str, body: &str) -> io::Result<String> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer = (head + body).into_bytes();
    start_each(move |stream| serve(stream, &answer))
}

/// Starts a server that calls this function for every connection, in a thread of its own.
pub(super) fn start_each(serve: impl Fn(&TcpStream) -> io::Result<()> + Send + Sync + 'static) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("http://{}", listener.local_addr()?);
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            // A client that disconnects only ends its own connection.
            thread::spawn(move || serve(&stream));
        }
    });
    Ok(url)
}

fn serve(stream: &TcpStream, answer: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let field = line.trim_end();
            if field.is_empty() {
                break;
            }
            if let Some((name, value)) = field.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        (&mut &*stream).write_all(answer)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_one_request_after_the_other_on_a_connection() {
        let url = start().unwrap();
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        for body in ["a=b", ""] {
            write!(stream, "POST / HTTP/1.1\r\nhost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
            let mut answer = vec![0; 70 + BODY.len()];
            let read = stream.read(&mut answer).unwrap();
            assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 200 OK\r\n"));
        }
    }
}
