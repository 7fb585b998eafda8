//! A server on loopback with the parts of S3 that copying objects needs. It discards uploads and sends zeros, so that it
//! needs little processor time.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;

use super::server;

/// The size of the object `large`.
pub(super) const LARGE: u64 = 1 << 30;
/// The number of objects below `small/`.
pub(super) const COUNT: usize = 1000;
/// The size of each small object.
pub(super) const SMALL: u64 = 16 << 10;

static ZEROS: [u8; 1 << 18] = [0; 1 << 18];

/// Starts the server, which runs until this process ends, and returns its URL.
pub(super) fn start() -> io::Result<String> {
    server::start_each(serve)
}

/// The parsed request.
#[derive(Default)]
struct Request {
    line: String,
    length: u64,
    /// The first and last byte of a range. Without a last byte, the range has no end.
    range: Option<(u64, Option<u64>)>,
    expects_continue: bool,
}

fn serve(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(1 << 18, stream);
    while let Some(request) = read(&mut reader)? {
        let mut output = stream;
        if request.expects_continue {
            output.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        discard(&mut reader, request.length)?;
        respond(&request, output)?;
    }
    Ok(())
}

/// Reads a body without copying it out of the reader's buffer.
fn discard(reader: &mut impl BufRead, mut left: u64) -> io::Result<()> {
    while left > 0 {
        let available = reader.fill_buf()?.len();
        if available == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let count = usize::try_from(left).map_or(available, |left| left.min(available));
        reader.consume(count);
        left -= count as u64;
    }
    Ok(())
}

fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut request = Request::default();
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let field = line.trim_end();
        if field.is_empty() {
            return Ok(Some(request));
        }
        if request.line.is_empty() {
            request.line = field.to_owned();
        }
        let Some((name, value)) = field.split_once(':') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => request.length = value.trim().parse().unwrap_or_default(),
            "expect" => request.expects_continue = true,
            "range" => {
                let range = value.trim().trim_start_matches("bytes=").split_once('-');
                request.range = range.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok())));
            }
            _ => {}
        }
    }
}

fn respond(request: &Request, mut output: &TcpStream) -> io::Result<()> {
    let target = request.line.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let size = if path.ends_with("/large") { LARGE } else { SMALL };
    match request.line.split(' ').next() {
        Some("POST") if query.contains("uploads") => {
            xml(output, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
        }
        Some("POST") => {
            xml(output, "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>")
        }
        Some("HEAD") => write!(output, "HTTP/1.1 200 OK\r\n{FACTS}content-length: {size}\r\n\r\n"),
        Some("GET") if query.contains("list-type=2") => xml(output, &list()),
        Some("GET") => {
            let (start, end) = request.range.unwrap_or((0, None));
            let end = end.unwrap_or(size - 1);
            let status = if request.range.is_some() { "206 Partial Content" } else { "200 OK" };
            let length = end - start + 1;
            write!(
                output,
                "HTTP/1.1 {status}\r\n{FACTS}content-range: bytes {start}-{end}/{size}\r\ncontent-length: {length}\r\n\r\n"
            )?;
            let mut left = length;
            while left > 0 {
                let part = left.min(ZEROS.len() as u64);
                output.write_all(&ZEROS[..part as usize])?;
                left -= part;
            }
            Ok(())
        }
        _ => write!(output, "HTTP/1.1 200 OK\r\n{FACTS}content-length: 0\r\n\r\n"),
    }
}

const FACTS: &str = "etag: \"e\"\r\nlast-modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n";

fn xml(mut output: &TcpStream, body: &str) -> io::Result<()> {
    let length = body.len();
    write!(output, "HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// The list of the small objects.
fn list() -> String {
    let mut body = "<ListBucketResult><IsTruncated>false</IsTruncated>".to_owned();
    for index in 0..COUNT {
        body.push_str(&format!(
            "<Contents><Key>small/{index:04}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
             <ETag>&quot;e&quot;</ETag><Size>{SMALL}</Size><StorageClass>STANDARD</StorageClass></Contents>"
        ));
    }
    body.push_str("</ListBucketResult>");
    body
}
