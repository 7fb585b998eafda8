//! Events in both directions, over HTTP/1.1 and HTTP/2.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use aws_sigv4::event_stream::{SigningParams, sign_empty_message, sign_message};
use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_runtime_api::client::identity::Identity;
use hyper::body::Incoming as Body;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::Credentials;
use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::events::EventBody;
use tinsmith_runtime::http::HyperClient;
use tinsmith_runtime::message::RequestBody;
use tinsmith_runtime::primitives::Message;
use tinsmith_runtime::shape::{Incoming, Outgoing, Sent, Slot, Structure, Union, View};
use tinsmith_runtime::sign::messages;
use tinsmith_tests::tls;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use super::client::{SERVICE, TALK, WORDS, config};

/// Starts a server that sends back what it receives. Returns its URL, and the HTTP versions of the requests.
async fn echo(protocols: &[&str]) -> (String, Arc<Mutex<Vec<Version>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let mut config = tls::server_config(tls::certificate());
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let versions = Arc::new(Mutex::new(Vec::new()));
    let seen = versions.clone();
    tokio::spawn(async move {
        loop {
            let stream = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            let seen = seen.clone();
            let service = service_fn(move |request: Request<Body>| {
                seen.lock().unwrap().push(request.version());
                async { Ok::<_, Infallible>(Response::new(request.into_body())) }
            });
            let io = TokioIo::new(stream);
            tokio::spawn(async move {
                match is_http2 {
                    true => {
                        let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                        server.serve_connection(io, service).await
                    }
                    false => hyper::server::conn::http1::Builder::new().serve_connection(io, service).await,
                }
            });
        }
    });
    (url, versions)
}

/// Words that are sent one by one.
struct Spoken(mpsc::UnboundedReceiver<&'static str>);

impl Outgoing for Spoken {
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        self.0.poll_recv(cx).map(|word| {
            let Some(word) = word else { return false };
            let mut event = DynamicUnion::new(&WORDS);
            if let Slot::Structure(value) = event.set(0).unwrap().slot() {
                value.member_mut(0).unwrap().slot().put_string(word.to_owned()).unwrap();
            }
            write(Sent::Event(&event));
            true
        })
    }
}

/// The next word, or `None` at the end.
async fn heard(events: &mut dyn Incoming) -> Option<String> {
    let mut event = DynamicUnion::new(&WORDS);
    poll_fn(|cx| events.poll_next(cx, &mut event)).await?.unwrap();
    let (_, word) = event.get().unwrap();
    let View::Structure(word) = word.view() else { panic!("no word") };
    match word.member(0).unwrap().view() {
        View::String(text) => Some(text.to_owned()),
        _ => panic!("no text"),
    }
}

#[tokio::test]
async fn each_word_is_answered_before_the_next_is_said() {
    for (offered, version) in [(&["h2", "http/1.1"][..], Version::HTTP_2), (&["http/1.1"], Version::HTTP_11)] {
        let (url, versions) = echo(offered).await;
        let connector = HyperClient::builder().ca_bundle(tls::certificate()).build();
        let client = Handle::new(&SERVICE, config(&url).allow_no_auth().http_client(connector).build());
        let (say, spoken) = mpsc::unbounded_channel();
        let mut input = Dynamic::new(TALK.input);
        match input.member_mut(0).map(|it| it.slot()) {
            Some(Slot::Events(place)) => place.put_outgoing(Box::new(Spoken(spoken))),
            _ => panic!("the member takes no events"),
        }
        let mut output = Dynamic::new(TALK.output);
        say.send("one").unwrap();
        client.invoke(&TALK, &mut input, &mut output, None).await.unwrap();
        let Some(Slot::Events(place)) = output.member_mut(0).map(|it| it.slot()) else { panic!("no events") };
        let mut events = place.take_incoming().unwrap();
        assert_eq!(heard(&mut *events).await.as_deref(), Some("one"));
        for word in ["two", "three"] {
            say.send(word).unwrap();
            assert_eq!(heard(&mut *events).await.as_deref(), Some(word));
        }
        drop(say);
        assert_eq!(heard(&mut *events).await, None);
        assert_eq!(*versions.lock().unwrap(), [version]);
    }
}

/// The value of a header, as a string.
fn field<'a>(message: &'a Message, name: &str) -> Option<&'a tinsmith_runtime::primitives::HeaderValue> {
    message.headers().iter().find(|it| it.name().as_str() == name).map(|it| it.value())
}

#[tokio::test]
async fn every_message_is_signed_and_an_empty_one_ends_the_stream() {
    let (say, spoken) = mpsc::unbounded_channel();
    ["one", "two"].into_iter().for_each(|word| say.send(word).unwrap());
    drop(say);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_790_000_000_500);
    let mut last = "0".repeat(64);
    let sign = messages(credentials.clone(), "eu-west-1", "blobs", &last);
    let identity = Identity::from(credentials);
    let official = SigningParams::builder().identity(&identity).region("eu-west-1").name("blobs");
    let official = official.time(time).settings(()).build().unwrap();
    let codec = SERVICE.protocol.event_codec().unwrap();
    let body = EventBody::new(Box::new(Spoken(spoken)), &WORDS, codec).signed(Box::new(sign), move || time);
    let mut bytes = RequestBody::from(body.into_sdk_body()).collect().await.unwrap();
    let mut signatures = Vec::new();
    let mut words = Vec::new();
    while !bytes.is_empty() {
        let length = u32::from_be_bytes(*bytes.first_chunk().unwrap()) as usize;
        let message = read_message_from(bytes.split_to(length)).unwrap();
        let inner = (!message.payload().is_empty()).then(|| read_message_from(message.payload().clone()).unwrap());
        let signed = match &inner {
            Some(inner) => sign_message(inner, &last, &official),
            None => sign_empty_message(&last, &official),
        };
        let (signed, signature) = signed.unwrap().into_parts();
        assert_eq!(message, signed);
        last = signature;
        assert!(field(&message, ":date").is_some_and(|it| it.as_timestamp().is_ok()));
        signatures.push(field(&message, ":chunk-signature").unwrap().as_byte_array().unwrap().clone());
        if let Some(inner) = inner {
            assert_eq!(field(&inner, ":event-type").unwrap().as_string().unwrap().as_str(), "word");
            words.push(String::from_utf8(inner.payload().to_vec()).unwrap());
        }
    }
    assert_eq!(words, [r#"{"text":"one"}"#, r#"{"text":"two"}"#]);
    assert_eq!(signatures.len(), 3);
    assert!(
        signatures.iter().all(|it| it.len() == 32) && signatures[0] != signatures[1] && signatures[1] != signatures[2]
    );
}
