//! The job queue, in CBOR and JSON.

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder};
use serde_json::{Value, json};

use crate::server::{Counts, Request, Response};

/// The format of bodies and events.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Cbor,
    Json,
}

impl Format {
    fn media_type(self) -> &'static str {
        if self == Self::Cbor { "application/cbor" } else { "application/json" }
    }

    /// Writes a value. Bytes are `{"$bytes": text}`, and times are `{"$seconds": number}`.
    fn write(self, value: &Value) -> Vec<u8> {
        match self {
            Self::Cbor => {
                let mut bytes = Vec::new();
                write_cbor(value, &mut Encoder::new(&mut bytes));
                bytes
            }
            Self::Json => plain(value).to_string().into_bytes(),
        }
    }

    fn read(self, bytes: &[u8]) -> Value {
        match self {
            Self::Cbor => read_cbor(&mut Decoder::new(bytes)),
            Self::Json => serde_json::from_slice(bytes).expect("JSON"),
        }
    }
}

fn write_cbor(value: &Value, encoder: &mut Encoder<&mut Vec<u8>>) {
    match value {
        Value::Object(entries) if entries.contains_key("$bytes") => {
            encoder.bytes(entries["$bytes"].as_str().unwrap_or_default().as_bytes()).expect("memory");
        }
        Value::Object(entries) if entries.contains_key("$seconds") => {
            let seconds = entries["$seconds"].as_f64().unwrap_or_default();
            encoder.tag(Tag::new(1)).expect("memory").f64(seconds).expect("memory");
        }
        Value::Object(entries) => {
            // Maps and lists of unknown length are legal, too.
            encoder.begin_map().expect("memory");
            for (key, value) in entries {
                encoder.str(key).expect("memory");
                write_cbor(value, encoder);
            }
            encoder.end().expect("memory");
        }
        Value::Array(values) => {
            encoder.begin_array().expect("memory");
            values.iter().for_each(|it| write_cbor(it, encoder));
            encoder.end().expect("memory");
        }
        Value::String(text) => drop(encoder.str(text).expect("memory")),
        Value::Bool(value) => drop(encoder.bool(*value).expect("memory")),
        Value::Number(number) if number.is_i64() => {
            encoder.i64(number.as_i64().unwrap_or_default()).expect("memory");
        }
        Value::Number(number) => drop(encoder.f64(number.as_f64().unwrap_or_default()).expect("memory")),
        Value::Null => drop(encoder.null().expect("memory")),
    }
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Object(entries) if entries.contains_key("$bytes") => {
            aws_smithy_types::base64::encode(entries["$bytes"].as_str().unwrap_or_default()).into()
        }
        Value::Object(entries) if entries.contains_key("$seconds") => entries["$seconds"].clone(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        Value::Array(values) => values.iter().map(plain).collect(),
        other => other.clone(),
    }
}

/// Reads maps, texts and integers, which is all that this server looks at.
fn read_cbor(decoder: &mut Decoder<'_>) -> Value {
    match decoder.datatype().expect("CBOR") {
        Type::Map | Type::MapIndef => {
            let length = decoder.map().expect("a map");
            let mut entries = serde_json::Map::new();
            while length
                .map_or_else(|| !matches!(decoder.datatype(), Ok(Type::Break)), |it| (entries.len() as u64) < it)
            {
                let key = decoder.str().expect("a key").to_owned();
                entries.insert(key, read_cbor(decoder));
            }
            if length.is_none() {
                decoder.skip().expect("the end");
            }
            entries.into()
        }
        Type::String => decoder.str().expect("a text").into(),
        Type::U8 | Type::U16 | Type::U32 | Type::I8 => decoder.i64().expect("an integer").into(),
        _ => {
            decoder.skip().expect("a value");
            Value::Null
        }
    }
}

pub fn respond(request: &Request, counts: &mut Counts) -> Response {
    let format = match request.header("smithy-protocol") {
        "rpc-v2-cbor" => Format::Cbor,
        "rpc-v2-json" => Format::Json,
        other => panic!("the protocol {other:?}"),
    };
    let ok = |value: Value| answer(format, 200, format.write(&value));
    let error = |status, name: &str, mut value: Value| {
        value["__type"] = format!("example.jobs#{name}").into();
        answer(format, status, format.write(&value))
    };
    let operation = request.target.strip_prefix("/service/JobQueue/operation/").unwrap_or_default();
    if operation == "Echo" {
        return answer(format, 200, request.body.clone());
    }
    let is_stream = request.header("content-type") == "application/vnd.amazon.eventstream";
    let input = if is_stream || request.body.is_empty() { Value::Null } else { format.read(&request.body) };
    let id = input["jobId"].as_str().unwrap_or_default();
    let count = counts.entry(format!("{} {operation} {id}", format.media_type())).or_default();
    *count += 1;
    match (operation, id) {
        ("SubmitJob", "exists") => error(400, "JobExists", json!({"message": "it exists"})),
        ("SubmitJob", "bad") => error(400, "InvalidRequest", json!({"member": "jobId", "allowed": ["good"]})),
        ("SubmitJob", "busy") if *count == 1 => error(503, "Busy", json!({"until": {"$seconds": 1}})),
        ("SubmitJob", _) => {
            assert!(input["token"].as_str().is_some_and(|it| !it.is_empty()), "{input}");
            // Clients send the defaults of nested structures, but neither those of inputs nor of optional members.
            assert!(input.get("priority").is_none(), "{input}");
            if let Some(command) = input["step"].get("run") {
                assert_eq!((command.get("nice"), command.get("limit")), (Some(&json!(10)), None), "{input}");
            }
            ok(json!({"state": "QUEUED", "unknown": [1, {"$bytes": "x"}]}))
        }
        ("GetJob", "none") => error(404, "NoSuchJob", json!({"message": "there is no job none", "jobId": id})),
        ("GetJob", _) => {
            let state = if *count == 1 { "RUNNING" } else { "done!" };
            ok(json!({"jobId": id, "state": state, "started": {"$seconds": 5}}))
        }
        ("CancelJob", _) => answer(format, 200, Vec::new()),
        ("ListJobs", _) => ok(page(&input)),
        ("TailLog", _) => events(format, &tail(format, id)),
        ("Dictate", _) => events(format, &dictate(format, &request.body)),
        _ => answer(format, 404, Vec::new()),
    }
}

fn answer(format: Format, status: u16, body: Vec<u8>) -> Response {
    let protocol = if format == Format::Cbor { "rpc-v2-cbor" } else { "rpc-v2-json" };
    let headers = vec![("smithy-protocol", protocol.to_owned()), ("content-type", format.media_type().to_owned())];
    (status, headers, body)
}

/// Five jobs, in pages.
fn page(input: &Value) -> Value {
    let first = input["nextToken"].as_str().and_then(|it| it.parse().ok()).unwrap_or(1);
    let size = input["maxResults"].as_i64().unwrap_or(3);
    let jobs: Vec<Value> =
        (first..first + size).take_while(|it| *it < 6).map(|it| json!({"jobId": format!("job-{it}")})).collect();
    match first + size {
        next if next < 6 => json!({"jobs": jobs, "nextToken": next.to_string()}),
        _ => json!({"jobs": jobs}),
    }
}

fn events(format: Format, messages: &[Message]) -> Response {
    let mut body = Vec::new();
    for message in messages {
        write_message_to(message, &mut body).expect("a message that fits");
    }
    let (status, mut headers, body) = answer(format, 200, body);
    headers[1].1 = "application/vnd.amazon.eventstream".to_owned();
    (status, headers, body)
}

fn message(format: Format, kind: &str, name: &str, value: &Value) -> Message {
    let header = |name: &'static str, value: &str| Header::new(name, HeaderValue::String(value.to_owned().into()));
    let of = if kind == "event" { ":event-type" } else { ":exception-type" };
    Message::new(format.write(value))
        .add_header(header(":message-type", kind))
        .add_header(header(of, name))
        .add_header(header(":content-type", format.media_type()))
}

fn tail(format: Format, id: &str) -> Vec<Message> {
    let message = |kind, name, value| message(format, kind, name, &value);
    let last = match id {
        "lossy" => message("exception", "lost", json!({"message": "it is lost"})),
        _ => message("event", "progress", json!({"percent": 0.5, "part": {"$bytes": "part"}})),
    };
    vec![
        message("event", "initial-response", json!({"jobId": id})),
        message("event", "line", json!({"text": "one", "at": {"$seconds": 5}})),
        last,
    ]
}

/// A line for each message in the body.
fn dictate(format: Format, mut body: &[u8]) -> Vec<Message> {
    let mut lines = vec![message(format, "event", "initial-response", &json!({}))];
    let mut decoder = MessageFrameDecoder::new();
    while let Ok(DecodedFrame::Complete(found)) = decoder.decode_frame(&mut body) {
        let headers = found.headers();
        let kind = headers.iter().find(|it| it.name().as_str() == ":event-type");
        let kind = kind.and_then(|it| it.value().as_string().ok()).map(|it| it.as_str().to_owned()).unwrap_or_default();
        let value = format.read(found.payload());
        let text = value["text"].as_str().or_else(|| value["jobId"].as_str()).unwrap_or_default();
        lines.push(message(format, "event", "line", &json!({"text": format!("{kind} {text}")})));
    }
    lines
}
