//! Amazon S3: errors in successful responses, and checksums in trailers over TLS.

use std::pin::Pin;
use std::task::{Context, Poll};

use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials, Loader};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::primitives::{ByteStream, SdkBody};
use tinsmith_runtime::shape::{Slot, Structure};
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
