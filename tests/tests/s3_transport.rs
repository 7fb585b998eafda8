//! Tests of S3's own transport features with a server on loopback: checksums in trailers, redirects to a bucket's
//! region, and bodies that are sent only on request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_sigv4::sign::v4::{SigningParams, sign_chunk, sign_trailer};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_codegen::Selection;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::primitives::{ByteStream, SdkBody};
use tinsmith_runtime::shape::{Slot, Structure};
use tinsmith_tables::StaticTables;
use tinsmith_tests::peers;

/// A request: the lines of its head, and its body on the wire.
#[derive(Clone, Debug, Default)]
struct Seen {
    head: Vec<String>,
    body: Vec<u8>,
}

impl Seen {
    fn header(&self, name: &str) -> Option<&str> {
        let field = |line: &'_ String| line.split_once(": ").map(|(key, _)| key.eq_ignore_ascii_case(name));
        let line = self.head.iter().find(|it| field(it) == Some(true))?;
        line.split_once(": ").map(|(_, value)| value)
    }
}

/// A server whose responses come from a function of the request. A leading `100` requests the body first.
fn serve(answer: impl Fn(&Seen) -> String + Send + Sync + 'static) -> (String, Arc<Mutex<Vec<Seen>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let (all, answer) = (Arc::clone(&seen), Arc::new(answer));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (all, answer) = (Arc::clone(&all), Arc::clone(&answer));
            std::thread::spawn(move || connection(stream, &all, &*answer));
        }
    });
    (url, seen)
}

fn connection(stream: TcpStream, all: &Mutex<Vec<Seen>>, answer: &dyn Fn(&Seen) -> String) {
    let mut output = stream.try_clone().unwrap();
    let mut input = BufReader::new(stream);
    loop {
        let mut seen = Seen::default();
        loop {
            let mut line = String::new();
            if input.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end() {
                "" => break,
                line => seen.head.push(line.to_owned()),
            }
        }
        let mut text = answer(&seen);
        let asks = text.starts_with("100 ");
        if seen.header("expect").is_some() && !asks {
            all.lock().unwrap().push(seen);
            let _ = output.write_all(text.as_bytes());
            return;
        }
        if asks {
            output.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
            text = text.split_off(4);
        }
        let length = seen.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        seen.body.resize(length, 0);
        if input.read_exact(&mut seen.body).is_err() {
            return;
        }
        all.lock().unwrap().push(seen);
        if output.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// The tables of S3.
fn tables() -> Option<StaticTables> {
    let Some(model) = peers::shared("models/s3.json") else {
        peers::skip("the shared data has no model of S3");
        return None;
    };
    let names = ["PutObject", "HeadObject", "GetObject"].map(str::to_owned);
    let selection = Selection { operations: Some(names.to_vec()), ..Selection::default() };
    Some(tinsmith_tables::load_files(&[model], &selection).unwrap().tables.leak())
}

fn client(tables: StaticTables, url: &str) -> Handle {
    let config = Config::builder()
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(url);
    Handle::new(tables.service().unwrap(), config.build())
}

async fn call(tables: StaticTables, client: &Handle, name: &str, body: Option<ByteStream>) -> Result<(), String> {
    let operation = tables.operation(name).unwrap().unwrap();
    let mut input = Dynamic::new(operation.input);
    for (name, text) in [("Bucket", "bucket"), ("Key", "key")] {
        let (index, _) = operation.input.find_member(name).unwrap();
        input.member_mut(index).unwrap().slot().put_string(text.to_owned()).unwrap();
    }
    if let Some(body) = body {
        let (index, _) = operation.input.find_member("Body").unwrap();
        match input.member_mut(index).unwrap().slot() {
            Slot::Stream(place) => *place = body,
            _ => panic!("the body is not a stream"),
        }
    }
    let mut output = Dynamic::new(operation.output);
    client.invoke(operation, &mut input, &mut output, None).await.map_err(|error| format!("{error:?}"))
}

/// A body of a known size that can be read once.
fn once(bytes: Vec<u8>) -> ByteStream {
    struct Once(Option<Vec<u8>>);

    impl http_body::Body for Once {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            std::task::Poll::Ready(self.0.take().map(|it| Ok(http_body::Frame::data(it.into()))))
        }

        fn size_hint(&self) -> http_body::SizeHint {
            http_body::SizeHint::with_exact(self.0.as_ref().map_or(0, Vec::len) as u64)
        }
    }

    ByteStream::new(SdkBody::from_body_1_x(Once(Some(bytes))))
}

/// A body that can be read repeatedly and is not in memory.
fn repeatable(bytes: Vec<u8>) -> ByteStream {
    ByteStream::new(SdkBody::retryable(move || once(bytes.clone()).into_inner()))
}

#[tokio::test]
async fn a_body_that_is_read_once_is_sent_in_signed_chunks() {
    let Some(tables) = tables() else { return };
    let (url, seen) = serve(|_| response("200 OK", "", ""));
    let body: Vec<u8> = (0..100_000_u32).map(|it| it as u8).collect();
    call(tables, &client(tables, &url), "PutObject", Some(once(body.clone()))).await.unwrap();
    let seen = seen.lock().unwrap()[0].clone();
    for (name, value) in [
        ("content-encoding", "aws-chunked"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
        ("x-amz-decoded-content-length", "100000"),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
        ("x-amz-sdk-checksum-algorithm", "CRC32"),
    ] {
        assert_eq!(seen.header(name), Some(value), "{name}");
    }

    let identity: Identity = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test").into();
    let stamp = seen.header("x-amz-date").unwrap();
    let (date, time) = (&stamp[..8], &stamp[9..15]);
    let iso = format!("{}-{}-{}T{}:{}:{}Z", &date[..4], &date[4..6], &date[6..], &time[..2], &time[2..4], &time[4..]);
    let time = SystemTime::try_from(DateTime::from_str(&iso, Format::DateTime).unwrap()).unwrap();
    let params: SigningParams<'_, ()> = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("s3")
        .time(time)
        .settings(())
        .build()
        .unwrap();
    let mut last = seen.header("authorization").unwrap().rsplit_once("Signature=").unwrap().1.to_owned();
    let (mut rest, mut decoded) = (seen.body.as_slice(), Vec::new());
    loop {
        let end = rest.windows(2).position(|it| it == b"\r\n").unwrap();
        let line = std::str::from_utf8(&rest[..end]).unwrap();
        let (size, signature) = line.split_once(";chunk-signature=").unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        let data = &rest[end + 2..end + 2 + size];
        last = sign_chunk(&bytes::Bytes::copy_from_slice(data), &last, &params).unwrap().into_parts().1;
        assert_eq!(signature, last);
        decoded.extend_from_slice(data);
        rest = &rest[end + 2 + size..];
        if size == 0 {
            break;
        }
        rest = rest.strip_prefix(b"\r\n").unwrap();
    }
    assert_eq!(decoded, body);
    let trailer = std::str::from_utf8(rest).unwrap();
    let (checksum, signature) = trailer.split_once("\r\nx-amz-trailer-signature:").unwrap();
    let (name, value) = checksum.split_once(':').unwrap();
    assert_eq!(value, tinsmith_runtime::checksum::digest("CRC32", &body).unwrap());
    let mut headers = Headers::new();
    headers.append(name.to_owned(), value.to_owned());
    last = sign_trailer(&headers, &last, &params).unwrap().into_parts().1;
    assert_eq!(signature, format!("{last}\r\n\r\n"));
}

#[tokio::test]
async fn a_body_that_can_be_read_twice_has_its_checksum_in_front_over_http() {
    let Some(tables) = tables() else { return };
    let (url, seen) = serve(|_| response("200 OK", "", ""));
    let body = vec![b'x'; 100_000];
    call(tables, &client(tables, &url), "PutObject", Some(repeatable(body.clone()))).await.unwrap();
    let seen = seen.lock().unwrap()[0].clone();
    let checksum = tinsmith_runtime::checksum::digest("CRC32", &body);
    assert_eq!(seen.header("x-amz-checksum-crc32"), checksum.as_deref());
    assert_eq!((seen.header("x-amz-trailer"), seen.header("content-encoding")), (None, None));
    assert_eq!(seen.body, body);
}

#[tokio::test]
async fn requests_follow_a_bucket_to_its_region() {
    let Some(tables) = tables() else { return };
    let in_region = |seen: &Seen| seen.header("authorization").unwrap().contains("/eu-west-1/s3/");
    for (status, headers, body) in [
        ("301 Moved Permanently", "x-amz-bucket-region: eu-west-1\r\n", ""),
        ("400 Bad Request", "x-amz-bucket-region: eu-west-1\r\n", ""),
        (
            "400 Bad Request",
            "",
            "<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message><Region>eu-west-1</Region></Error>",
        ),
        (
            "307 Temporary Redirect",
            "x-amz-bucket-region: eu-west-1\r\n",
            "<Error><Code>TemporaryRedirect</Code></Error>",
        ),
    ] {
        let (url, seen) = serve(move |seen| match in_region(seen) {
            true => response("200 OK", "", ""),
            false => response(status, headers, body),
        });
        let client = client(tables, &url);
        call(tables, &client, "GetObject", None).await.unwrap();
        // From now on, the bucket's region is known.
        call(tables, &client, "HeadObject", None).await.unwrap();
        let seen = seen.lock().unwrap();
        let regions: Vec<bool> = seen.iter().map(in_region).collect();
        assert_eq!(regions, [false, true, true], "{status} {body}");
    }
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_an_error() {
    let Some(tables) = tables() else { return };
    let (url, seen) = serve(|_| response("301 Moved Permanently", "x-amz-bucket-region: eu-west-1\r\n", ""));
    call(tables, &client(tables, &url), "GetObject", None).await.unwrap_err();
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_large_body_waits_until_the_server_asks_for_it() {
    let Some(tables) = tables() else { return };
    let body = vec![b'x'; 3 << 20];
    let (url, seen) = serve(|_| format!("100 {}", response("200 OK", "", "")));
    call(tables, &client(tables, &url), "PutObject", Some(repeatable(body.clone()))).await.unwrap();
    let asked = seen.lock().unwrap()[0].clone();
    assert_eq!(asked.header("expect"), Some("100-continue"));
    assert_eq!(asked.body.len(), body.len());

    // If the request is rejected, the body is not sent.
    let refused = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    let (url, seen) = serve(move |_| response("403 Forbidden", "connection: close\r\n", refused));
    let started = std::time::Instant::now();
    let error = call(tables, &client(tables, &url), "PutObject", Some(repeatable(body))).await.unwrap_err();
    assert!(error.contains("AccessDenied"), "{error}");
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
    assert_eq!(seen.lock().unwrap()[0].body.len(), 0);

    // A small body is sent immediately.
    let (url, seen) = serve(|_| response("200 OK", "", ""));
    call(tables, &client(tables, &url), "PutObject", Some(repeatable(vec![b'x'; 1000]))).await.unwrap();
    assert_eq!(seen.lock().unwrap()[0].header("expect"), None);
}
