//! Calls the operations of a service until none of the remaining ones succeeds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::{Config, Credentials, Region, retry::RetryConfig};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{ProvideErrorMetadata, SdkError};
use tinsmith_runtime::json::{from_str, to_string};
use tinsmith_runtime::schema::{Kind, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::shape::Structure;
use tinsmith_runtime::stream::take_blob_of;

use crate::inputs::Inputs;
use crate::judge::{Answer, Kept};
use crate::known::Known;

/// The first words of operations that create things, of those that detach them, and of those that delete them.
const MAKE: &[&str] = &["Allocate", "Create", "Put", "Register", "Request", "Run", "Upload"];
const TAKE_APART: &[&str] = &["Untag", "Remove", "Detach", "Deactivate", "Disable", "Disassociate", "Revoke"];
const TAKE_AWAY: &[&str] = &["Abort", "Batch", "Cancel", "Delete", "Deregister", "Release", "Schedule", "Terminate"];

/// The order of operations: by phase, then by the length of the name, because parts of a thing have longer names
/// (`CreateUser`, `CreateAccessKey`; `DeleteUserPolicy`, `DeleteUser`).
fn order(operation: &Operation) -> (usize, isize) {
    let begins = |words: &[&str]| words.iter().any(|word| operation.name.starts_with(word));
    let length = operation.name.len() as isize;
    match [MAKE, TAKE_APART, TAKE_AWAY].iter().position(|words| begins(words)) {
        Some(0) => (0, length),
        None => (1, length),
        Some(phase) => (phase + 1, -length),
    }
}

/// The calls of a service, and what came of them.
pub struct Run<'a> {
    handle: Handle,
    kept: Kept,
    inputs: &'a Inputs,
    known: Known,
    pub answers: Vec<Answer>,
    pub succeeded: BTreeSet<&'static str>,
    /// The last error of each operation that has not succeeded.
    pub errors: BTreeMap<&'static str, String>,
    /// The calls that ended neither in a response nor in an error of the service.
    pub failures: BTreeMap<&'static str, String>,
}

impl<'a> Run<'a> {
    pub fn new(service: &'static Service, url: String, inputs: &'a Inputs) -> Self {
        let kept = Kept::default();
        let config = Config::builder()
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            // moto's internal errors are errors of the service here; sending the same again does not help.
            .retry_config(RetryConfig::disabled())
            .http_client(kept.clone())
            .endpoint_url(url);
        Self {
            handle: Handle::new(service, config.build()),
            kept,
            inputs,
            known: Known::default(),
            answers: Vec::new(),
            succeeded: BTreeSet::new(),
            errors: BTreeMap::new(),
            failures: BTreeMap::new(),
        }
    }

    /// Calls all operations, phase by phase.
    pub async fn all(&mut self, mut operations: Vec<&'static Operation>) {
        operations.sort_by_key(|operation| (order(operation), operation.name));
        for phase in operations.chunk_by(|one, other| order(one).0 == order(other).0) {
            self.rounds(phase).await;
        }
        // Some operations need values that only deleting operations provide.
        let left: Vec<_> = operations.iter().copied().filter(|it| !self.succeeded.contains(it.name)).collect();
        self.rounds(&left).await;
    }

    async fn rounds(&mut self, operations: &[&'static Operation]) {
        let mut left = operations.to_vec();
        loop {
            let before = left.len();
            for operation in &left {
                self.call(operation).await;
            }
            left.retain(|operation| !self.succeeded.contains(operation.name));
            if left.is_empty() || left.len() == before {
                return;
            }
        }
    }

    async fn call(&mut self, operation: &'static Operation) {
        let mut input = self.inputs.make(operation, &self.known);
        let mut output = Dynamic::new(operation.output);
        let ours = match self.handle.invoke(operation, &mut input, &mut output, None).await {
            Ok(()) => {
                let answer = with_body(&mut output).await.unwrap_or_else(|| round_trip(operation, &output));
                self.known.learn(operation.name, &answer);
                self.known.learn(operation.name, &round_trip(operation, &input));
                self.succeeded.insert(operation.name);
                self.errors.remove(operation.name);
                answer
            }
            Err(SdkError::ServiceError(error)) => {
                let fault = error.into_err();
                let told = understood(operation, &fault);
                self.errors.insert(operation.name, fault.to_string());
                told
            }
            Err(SdkError::ResponseError(_)) => Value::from("unreadable"),
            Err(error) => {
                self.failures.insert(operation.name, format!("{error:?}"));
                return;
            }
        };
        // Where moto breaks, the body is not in the protocol, and any message will do.
        if let Some(raw) = self.kept.take().filter(|raw| !raw.body().starts_with(b"<!doctype html>")) {
            let protocol = operation.service.protocol.id();
            let protocol = protocol.rsplit('#').next().unwrap_or(protocol);
            self.answers.push(Answer { operation: operation.name, protocol, raw, ours: plain(ours) });
        }
    }
}

/// The output with its body, if that is a stream.
async fn with_body(output: &mut Dynamic) -> Option<Value> {
    let body = take_blob_of(output)?.collect().await.expect("it is in memory");
    let schema = output.schema();
    let name = schema.members().iter().find(|it| it.target().is_streaming()).map(|it| it.name())?;
    let mut value: Value = serde_json::from_str(&to_string(output)).expect("what is written is JSON");
    value[name] = Value::from(aws_smithy_types::base64::encode(body.into_bytes()));
    Some(value)
}

/// Converts a value to JSON. Parsing it must result in the same value.
fn round_trip(operation: &Operation, value: &Dynamic) -> Value {
    let text = to_string(value);
    let mut again = Dynamic::new(value.schema());
    from_str(&text, &mut again).unwrap_or_else(|error| panic!("{}: {text}: {error}", operation.name));
    assert_eq!(&again, value, "{}: {text}", operation.name);
    serde_json::from_str(&text).expect("what is written is JSON")
}

/// A value whose numbers are integers if they are whole, as in JavaScript.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64().filter(|it| number.is_f64() && it.fract() == 0.0) {
            Some(whole) => Value::from(whole as i64),
            None => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, plain(value))).collect(),
        other => other,
    }
}

/// The content of an error. It must be one of the operation's own errors if its code is.
fn understood(operation: &Operation, fault: &Fault) -> Value {
    let is_code = |it: &&Schema| {
        let query =
            it.traits().iter().any(|it| matches!(it, Trait::AwsQueryError(code) if Some(*code) == fault.meta().code()));
        query || it.id().rsplit('#').next() == fault.meta().code()
    };
    let expected = operation.errors.iter().position(is_code);
    if expected.is_some() {
        assert_eq!(fault.index, expected, "{}: {fault}", operation.name);
    }
    json!({"Code": fault.meta().code(), "Message": fault.meta().message().filter(|it| !it.is_empty())})
}

/// Whether the operation sends and receives no events.
pub fn is_without_events(operation: &Operation) -> bool {
    let has_events = |schema: &Schema| {
        schema.members().iter().any(|it| it.target().is_streaming() && it.target().kind() == Kind::Union)
    };
    !has_events(operation.input) && !has_events(operation.output)
}
