//! Tests of the stub with services of protocols other than AWS Query, for which this package has no client.

use std::task::{Context, Poll, Waker};

use super::Stub;
use crate::client::{Call, Handle};
use crate::dynamic::Dynamic;
use crate::error::{BoxError, ErrorMetadata, ModeledError, OperationError, ProvideErrorMetadata, RequestId, Unhandled};
use crate::json;
use crate::message::{ParseError, Request, Response};
use crate::protocol::{AwsJson1_1, Protocol, SerializeError};
use crate::result::{CreateUnhandledError, SdkError};
use crate::schema::{Kind, Member, Schema, Trait};
use crate::service::{Operation, Service};
use crate::shape::{Blank, Shape, Structure};

static TEXT: Schema = Schema::simple("t#Text", Kind::String, &[]);
static TIME: Schema = Schema::simple("t#Time", Kind::Timestamp, &[]);
static VALUE: Schema =
    Schema::structure("t#Value", &[Member::new("Text", &TEXT, &[]), Member::new("Time", &TIME, &[])], &[]);
static GONE: Schema = Schema::structure("t#Gone", &[], &[Trait::Error(true), Trait::HttpError(410)]);

static ERRORS: &[&Schema] = &[&GONE];

/// A protocol that the stub does not support.
#[derive(Debug)]
struct Smoke;

impl Protocol for Smoke {
    fn id(&self) -> &'static str {
        "t#smoke"
    }

    fn serialize(&self, _: &Operation, _: &dyn Structure) -> Result<Request, SerializeError> {
        Ok(Request::new("POST", "/", Vec::new()))
    }

    fn parse(&self, _: &Operation, _: &Response, _: &mut dyn Structure) -> Result<(), ParseError> {
        Ok(())
    }

    fn parse_error(&self, _: &Operation, _: &Response) -> Result<ErrorMetadata, ParseError> {
        Ok(ErrorMetadata::builder().build())
    }

    fn parse_error_members(&self, _: &Response, _: &mut dyn Structure) -> Result<(), ParseError> {
        Ok(())
    }
}

const fn service(protocol: &'static dyn Protocol) -> Service {
    Service::example(protocol)
}

const fn operation(service: &'static Service) -> Operation {
    Operation { name: "Do", service, input: &VALUE, output: &VALUE, errors: ERRORS, traits: &[] }
}

static JSON_SERVICE: Service = service(&AwsJson1_1);
static SMOKE_SERVICE: Service = service(&Smoke);
static JSON: Operation = operation(&JSON_SERVICE);
static SMOKE: Operation = operation(&SMOKE_SERVICE);

/// Input and output.
#[derive(Debug)]
struct Value(Dynamic);

impl Value {
    fn of(text: &str) -> Self {
        let mut value = Self::blank();
        json::from_str(text, &mut value).expect(text);
        value
    }
}

impl Blank for Value {
    fn blank() -> Self {
        Self(Dynamic::new(&VALUE))
    }
}

impl Structure for Value {
    fn schema(&self) -> &'static Schema {
        self.0.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        self.0.member(index)
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        self.0.member_mut(index)
    }
}

#[derive(Debug)]
struct Failed(Unhandled);

impl ProvideErrorMetadata for Failed {
    fn meta(&self) -> &ErrorMetadata {
        self.0.meta()
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

impl CreateUnhandledError for Failed {
    fn create_unhandled_error(source: BoxError, meta: Option<ErrorMetadata>) -> Self {
        Self(Unhandled::of_source(source, meta))
    }
}

impl OperationError for Failed {
    fn read(_: Option<&'static Schema>, meta: ErrorMetadata, _: &mut dyn FnMut(&mut dyn ModeledError)) -> Self {
        Self(Unhandled::new(meta))
    }

    fn modeled(&self) -> Option<&dyn Structure> {
        None
    }
}

macro_rules! call {
    ($name:ident, $operation:ident) => {
        struct $name;

        impl Call for $name {
            const OPERATION: &'static Operation = &$operation;
            type Input = Value;
            type Output = Value;
            type Error = Failed;
        }
    };
}

call!(DoJson, JSON);
call!(DoSmoke, SMOKE);

#[expect(clippy::result_large_err, reason = "it is the official type, whose size is not ours to choose")]
fn send<C: Call<Input = Value, Output = Value, Error = Failed>>(
    stub: &Stub,
    input: &str,
) -> Result<Value, SdkError<Failed>> {
    let client = Handle::new(C::OPERATION.service, stub.config().build());
    let call = std::pin::pin!(client.send::<C>(Value::of(input), None));
    match call.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("a stub does not wait"),
    }
}

#[test]
fn json_is_written_and_recorded() {
    let given = r#"{"Text":"\"a\"","Time":"2026-11-24T07:52:52.5Z"}"#;
    let stub = Stub::new().output(DoJson, Value::of(given)).error(DoJson, "Gone", "it \"left\"");
    let output = send::<DoJson>(&stub, r#"{"Text":"b"}"#).expect("an answer");
    assert_eq!(json::to_string(&output), given);
    let error = send::<DoJson>(&stub, "{}").map(drop).expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("Gone"), Some("it \"left\"")));
    assert!(error.request_id().is_some());
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(410));
    let calls = stub.calls();
    assert_eq!((calls[0].operation(), calls[0].parameter("Text"), calls.len()), ("Do", Some("b"), 2));
}

#[test]
fn of_other_protocols_it_says_what_to_give() {
    let stub = Stub::new().output(DoSmoke, Value::blank()).error(DoSmoke, "Gone", "");
    for _ in 0..2 {
        let error = send::<DoSmoke>(&stub, "{}").map(drop).expect_err("no answer");
        let text = error.into_service_error().to_string();
        assert!(text.contains("cannot write responses of t#smoke: use `Answer::response`"), "{text}");
    }
}

/// A service that sends events.
#[cfg(feature = "event-stream")]
mod events {
    use std::task::{Context, Poll, Waker};

    use super::{ERRORS, Failed, GONE, JSON_SERVICE, TEXT, VALUE, Value, service};
    use crate::client::{Call, Handle};
    use crate::dynamic::{Dynamic, DynamicUnion};
    use crate::json;
    use crate::protocol::RestJson1;
    use crate::schema::{Member, Schema, Trait};
    use crate::service::{Operation, Service};
    use crate::shape::{Incoming, IncomingError, Slot, Structure, Union, View};
    use crate::stub::{Answer, Stub};

    static WORD: Schema = Schema::structure("t#Word", &[Member::new("text", &TEXT, &[])], &[]);
    static WORDS: Schema = Schema::union(
        "t#Words",
        &[Member::new("word", &WORD, &[]), Member::new("gone", &GONE, &[])],
        &[Trait::Streaming],
    );
    static WITH_WORDS: Schema =
        Schema::structure("t#WithWords", &[Member::new("words", &WORDS, &[Trait::HttpPayload])], &[]);
    static REST_SERVICE: Service = service(&RestJson1);
    static REST: Operation = watch(&REST_SERVICE);
    static RPC: Operation = watch(&JSON_SERVICE);

    const fn watch(service: &'static Service) -> Operation {
        let traits = &[Trait::Http("GET", "/words", 200)];
        Operation { name: "Watch", service, input: &VALUE, output: &WITH_WORDS, errors: ERRORS, traits }
    }

    macro_rules! call {
        ($name:ident, $operation:ident) => {
            struct $name;

            impl Call for $name {
                const OPERATION: &'static Operation = &$operation;
                type Input = Value;
                type Output = Value;
                type Error = Failed;
            }
        };
    }

    call!(WatchRest, REST);
    call!(WatchRpc, RPC);

    fn word(text: &str) -> DynamicUnion {
        let mut event = DynamicUnion::new(&WORDS);
        if let Some(Slot::Structure(value)) = event.set(0).map(|it| it.slot()) {
            json::from_str(&format!("{{\"text\": \"{text}\"}}"), value).expect("a word");
        }
        event
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => panic!("a stub does not wait"),
        }
    }

    /// The words that a client receives, and the code of the error after them.
    fn heard(stub: &Stub, operation: &'static Operation) -> (Vec<String>, Option<String>) {
        let client = Handle::new(operation.service, stub.config().build());
        let mut output = Dynamic::new(operation.output);
        now(client.invoke(operation, &mut Dynamic::new(operation.input), &mut output, None)).expect("a response");
        let Some(Slot::Events(place)) = output.member_mut(0).map(|it| it.slot()) else { panic!("no events") };
        let mut events: Box<dyn Incoming> = place.take_incoming().expect("events");
        let mut words = Vec::new();
        loop {
            let mut event = DynamicUnion::new(&WORDS);
            match now(std::future::poll_fn(|cx| events.poll_next(cx, &mut event))) {
                None => return (words, None),
                Some(Ok(())) => {
                    let (_, value) = event.get().expect("a word");
                    let View::Structure(value) = value.view() else { panic!("no word") };
                    words.push(json::to_string(value));
                }
                Some(Err(error)) => match *error {
                    IncomingError::Answered { code, .. } => return (words, code),
                    other => panic!("{other:?}"),
                },
            }
        }
    }

    #[test]
    fn events_are_received_in_order() {
        let words = || [word("one"), word("two")];
        let gone = Dynamic::new(&GONE);
        let expected = [r#"{"text":"one"}"#, r#"{"text":"two"}"#].map(str::to_owned);
        let stub = Stub::new()
            .answer(WatchRest, Answer::events::<WatchRest>(words()))
            .answer(WatchRest, Answer::events::<WatchRest>(words()).then_error::<WatchRest>(&gone));
        assert_eq!(heard(&stub, &REST), (expected.to_vec(), None));
        assert_eq!(heard(&stub, &REST), (expected.to_vec(), Some("Gone".to_owned())));
        let stub = Stub::new().answer(WatchRpc, Answer::events::<WatchRpc>(words()));
        assert_eq!(heard(&stub, &RPC), (expected.to_vec(), None));
    }

    #[test]
    fn events_of_other_operations_are_refused() {
        let stub = Stub::new().answer(super::DoJson, Answer::events::<super::DoJson>([word("one")]));
        let error = super::send::<super::DoJson>(&stub, "{}").map(drop).expect_err("it has no events");
        let text = error.into_service_error().to_string();
        assert!(text.contains("the output of `Do` has no events"), "{text}");
    }
}
