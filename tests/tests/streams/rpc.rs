//! Event streams of protocols without HTTP bindings: the members beside the events are in a first message.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::BytesMut;
use http_body::Body as _;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::json;
use tinsmith_runtime::protocol::{AwsJson1_0, AwsJson1_1, Protocol, RpcV2Cbor, RpcV2Json};
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::shape::{Outgoing, Sent, Slot, Structure, Union, View};
use tokio::net::TcpListener;

use super::client::{WORDS, config};

static TEXT: Schema = Schema::simple("test#Text", Kind::String, &[]);
static NUMBER: Schema = Schema::simple("test#Number", Kind::Integer, &[]);
static TALK: Schema = Schema::structure(
    "test#Talk",
    &[Member::new("topic", &TEXT, &[]), Member::new("words", &WORDS, &[]), Member::new("limit", &NUMBER, &[])],
    &[],
);

/// What a server has received: head and messages.
type Received = Arc<Mutex<Vec<(hyper::HeaderMap, Vec<Message>)>>>;

/// The messages in these bytes.
fn messages(mut bytes: BytesMut) -> Vec<Message> {
    let mut messages = Vec::new();
    while let Some(length) = bytes.first_chunk().map(|it| u32::from_be_bytes(*it) as usize) {
        messages.push(read_message_from(bytes.split_to(length).freeze()).unwrap());
    }
    messages
}

/// The text of a header field.
fn field<'a>(message: &'a Message, name: &str) -> &'a str {
    let header = message.headers().iter().find(|it| it.name().as_str() == name);
    header.map_or("", |it| it.value().as_string().unwrap().as_str())
}

/// The same message, with another value of a header field.
fn with(message: &Message, name: &str, value: &'static str) -> Message {
    let headers = message.headers().iter().map(|it| match it.name().as_str() == name {
        true => Header::new(it.name().clone(), HeaderValue::String(value.into())),
        false => it.clone(),
    });
    Message::new_from_parts(headers.collect::<Vec<_>>(), message.payload().clone())
}

/// What a server does with the first message.
#[derive(Clone, Copy, PartialEq)]
pub enum First {
    /// Sends it back.
    Event,
    /// Sends it back as the initial response.
    Initial,
    /// Leaves it out.
    Dropped,
}

/// Starts a server that sends back the messages that it receives.
pub async fn echo(protocol: Option<&'static str>, first: First) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let received = Received::default();
    let all = received.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let service = service_fn(move |request: Request<hyper::body::Incoming>| {
            let all = all.clone();
            async move {
                let (head, mut body) = request.into_parts();
                let mut bytes = BytesMut::new();
                while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                    bytes.extend_from_slice(&frame.unwrap().into_data().unwrap());
                }
                let messages = messages(bytes);
                let mut answer = Vec::new();
                for (index, message) in messages.iter().enumerate() {
                    match (index, first) {
                        (0, First::Initial) => {
                            write_message_to(&with(message, ":event-type", "initial-response"), &mut answer).unwrap();
                        }
                        (0, First::Dropped) => {}
                        _ => write_message_to(message, &mut answer).unwrap(),
                    }
                }
                all.lock().unwrap().push((head.headers, messages));
                let mut response = Response::builder().header("content-type", "application/vnd.amazon.eventstream");
                if let Some(protocol) = protocol {
                    response = response.header("smithy-protocol", protocol);
                }
                Ok::<_, Infallible>(response.body(SdkBody::from(answer)).unwrap())
            }
        });
        let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    });
    (url, received)
}

/// Words to send.
struct Spoken(Vec<&'static str>);

impl Outgoing for Spoken {
    fn poll_next(&mut self, _: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        if self.0.is_empty() {
            return Poll::Ready(false);
        }
        let mut event = DynamicUnion::new(&WORDS);
        if let Slot::Structure(value) = event.set(0).unwrap().slot() {
            value.member_mut(0).unwrap().slot().put_string(self.0.remove(0).to_owned()).unwrap();
        }
        write(Sent::Event(&event));
        Poll::Ready(true)
    }
}

/// All words of an output.
async fn heard(output: &mut Dynamic) -> Vec<String> {
    let Some(Slot::Events(place)) = output.member_mut(1).map(|it| it.slot()) else { panic!("no events") };
    let mut events = place.take_incoming().unwrap();
    let mut words = Vec::new();
    loop {
        let mut event = DynamicUnion::new(&WORDS);
        let Some(received) = poll_fn(|cx| events.poll_next(cx, &mut event)).await else { return words };
        received.unwrap();
        let (_, word) = event.get().unwrap();
        let View::Structure(word) = word.view() else { panic!("no word") };
        words.push(json::to_string(word));
    }
}

/// An operation of a service with this protocol.
fn operation(protocol: &'static dyn Protocol) -> &'static Operation {
    let service: &'static Service = Box::leak(Box::new(Service::example(protocol)));
    Box::leak(Box::new(Operation { name: "Talk", service, input: &TALK, output: &TALK, errors: &[], traits: &[] }))
}

#[tokio::test]
async fn members_beside_the_events_are_in_the_first_message() {
    const STREAM: &str = "application/vnd.amazon.eventstream";
    let protocols: [(&'static dyn Protocol, _, _, _); 4] = [
        (&AwsJson1_0, None, "application/json", None),
        (&AwsJson1_1, None, "application/json", None),
        (&RpcV2Cbor, Some("rpc-v2-cbor"), "application/cbor", Some(STREAM)),
        (&RpcV2Json, Some("rpc-v2-json"), "application/json", Some(STREAM)),
    ];
    for (protocol, name, media_type, accept) in protocols {
        for first in [First::Initial, First::Dropped] {
            let (url, received) = echo(name, first).await;
            let operation = operation(protocol);
            let client = Handle::new(operation.service, config(&url).build());
            let mut input = Dynamic::new(&TALK);
            json::from_str("{\"topic\": \"tin\", \"limit\": 3}", &mut input).unwrap();
            match input.member_mut(1).map(|it| it.slot()) {
                Some(Slot::Events(place)) => place.put_outgoing(Box::new(Spoken(vec!["one", "two"]))),
                _ => panic!("the member takes no events"),
            }
            let mut output = Dynamic::new(&TALK);
            client.invoke(operation, &mut input, &mut output, None).await.unwrap();
            let words = heard(&mut output).await;
            assert_eq!(words, [r#"{"text":"one"}"#, r#"{"text":"two"}"#], "{protocol:?}");
            let (topic, limit) = (output.member(0).unwrap().view(), output.member(2).unwrap().view());
            match first == First::Initial {
                true => assert!(matches!((topic, limit), (View::String("tin"), View::Integer(3))), "{protocol:?}"),
                false => assert!(topic.is_absent() && limit.is_absent(), "{protocol:?}"),
            }

            let received = received.lock().unwrap();
            let (head, messages) = &received[0];
            let text = |name: &str| head.get(name).map(|it| it.to_str().unwrap());
            assert_eq!((text("content-type"), text("accept")), (Some(STREAM), accept), "{protocol:?}");
            // The service has no scheme, so that nothing is signed.
            let types: Vec<_> = messages.iter().map(|it| field(it, ":event-type")).collect();
            assert_eq!(types, ["initial-request", "word", "word"]);
            assert!(messages.iter().all(|it| field(it, ":content-type") == media_type), "{protocol:?}");
        }
    }
}
