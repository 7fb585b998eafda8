//! Calls operations with streaming bodies, with the names and signatures of the official SDK.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use tinsmith_runtime::events::Stream;
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest, StreamingFuture, StreamingResponse};
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_streams::Client;
use tinsmith_streams::config::retry::RetryConfig;
use tinsmith_streams::config::{Config, Credentials, Region};
use tinsmith_streams::operation::get_blob::GetBlobError;
use tinsmith_streams::primitives::event_stream::EventReceiver;
use tinsmith_streams::primitives::{AggregatedBytes, ByteStream, SdkBody};
use tinsmith_streams::types::error::{AnswersError, HungUp, WordsError};
use tinsmith_streams::types::{Answers, Word, Words};

/// Returns a single response, and records the request.
#[derive(Clone, Debug)]
struct Canned {
    status: u16,
    body: &'static str,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Canned {
    fn new(status: u16, body: &'static str) -> Self {
        Self { status, body, asked: Arc::default() }
    }

    fn client(&self) -> Client {
        let config = Config::builder()
            .region(Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
            .endpoint_url("https://example.com")
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone());
        Client::from_conf(config.build())
    }
}

impl HttpClient for Canned {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        self.asked.lock().unwrap().push(request);
        Box::pin(async { Ok(Response::new(self.status, Headers::default(), self.body.as_bytes().to_vec())) })
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        self.asked.lock().unwrap().push(request);
        Box::pin(async { Ok(StreamingResponse::new(self.status, Headers::default(), SdkBody::from(self.body))) })
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("something waits"),
    }
}

#[test]
fn a_stream_goes_out() {
    let canned = Canned::new(200, "");
    now(canned.client().put_blob().key("a/b").body(ByteStream::from_static(b"blobby")).send()).unwrap();
    let asked = canned.asked.lock().unwrap();
    assert_eq!(asked[0].url, "https://example.com/blobs/a%2Fb");
    assert_eq!(asked[0].headers().get("content-type"), Some("application/octet-stream"));
    assert_eq!(asked[0].body.bytes(), Some(b"blobby".as_slice()));
}

#[test]
fn a_stream_comes_in() {
    let output = now(Canned::new(200, "blobby").client().get_blob().key("k").send()).unwrap();
    assert_eq!(output.body().size_hint(), (6, Some(6)));
    let bytes = now(output.body.collect()).map(AggregatedBytes::into_bytes).unwrap();
    assert_eq!(bytes.as_ref(), b"blobby");
}

#[test]
fn an_error_is_read_where_a_stream_was_expected() {
    let error = now(Canned::new(404, r#"{"__type":"Gone","message":"Long ago."}"#).client().get_blob().key("k").send());
    let GetBlobError::Gone(gone) = error.unwrap_err().into_service_error() else { panic!("another error") };
    assert_eq!(gone.message(), Some("Long ago."));
}

/// Returns these items immediately.
struct Given<T>(std::vec::IntoIter<T>);

impl<T: Unpin> Stream for Given<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}

/// Responds with what it receives.
#[derive(Debug)]
struct Echo;

impl HttpClient for Echo {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        panic!("the answer streams");
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        assert_eq!(request.headers().get("content-type"), Some("application/vnd.amazon.eventstream"));
        assert_eq!(request.headers().get("x-room"), Some("blue"));
        let body = request.body.into_sdk_body();
        Box::pin(async { Ok(StreamingResponse::new(200, Headers::default(), body)) })
    }
}

/// Sends these words to a service that sends them back.
fn talk(words: Vec<Result<Words, WordsError>>) -> EventReceiver<Answers, AnswersError> {
    let config = Config::builder()
        .region(Region::new("eu-west-1"))
        .allow_no_auth()
        .endpoint_url("https://example.com")
        .retry_config(RetryConfig::disabled())
        .http_client(Echo);
    let call = Client::from_conf(config.build()).talk().room("blue").words(Given(words.into_iter()).into());
    now(call.send()).unwrap().answers
}

#[test]
fn events_go_both_ways() {
    let word = Word::builder().loud(true).text("hello").build();
    let mut answers = talk(vec![Ok(Words::Word(word.clone())), Ok(Words::Word(word.clone()))]);
    assert_eq!(now(answers.recv()).unwrap(), Some(Answers::Word(word.clone())));
    let next = pin!(answers).poll_next(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(next, Poll::Ready(Some(Ok(Answers::Word(it)))) if it == word));
}

#[test]
fn an_error_among_events_ends_them() {
    let words = vec![Err(WordsError::HungUp(HungUp::builder().message("Bye.").build())), Ok(Words::Word(Word::builder().build()))];
    let mut answers = talk(words);
    let error = now(answers.recv()).unwrap_err();
    assert!(matches!(error.into_service_error(), AnswersError::HungUp(it) if it.message() == Some("Bye.")));
    assert_eq!(now(answers.recv()).unwrap(), None);
}

#[test]
fn without_events_there_is_no_request() {
    let client = Canned::new(200, "").client();
    let error = now(client.talk().send()).unwrap_err();
    assert!(tinsmith_streams::error::Violations::behind(&error).is_some(), "{error:?}");
}

#[test]
fn inputs_and_outputs_are_built_as_ever() {
    use tinsmith_streams::operation::get_blob::GetBlobOutput;
    use tinsmith_streams::operation::put_blob::PutBlobInput;

    let input = PutBlobInput::builder().key("k").set_body(Some(ByteStream::from_static(b"x"))).build().unwrap();
    assert_eq!(input.body.bytes(), Some(b"x".as_slice()));
    let output = GetBlobOutput::builder().size(1).build();
    assert_eq!((output.size(), output.body().bytes()), (Some(1), Some(b"".as_slice())));
    assert_eq!(PutBlobInput::from_json(r#"{"key":"k","body":"eA=="}"#).unwrap().body().bytes(), Some(b"x".as_slice()));
}
