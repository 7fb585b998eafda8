//! Test cases of event streams (<https://smithy.io/2.0/additional-specs/event-stream-compliance-tests.html>): initial
//! messages, and each event as the bytes of its message.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_eventstream::frame::read_message_from;
use serde_json::{Map, Value};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::events::EventBody;
use tinsmith_runtime::json;
use tinsmith_runtime::message::{Headers, RequestBody, Response};
use tinsmith_runtime::primitives::{Header, SdkBody};
use tinsmith_runtime::schema::{Member, Schema};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{IncomingError, Outgoing, Sent, Shape, Slot, Structure, Union, View};
use tinsmith_runtime::stream;

use super::case::PARAMS;

/// A test case of an operation.
#[derive(Clone, Debug)]
pub struct EventCase {
    /// The operation's shape ID.
    pub operation: String,
    fields: Map<String, Value>,
}

/// The supported fields of a case.
const FIELDS: [&str; 11] = [
    "id",
    "protocol",
    "documentation",
    "appliesTo",
    "initialRequest",
    "initialRequestParams",
    "initialRequestShape",
    "initialResponse",
    "initialResponseParams",
    "initialResponseShape",
    "events",
];

/// The cases of a model that a client must pass, in model order.
pub fn event_cases(model: &Value) -> Vec<EventCase> {
    let shapes = model.get("shapes").and_then(Value::as_object).into_iter().flatten();
    let cases = shapes.flat_map(|(id, shape)| {
        let cases = shape.pointer("/traits/smithy.test#eventStreamTests").and_then(Value::as_array);
        cases.into_iter().flatten().filter_map(Value::as_object).map(|fields| (id.clone(), fields.clone()))
    });
    let is_for_clients =
        |fields: &Map<String, Value>| fields.get("appliesTo").and_then(Value::as_str) != Some("server");
    cases
        .filter(|(_, fields)| is_for_clients(fields))
        .map(|(operation, fields)| EventCase { operation, fields })
        .collect()
}

impl EventCase {
    /// The ID of the case.
    pub fn id(&self) -> &str {
        self.fields.get("id").and_then(Value::as_str).unwrap_or("?")
    }

    /// The name of the operation.
    pub fn operation_name(&self) -> &str {
        self.operation.rsplit_once('#').map_or(&self.operation, |(_, name)| name)
    }

    fn text(&self, pointer: &[&str]) -> Option<&str> {
        let (first, rest) = pointer.split_first()?;
        rest.iter().try_fold(self.fields.get(*first)?, |value, step| value.get(step))?.as_str()
    }
}

/// Runs a case with an empty input and output.
pub fn check(
    case: &EventCase,
    operation: &Operation,
    input: &mut dyn Structure,
    output: &mut dyn Structure,
) -> Result<(), String> {
    if let Some(field) = case.fields.keys().find(|it| !FIELDS.contains(&it.as_str()) && *it != "expectation") {
        return Err(format!("the case has a field `{field}`, which nothing looks at"));
    }
    let failure = case.fields.get("expectation").and_then(|it| it.get("failure"));
    match (outcome(case, operation, input, output), failure) {
        (outcome, None) => outcome.map_err(|it| it.to_string()),
        (Ok(()), Some(_)) => Err("it passes and should fail".to_owned()),
        (Err(found), Some(expected)) => match (expected.get("errorId").and_then(Value::as_str), &found) {
            (None, Failure::Refused(_)) => Ok(()),
            (Some(expected), Failure::Refused(Some(found))) if expected == *found => Ok(()),
            (expected, found) => Err(format!("it fails with {found}, and should with {expected:?}")),
        },
    }
}

/// The failure of a case.
enum Failure {
    /// An error as reported to the client's user, modeled or not.
    Refused(Option<&'static str>),
    /// Any other failure.
    Wrong(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "the error {error:?}"),
            Self::Wrong(what) => f.write_str(what),
        }
    }
}

fn wrong(error: impl ToString) -> Failure {
    Failure::Wrong(error.to_string())
}

fn outcome(
    case: &EventCase,
    operation: &Operation,
    input: &mut dyn Structure,
    output: &mut dyn Structure,
) -> Result<(), Failure> {
    if case.fields.contains_key("initialRequest") {
        initial_request(case, operation, input)?;
    }
    let events = case.fields.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_of = |kind: &str| events.iter().any(|it| it.get("type").and_then(Value::as_str) == Some(kind));
    if is_of("request") {
        events.iter().try_for_each(|event| sent(operation, input, event).map_err(wrong))?;
    }
    if is_of("response") || case.fields.contains_key("initialResponse") {
        received(case, operation, output, events)?;
    }
    Ok(())
}

fn initial_request(case: &EventCase, operation: &Operation, input: &mut dyn Structure) -> Result<(), Failure> {
    read(case.fields.get("initialRequestParams"), input).map_err(wrong)?;
    let request = operation.service.protocol.serialize(operation, input).map_err(wrong)?;
    same("method", case.text(&["initialRequest", "method"]), Some(request.method))?;
    same("URI", case.text(&["initialRequest", "uri"]), Some(&request.uri))?;
    let headers = case.fields.get("initialRequest").and_then(|it| it.get("headers")).and_then(Value::as_object);
    headers.into_iter().flatten().try_for_each(|(name, value)| same(name, value.as_str(), request.headers.get(name)))
}

/// Sends an event, and compares the bytes of its message.
fn sent(operation: &Operation, input: &mut dyn Structure, event: &Value) -> Result<(), String> {
    let (index, member) = operation.input.streaming_member().ok_or("the input has no events")?;
    let codec = operation.service.protocol.event_codec().ok_or("the protocol has no events")?;
    let Some(Slot::Events(place)) = input.member_mut(index).map(|it| it.slot()) else {
        return Err("the member takes no events".to_owned());
    };
    let outgoing = given(event.get("params"), member, place.blank_event())?;
    place.put_outgoing(outgoing);
    let outgoing = place.take_outgoing().ok_or("the events are lost")?;
    let body = RequestBody::from(EventBody::new(outgoing, member.target(), codec).into_sdk_body());
    let bytes = now(body.collect()).map_err(|error| error.to_string())?;
    let expected = wire(event)?;
    let (found, expected) = (message(&bytes)?, message(&expected)?);
    match found == expected {
        true => Ok(()),
        false => Err(format!("the message is\n    {found:?}\n  and should be\n    {expected:?}")),
    }
}

/// The event with these parameters, or the error in its place.
fn given(
    params: Option<&Value>,
    member: &'static Member,
    mut event: Box<dyn Union>,
) -> Result<Box<dyn Outgoing>, String> {
    let params = params.and_then(Value::as_object).ok_or("the event has no parameters")?;
    let (name, value) = params.iter().next().ok_or("the event has no parameters")?;
    let error = member.target().find_member(name).map(|(_, it)| it.target()).filter(|it| it.is_error());
    Ok(match error {
        Some(table) => {
            let mut error = Dynamic::new(table);
            read(Some(value), &mut error)?;
            Box::new(Once(Some(Given::Error(error))))
        }
        None => {
            let text = Value::Object(params.clone()).to_string();
            json::read_value(text.as_bytes(), member, &mut Place(&mut *event), &PARAMS)
                .map_err(|error| format!("in the parameters: {error}"))?;
            Box::new(Once(Some(Given::Event(event))))
        }
    })
}

enum Given {
    Event(Box<dyn Union>),
    Error(Dynamic),
}

/// A single event.
struct Once(Option<Given>);

impl Outgoing for Once {
    fn poll_next(&mut self, _: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        let Some(given) = self.0.take() else { return Poll::Ready(false) };
        match &given {
            Given::Event(event) => write(Sent::Event(&**event)),
            Given::Error(error) => write(Sent::Modeled(error)),
        }
        Poll::Ready(true)
    }
}

/// Receives the head of a response and the events after it.
fn received(
    case: &EventCase,
    operation: &Operation,
    output: &mut dyn Structure,
    events: &[Value],
) -> Result<(), Failure> {
    let head = head(case);
    let protocol = operation.service.protocol;
    if !head.is_success() {
        let meta = protocol.parse_error(operation, &head).map_err(|_| Failure::Refused(None))?;
        let is_it = |error: &&&Schema| meta.code().is_some_and(|code| protocol.is_error_code(code, error));
        return Err(Failure::Refused(operation.errors.iter().find(is_it).map(|it| it.id())));
    }
    protocol.parse(operation, &head, output).map_err(|_| Failure::Refused(None))?;
    let found = json::to_string(output);
    let mut expected = Dynamic::new(operation.output);
    read(case.fields.get("initialResponseParams"), &mut expected).map_err(wrong)?;
    same("initial response", Some(&json::to_string(&expected)), Some(&found))?;

    let (index, member) = operation.output.streaming_member().ok_or_else(|| wrong("the output has no events"))?;
    let mut bytes = Vec::new();
    for event in events {
        bytes.extend(wire(event).map_err(wrong)?);
    }
    now(stream::give(operation, output, SdkBody::from(bytes))).map_err(wrong)?;
    let Some(Slot::Events(place)) = output.member_mut(index).map(|it| it.slot()) else {
        return Err(wrong("the member takes no events"));
    };
    let mut incoming = place.take_incoming().ok_or_else(|| wrong("the events are lost"))?;
    for event in events {
        let mut found = place.blank_event();
        let next = now(poll_fn(|cx| incoming.poll_next(cx, &mut *found)));
        next.ok_or_else(|| wrong("an event is missing"))?.map_err(|error| match *error {
            IncomingError::Answered { table, .. } => Failure::Refused(table.map(Schema::id)),
            IncomingError::Malformed(..) => Failure::Refused(None),
            IncomingError::Broken(error) => wrong(error),
        })?;
        let mut expected = place.blank_event();
        let text = event.get("params").map(Value::to_string).unwrap_or_default();
        json::read_value(text.as_bytes(), member, &mut Place(&mut *expected), &PARAMS).map_err(wrong)?;
        let shown = |event: &dyn Union| json::write_value(member, View::Union(event), &PARAMS);
        same("event", Some(&shown(&*expected)), Some(&shown(&*found)))?;
    }
    match now(poll_fn(|cx| incoming.poll_next(cx, &mut *place.blank_event()))) {
        None => Ok(()),
        Some(_) => Err(wrong("there is one event more")),
    }
}

/// The head of the case's response.
fn head(case: &EventCase) -> Response {
    let initial = case.fields.get("initialResponse");
    let mut headers = Headers::default();
    let fields = initial.and_then(|it| it.get("headers")).and_then(Value::as_object);
    for (name, value) in fields.into_iter().flatten() {
        headers.append(name, value.as_str().unwrap_or_default());
    }
    let status = initial.and_then(|it| it.get("code")).and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
    let body = initial.and_then(|it| it.get("body")).and_then(Value::as_str).unwrap_or_default();
    Response::new(status.unwrap_or(200), headers, body.as_bytes().to_vec())
}

/// A union into which a member's value is parsed.
struct Place<'a>(&'a mut dyn Union);

impl Shape for Place<'_> {
    fn view(&self) -> View<'_> {
        View::Union(&*self.0)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Union(&mut *self.0)
    }
}

fn read(params: Option<&Value>, value: &mut dyn Structure) -> Result<(), String> {
    let text = params.map_or_else(|| "{}".to_owned(), Value::to_string);
    json::read(text.as_bytes(), value, &PARAMS).map_err(|error| format!("in the parameters: {error}"))
}

/// The bytes of an event's message.
fn wire(event: &Value) -> Result<Vec<u8>, String> {
    let text = event.get("bytes").and_then(Value::as_str).ok_or("the event has no bytes")?;
    aws_smithy_types::base64::decode(text).map_err(|error| error.to_string())
}

/// The headers of a message, whose order does not matter, and its payload.
fn message(bytes: &[u8]) -> Result<(Vec<Header>, String), String> {
    let message = read_message_from(bytes).map_err(|error| error.to_string())?;
    let mut headers = message.headers().to_vec();
    headers.sort_by(|a, b| a.name().as_str().cmp(b.name().as_str()));
    Ok((headers, message.payload().escape_ascii().to_string()))
}

fn same(what: &str, expected: Option<&str>, actual: Option<&str>) -> Result<(), Failure> {
    match expected == actual {
        true => Ok(()),
        false => Err(wrong(format!("the {what} is {actual:?} and should be {expected:?}"))),
    }
}

/// The value of a future that never waits.
pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("what is in memory is waited for"),
    }
}
