//! Opens tunnels through a proxy with `CONNECT` ([RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#name-connect)).

use std::future::poll_fn;
use std::io;

use hyper::Uri;
use hyper::header::HeaderValue;
use tokio::io::ReadBuf;

use super::io::BoxIo;

/// The maximum size of the head of the proxy's response.
const HEAD: usize = 8 * 1024;

/// Asks the proxy at the other end of a connection to connect to the server of a URL.
pub(super) async fn open(io: &mut BoxIo, server: &Uri, authorization: Option<&HeaderValue>) -> io::Result<()> {
    write(io, &request(server, authorization)).await?;
    accepted(&read_head(io).await?)
}

fn request(server: &Uri, authorization: Option<&HeaderValue>) -> Vec<u8> {
    let (host, port) = (server.host().unwrap_or_default(), server.port_u16().unwrap_or(443));
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(value) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

async fn write(io: &mut BoxIo, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        let written = poll_fn(|cx| io.as_mut().poll_write(cx, rest)).await?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        rest = rest.get(written..).unwrap_or_default();
    }
    poll_fn(|cx| io.as_mut().poll_flush(cx)).await
}

/// Reads up to the empty line after the header fields. After it, the server waits for the client.
async fn read_head(io: &mut BoxIo) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        let mut buffer = ReadBuf::new(&mut part);
        poll_fn(|cx| io.as_mut().poll_read(cx, &mut buffer)).await?;
        if buffer.filled().is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the proxy closed the connection"));
        }
        head.extend_from_slice(buffer.filled());
        if head.len() > HEAD {
            return Err(io::Error::other(format!("the head of the proxy's response is longer than {HEAD} bytes")));
        }
    }
    Ok(head)
}

/// Whether the proxy opened the tunnel.
fn accepted(head: &[u8]) -> io::Result<()> {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let status = line.strip_prefix("HTTP/1.").and_then(|it| it.split(' ').nth(1)).unwrap_or_default();
    match status.as_bytes() {
        [b'2', _, _] => Ok(()),
        b"407" => Err(io::Error::other("the proxy requires a name and password: add them to its URL")),
        _ => Err(io::Error::other(format!("the proxy refused to open a tunnel: {}", line.escape_debug()))),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// Opens a tunnel through a proxy that responds with these parts. Returns what it received.
    fn tunnel(authorization: Option<&'static str>, response: &[&'static str]) -> (String, io::Result<()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (ours, mut proxy) = tokio::io::duplex(HEAD * 4);
            let authorization = authorization.map(HeaderValue::from_static);
            for part in response {
                proxy.write_all(part.as_bytes()).await.unwrap();
            }
            proxy.shutdown().await.unwrap();
            let mut io: BoxIo = Box::pin(ours);
            let opened = open(&mut io, &Uri::from_static("https://iam.test/"), authorization.as_ref()).await;
            drop(io);
            let mut seen = String::new();
            proxy.read_to_string(&mut seen).await.unwrap();
            (seen, opened)
        })
    }

    #[test]
    fn the_request_names_the_server_and_the_credentials() {
        let (seen, opened) = tunnel(Some("Basic eA=="), &["HTTP/1.1 200 OK\r\nVia: x\r\n", "\r\n"]);
        opened.unwrap();
        assert_eq!(
            seen,
            "CONNECT iam.test:443 HTTP/1.1\r\nHost: iam.test:443\r\nProxy-Authorization: Basic eA==\r\n\r\n"
        );
        tunnel(None, &["HTTP/1.0 204 \r\n\r\n"]).1.unwrap();
    }

    #[test]
    fn a_refusal_is_explained() {
        let long: &'static str = "x".repeat(HEAD + 1).leak();
        let cases: [(&[&str], &str); 6] = [
            (&["HTTP/1.1 407 Auth\r\n\r\n"], "the proxy requires a name and password: add them to its URL"),
            (&["HTTP/1.1 403 No\r\n\r\n"], "the proxy refused to open a tunnel: HTTP/1.1 403 No"),
            (&["\u{1b}[2J\r\n\r\n"], "the proxy refused to open a tunnel: \\u{1b}[2J"),
            (&["HTTP/1.1 200 OK\r\n"], "the proxy closed the connection"),
            (&[""], "the proxy closed the connection"),
            (&[long], "the head of the proxy's response is longer than 8192 bytes"),
        ];
        for (response, expected) in cases {
            assert_eq!(tunnel(None, response).1.unwrap_err().to_string(), expected);
        }
    }
}
