//! Amazon S3: errors in successful responses, and checksums in trailers over TLS.

use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials, Loader, Region};
use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest};
use tinsmith_runtime::json;
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_runtime::primitives::{ByteStream, SdkBody};
use tinsmith_runtime::shape::{Slot, Structure, Union, View};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::tls;

use super::script::{Script, call, input, shared};

/// Slow operations respond with status 200 before they know their result.
#[tokio::test]
async fn an_error_in_a_successful_response_is_an_error() {
    let Some(tables) = shared("s3", &["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"]) else { return };
    const KEY: &str = "\"Bucket\": \"bucket\", \"Key\": \"key\"";
    let cases = [
        ("CopyObject", format!("{{{KEY}, \"CopySource\": \"a/b\"}}"), "<CopyObjectResult/>"),
        ("CompleteMultipartUpload", format!("{{{KEY}, \"UploadId\": \"u\"}}"), "<CompleteMultipartUploadResult/>"),
        (
            "UploadPartCopy",
            format!("{{{KEY}, \"CopySource\": \"a/b\", \"UploadId\": \"u\", \"PartNumber\": 1}}"),
            "<CopyPartResult/>",
        ),
    ];
    for (operation, values, success) in cases {
        // Some spaces keep the connection alive.
        let error = |code: &str| format!("   <?xml version=\"1.0\"?>\n<Error><Code>{code}</Code></Error>");
        let temporary = error("InternalError");
        let script =
            Script::new(move |_, number| (200, if number < 3 { temporary.clone() } else { success.to_owned() }));
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        call(tables, &client, operation, &values).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(script.urls().len(), 3, "{operation} is retried");
        let lasting = error("NoSuchKey");
        let script = Script::new(move |_, _| (200, lasting.clone()));
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        let error = call(tables, &client, operation, &values).await.map(drop).expect_err("an error");
        assert!(error.contains("NoSuchKey") && script.urls().len() == 1, "{operation}: {error}");
    }
}

/// The value of a member of an output, as text.
fn shown(output: &Dynamic, name: &str) -> Option<String> {
    let (index, _) = output.schema().find_member(name)?;
    match output.member(index)?.view() {
        View::String(text) => Some(text.to_owned()),
        View::Timestamp(time) => Some(time.to_string()),
        _ => None,
    }
}

/// Objects may have any text as `Expires`. A time is also available as such.
#[tokio::test]
async fn expires_is_a_time_if_it_is_one() {
    let Some(tables) = shared("s3", &["HeadObject", "PutObject"]) else { return };
    const DATE: &str = "Thu, 01 Jan 1970 00:01:30 GMT";
    for (text, time) in [(DATE, Some("1970-01-01T00:01:30Z")), ("0", Some("1970-01-01T00:00:00Z")), ("never", None)] {
        let server = Server::start([
            Act::Answer(200, Vec::new(), String::new()),
            Act::Answer(200, Vec::new(), String::new()).with("Expires", text),
        ]);
        let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        let config = Config::builder().credentials_provider(keys).region(Region::from_static("eu-west-1"));
        let config = config.force_path_style(true).endpoint_url(server.url()).build();
        let client = Handle::new(tables.service().unwrap(), config);
        let values = "{\"Bucket\": \"bucket\", \"Key\": \"key\", \"Expires\": 90}";
        call(tables, &client, "PutObject", values).await.unwrap();
        assert_eq!(server.seen()[0].header("expires"), Some(DATE));
        let output = call(tables, &client, "HeadObject", "{\"Bucket\": \"bucket\", \"Key\": \"key\"}").await.unwrap();
        assert_eq!(shown(&output, "ExpiresString").as_deref(), Some(text));
        assert_eq!(shown(&output, "Expires").as_deref(), time);
    }
}

/// A connector with one response.
#[derive(Clone, Debug)]
struct Given(Vec<u8>);

impl HttpClient for Given {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async { Ok(Response::new(200, Headers::default(), self.0.clone())) })
    }
}

/// The events of a selection: rows as they are, and figures as XML.
#[tokio::test]
async fn a_selection_is_received_as_events() {
    let Some(tables) = shared("s3", &["SelectObjectContent"]) else { return };
    let mut body = Vec::new();
    let stats = "<Stats xmlns=\"\"><BytesScanned>9</BytesScanned><BytesProcessed>8</BytesProcessed></Stats>";
    for (kind, media_type, payload) in [
        ("Records", "application/octet-stream", "a,b\n"),
        ("Cont", "", ""),
        ("Stats", "text/xml", stats),
        ("End", "", ""),
    ] {
        let text = |name: &'static str, value: &'static str| Header::new(name, HeaderValue::String(value.into()));
        let headers =
            vec![text(":message-type", "event"), text(":event-type", kind), text(":content-type", media_type)];
        let message = Message::new_from_parts(headers, payload.as_bytes().to_vec());
        write_message_to(&message, &mut body).unwrap();
    }
    let script = Script::new(|_, _| (200, String::new()));
    let client = Handle::new(tables.service().unwrap(), script.config().http_client(Given(body)).build());
    let values = "{\"Bucket\": \"bucket\", \"Key\": \"key\", \"Expression\": \"select * from s3object\", \
        \"ExpressionType\": \"SQL\", \"InputSerialization\": {\"CSV\": {}}, \"OutputSerialization\": {\"CSV\": {}}}";
    let mut output = call(tables, &client, "SelectObjectContent", values).await.unwrap();
    let (index, member) = output.schema().streaming_member().unwrap();
    let Some(Slot::Events(place)) = output.member_mut(index).map(|it| it.slot()) else { panic!("no events") };
    let mut events = place.take_incoming().unwrap();
    let mut found = Vec::new();
    loop {
        let mut event = DynamicUnion::new(member.target());
        match std::future::poll_fn(|cx| events.poll_next(cx, &mut event)).await {
            None => break,
            Some(received) => received.unwrap_or_else(|error| panic!("{error:?}")),
        }
        let (index, value) = event.get().unwrap();
        let View::Structure(value) = value.view() else { panic!("no structure") };
        found.push((member.target().members()[index].name(), json::to_string(value)));
    }
    let expected = [
        ("Records", r#"{"Payload":"YSxiCg=="}"#),
        ("Cont", "{}"),
        ("Stats", r#"{"Details":{"BytesScanned":9,"BytesProcessed":8}}"#),
        ("End", "{}"),
    ];
    assert_eq!(found, expected.map(|(name, text)| (name, text.to_owned())));
}

/// A body of a known size that can be read once.
struct Once(Option<String>);

impl http_body::Body for Once {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        Poll::Ready(self.0.take().map(|it| Ok(http_body::Frame::data(it.into()))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0.as_ref().map_or(0, String::len) as u64)
    }
}

/// A body that is read once has its checksum behind it, in a chunked body whose chunks TLS protects.
#[tokio::test]
async fn a_trailer_with_a_checksum_is_sent_over_tls() {
    let Some(tables) = shared("s3", &["PutObject"]) else { return };
    let server = Server::start_tls([Act::Answer(200, Vec::new(), String::new())]);
    let home = Home::new(None, None);
    let bundle = tls::certificate().to_string_lossy().into_owned();
    let environment = home.environment(&[("AWS_CA_BUNDLE", &bundle), ("AWS_REGION", "eu-west-1")]);
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let overrides = Config::builder().credentials_provider(keys).force_path_style(true);
    let loader = Loader::new().environment(environment).overrides(overrides);
    let url = format!("https://localhost:{}", server.address().port());
    let config = loader.load_builder().unwrap().endpoint_url(url).build();
    let client = Handle::new(tables.service().unwrap(), config);
    let operation = tables.operation("PutObject").unwrap().unwrap();
    let mut values = input(tables, "PutObject", "{\"Bucket\": \"bucket\", \"Key\": \"key\"}");
    let body = "0123456789".repeat(1000);
    let (index, _) = operation.input.streaming_member().unwrap();
    match values.member_mut(index).map(|it| it.slot()) {
        Some(Slot::Stream(place)) => *place = ByteStream::new(SdkBody::from_body_1_x(Once(Some(body.clone())))),
        _ => panic!("the body is a stream"),
    }
    let outcome = client.invoke(operation, &mut values, &mut Dynamic::new(operation.output), None).await;
    outcome.unwrap_or_else(|error| panic!("{}", DisplayChain(&error)));
    let seen = &server.seen()[0];
    let digest = tinsmith_runtime::checksum::digest("CRC32", body.as_bytes()).unwrap();
    for (name, value) in [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
        ("x-amz-decoded-content-length", "10000"),
        ("content-encoding", "aws-chunked"),
    ] {
        assert_eq!(seen.header(name), Some(value), "{name}");
    }
    assert!(seen.body.ends_with(&format!("0\r\nx-amz-checksum-crc32:{digest}\r\n\r\n")), "{:?}", &seen.body[9000..]);
    assert_eq!(seen.body.matches("0123456789").count(), 1000);
}
