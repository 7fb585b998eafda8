//! Calls every operation that moto implements through the tables of the generated client.
//!
//! The test does not list operations. Inputs come from the tables and from earlier responses; things are created before
//! they are used, and used before they are deleted. Each response is parsed, written as JSON and parsed again, and
//! botocore's parser must have the same result.

mod inputs;
mod judge;
mod known;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::error::ProvideErrorMetadata;
use tinsmith_iam::schema::{OPERATIONS, SERVICE};
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::SdkError;
use tinsmith_runtime::json::{from_str, to_string};
use tinsmith_runtime::schema::Trait;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::Structure;
use tinsmith_tests::moto::{self, Moto};
use tinsmith_tests::peers;

use judge::{Answer, Kept};
use known::Known;

/// The first words of operations that create things, and of those that delete them.
const MAKE: &[&str] = &["Create", "Upload"];
const TAKE_APART: &[&str] = &["Untag", "Remove", "Detach", "Deactivate", "Disable"];
const TAKE_AWAY: &[&str] = &["Delete"];

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

/// Calls operations until none of the remaining ones succeeds.
struct Run {
    handle: Handle,
    kept: Kept,
    known: Known,
    answers: Vec<Answer>,
    succeeded: BTreeSet<&'static str>,
    /// The last error of each operation that has not succeeded.
    errors: BTreeMap<&'static str, Fault>,
}

impl Run {
    fn new(url: String) -> Self {
        let kept = Kept::default();
        let config = Config::builder()
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .http_client(kept.clone())
            .endpoint_url(url);
        Self {
            handle: Handle::new(&SERVICE, config.build()),
            kept,
            known: Known::default(),
            answers: Vec::new(),
            succeeded: BTreeSet::new(),
            errors: BTreeMap::new(),
        }
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

    /// Makes a call. The test fails unless the result is a response or an error of the service.
    async fn call(&mut self, operation: &'static Operation) {
        let mut input = inputs::make(operation, &self.known);
        let mut output = Dynamic::new(operation.output);
        let ours = match self.handle.invoke(operation, &mut input, &mut output, None).await {
            Ok(()) => {
                let answer = round_trip(operation, &output);
                self.known.learn(operation.name, &answer);
                self.known.learn(operation.name, &round_trip(operation, &input));
                self.succeeded.insert(operation.name);
                self.errors.remove(operation.name);
                answer
            }
            Err(SdkError::ServiceError(error)) => {
                let fault = error.into_err();
                let told = understood(operation, &fault);
                self.errors.insert(operation.name, fault);
                told
            }
            Err(error) => panic!("{}: {error:?}", operation.name),
        };
        self.answers.push(Answer { operation: operation.name, raw: self.kept.take(), ours });
    }
}

/// Converts a value to JSON. Parsing it must result in the same value.
fn round_trip(operation: &Operation, value: &Dynamic) -> Value {
    let text = to_string(value);
    let mut again = Dynamic::new(value.schema());
    from_str(&text, &mut again).unwrap_or_else(|error| panic!("{}: {text}: {error}", operation.name));
    assert_eq!(&again, value, "{}: {text}", operation.name);
    serde_json::from_str(&text).expect("what is written is JSON")
}

/// The content of an error. It must be one of the operation's own errors if its code is.
fn understood(operation: &Operation, fault: &Fault) -> Value {
    let is_code = |it: &Trait| matches!(it, Trait::AwsQueryError(code) if Some(*code) == fault.meta().code());
    let expected = operation.errors.iter().position(|error| error.traits().iter().any(is_code));
    assert_eq!(fault.index, expected, "{}: {fault}", operation.name);
    json!({"Code": fault.meta().code(), "Message": fault.meta().message()})
}

#[tokio::test]
async fn every_operation_of_moto_is_called_and_understood() {
    let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    let started = moto::implemented(&names).and_then(|implemented| Ok((implemented, Moto::start()?)));
    let (implemented, moto) = match started {
        Ok(started) => started,
        Err(reason) => return peers::skip(&reason),
    };
    let is_implemented = |operation: &&Operation| implemented.iter().any(|it| it == operation.name);
    let mut operations: Vec<&Operation> = OPERATIONS.iter().copied().filter(is_implemented).collect();
    operations.sort_by_key(|operation| (order(operation), operation.name));
    let mut run = Run::new(moto.url());
    for phase in operations.chunk_by(|one, other| order(one).0 == order(other).0) {
        run.rounds(phase).await;
    }
    // Some operations need values that only deleting operations provide.
    let left: Vec<_> = operations.iter().copied().filter(|it| !run.succeeded.contains(it.name)).collect();
    run.rounds(&left).await;

    let (called, succeeded, answers) = (operations.len(), run.succeeded.len(), run.answers.len());
    println!(
        "{} operations, {called} of them in moto and called, {succeeded} succeeded, {answers} answers",
        names.len()
    );
    let errors: Vec<_> = run.errors.iter().map(|(name, fault)| format!("{name}: {fault}")).collect();
    assert!(called > 100 && errors.is_empty(), "{called} called; these never succeeded:\n{}", errors.join("\n"));
    assert!(answers > succeeded, "no error was answered, and none was read");
    let disagreements = judge::disagreements(&run.answers);
    assert!(disagreements.is_empty(), "botocore understood otherwise:\n{}", disagreements.join("\n"));
}
