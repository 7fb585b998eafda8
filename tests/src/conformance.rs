//! Smithy's protocol tests, run through generated code.
//!
//! A model of the tests carries its cases as traits, on operations and on errors
//! (<https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html>). The test
//! `conformance` generates a client of such a model and a program that names every operation of
//! it once, as an [`Entry`]; that program calls [`run`], which works each case with the types of
//! the client: an input built from the case's parameters is serialized, an answer is parsed, and
//! both are held against what the case says.

mod case;
mod check;
mod compare;
mod events;

use std::process::ExitCode;

use serde_json::Value;
use tinsmith_runtime::client::Call;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::Blank;

pub use case::{Case, Kind, cases};
pub use events::{EventCase, event_cases};

/// An operation of the client under test, with its types behind functions.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    operation: &'static Operation,
    request: fn(&Case) -> Result<(), String>,
    response: fn(&Case) -> Result<(), String>,
    error: fn(&Case) -> Result<(), String>,
    events: fn(&EventCase) -> Result<(), String>,
}

impl Entry {
    /// The entry of this operation.
    pub fn of<C: Call>() -> Self
    where
        C::Input: Blank,
    {
        Self {
            operation: C::OPERATION,
            request: check::request::<C>,
            response: check::response::<C>,
            error: check::error::<C>,
            events: check::events::<C>,
        }
    }

    /// Whether the case is one of this operation, or of one of its errors.
    fn takes(&self, case: &Case) -> bool {
        match case.kind {
            Kind::Request | Kind::Response => self.operation.name == case.shape_name(),
            Kind::Error => self.operation.errors.iter().any(|error| error.id() == case.shape),
        }
    }
}

/// How the cases of a model went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many passed.
    pub passed: usize,
    /// What is wrong with those that did not, one text a case.
    pub failures: Vec<String>,
    /// Those that cannot be worked, with the reason, one text a case.
    pub left_out: Vec<String>,
}

/// Works every client case of the model. An error's cases run once, with one of its operations.
pub fn run(model: &Value, entries: &[Entry]) -> Report {
    let mut report = Report::default();
    for case in cases(model) {
        let checked = match entries.iter().find(|entry| entry.takes(&case)) {
            None => Err("no operation of the client takes it".to_owned()),
            Some(entry) => match case.kind {
                Kind::Request => (entry.request)(&case),
                Kind::Response => (entry.response)(&case),
                Kind::Error => (entry.error)(&case),
            },
        };
        match checked {
            Ok(()) => report.passed += 1,
            Err(why) => report.failures.push(format!("{:?} {} of {}: {why}", case.kind, case.id(), case.shape)),
        }
    }
    for case in event_cases(model) {
        let entry = entries.iter().find(|entry| entry.operation.name == case.operation_name());
        match entry.map_or(Err("no operation of the client takes it".to_owned()), |entry| (entry.events)(&case)) {
            Ok(()) => report.passed += 1,
            Err(why) => report.failures.push(format!("Events {} of {}: {why}", case.id(), case.operation)),
        }
    }
    report
}

/// The program around [`run`]: works the models of these paths, one for each client. Prints the
/// failures and then a line for each model, and tells whether there was no failure.
pub fn main(paths: &[String], clients: &[&[Entry]]) -> ExitCode {
    let mut failed = paths.len() != clients.len();
    for (path, entries) in paths.iter().zip(clients) {
        let report = match load(path) {
            Ok(model) => run(&model, entries),
            Err(error) => Report { failures: vec![error], ..Report::default() },
        };
        for failure in &report.failures {
            println!("  {failure}");
        }
        for case in &report.left_out {
            println!("  left out: {case}");
        }
        let (failed_cases, left_out) = (report.failures.len(), report.left_out.len());
        println!("{path}: {} passed, {failed_cases} failed, {left_out} left out", report.passed);
        failed |= !report.failures.is_empty();
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn load(path: &str) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
