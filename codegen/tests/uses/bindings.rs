//! Calls an operation with HTTP bindings, from its builder to its output.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use tinsmith_bindings::Client;
use tinsmith_bindings::config::http::{Headers, HttpRequest, Response};
use tinsmith_bindings::config::retry::RetryConfig;
use tinsmith_bindings::config::{Config, Credentials, HttpClient, Region};
use tinsmith_bindings::error::SdkError;
use tinsmith_bindings::operation::put_thing::{PutThingError, PutThingOutput};
use tinsmith_bindings::primitives::DateTime;
use tinsmith_bindings::types::Thing;

/// Returns a single response, and records the request.
#[derive(Clone, Debug)]
struct Canned {
    answer: Response,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
}

impl HttpClient for Canned {
    fn call(&self, request: HttpRequest) -> tinsmith_runtime::http::HttpFuture<'_> {
        self.asked.lock().unwrap().push(request);
        Box::pin(async { Ok(self.answer.clone()) })
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("something waits"),
    }
}

fn put(
    status: u16,
    fields: &[(&str, &str)],
    body: &str,
) -> (HttpRequest, Result<PutThingOutput, SdkError<PutThingError>>) {
    let mut headers = Headers::default();
    for (name, value) in fields {
        headers.append(name, *value);
    }
    let answer = Response::new(status, headers, body.as_bytes().to_vec());
    let canned = Canned { answer, asked: Arc::default() };
    let config = Config::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url("https://example.com/base")
        .retry_config(RetryConfig::disabled())
        .http_client(canned.clone());
    let call =
        Client::from_conf(config.build()).put_thing().shelf("top").path("a b/c").tags("1").tags("&").key("s3cr3t");
    let outcome = now(call.thing(Thing::builder().name("n").build()).send());
    let asked = canned.asked.lock().unwrap().pop().unwrap();
    (asked, outcome)
}

#[test]
fn members_go_to_their_places() {
    let (asked, _) = put(201, &[], "");
    assert_eq!(asked.method, "PUT");
    assert_eq!(asked.url, "https://top.example.com/base/shelves/top/a%20b/c?version=1&tag=1&tag=%26");
    assert_eq!(asked.headers().get("X-Key"), Some("s3cr3t"));
    assert_eq!(asked.headers().get("Content-Type"), Some("application/json"));
    assert_eq!(asked.headers().get("Content-MD5"), Some("roqAcLujb/wGhUDEFYKA/Q=="));
    assert!(asked.headers().get("Authorization").is_some_and(|it| it.contains("/eu-west-1/bindings/aws4_request")));
    assert_eq!(asked.body.bytes(), Some(br#"{"name":"n"}"#.as_slice()));
    assert!(!format!("{asked:?}").contains("s3cr3t"), "{asked:?}");
}

#[test]
fn an_answer_is_read_from_its_places() {
    let fields = [("expires", "Tue, 24 Nov 2026 07:52:52 GMT"), ("x-meta-a", "1"), ("x-amzn-requestid", "r")];
    let (_, outcome) = put(201, &fields, r#"{"Thing":{"name":"n"}}"#);
    let output = outcome.unwrap();
    assert_eq!((output.status(), output.expires()), (Some(201), Some(&DateTime::from_secs(1_795_506_772))));
    assert_eq!(output.notes().and_then(|it| it.get("a")).map(String::as_str), Some("1"));
    assert_eq!(output.thing().and_then(Thing::name), Some("n"));
}

#[test]
fn an_error_is_read_from_its_places() {
    let fields = [("x-amzn-errortype", "NoSuchShelf:http://example.com/"), ("x-near", "bottom, \"a,b\"")];
    let (_, outcome) = put(404, &fields, r#"{"Message":"There is none."}"#);
    let error = outcome.unwrap_err().into_service_error();
    assert_eq!(error.to_string(), "NoSuchShelf: There is none.");
    let PutThingError::NoSuchShelf(error) = error else { panic!("{error:?}") };
    assert_eq!(
        (error.message(), error.near()),
        (Some("There is none."), ["bottom".to_owned(), "a,b".to_owned()].as_slice())
    );
}
