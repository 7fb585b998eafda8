//! Runs Smithy's protocol tests through generated code.
//!
//! A test model has its cases as traits of operations and errors
//! (<https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html>). The test `conformance` generates a
//! client for such a model and a program that lists every operation as an [`Entry`]; that program calls [`run`], which
//! runs each case with the types of the client: it serializes an input built from the case's parameters or parses a
//! response, and compares the result with the case. [`run_tables`] does the same with values without Rust types
//! ([`Dynamic`](tinsmith_runtime::dynamic::Dynamic)).

mod case;
mod check;
mod compare;
mod events;

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_pack::{Pack, PackWriter};
use tinsmith_runtime::client::Call;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::Blank;
use tinsmith_tables::Tables;

pub use case::{Case, Kind, cases};
pub use events::{EventCase, event_cases};

/// Cases that do not pass, with the reason. If such a case passes, that is a failure.
const EXCEPTIONS: &[(&[&str], &str)] = &[(
    &[
        "S3EscapeObjectKeyInUriLabel",
        "S3EscapePathObjectKeyInUriLabel",
        "S3PreservesLeadingDotSegmentInUriLabel",
        "S3PreservesEmbeddedDotSegmentInUriLabel",
        "S3DefaultAddressing",
        "S3VirtualHostAddressing",
        "S3VirtualHostDualstackAddressing",
        "S3VirtualHostAccelerateAddressing",
        "S3VirtualHostDualstackAccelerateAddressing",
        "S3OperationAddressingPreferred",
    ],
    "the host is that of S3's endpoint rules, which the model of the cases does not have",
)];

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
    /// The entry of an operation.
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

    /// Whether the case belongs to this operation or to one of its errors.
    fn takes(&self, case: &Case) -> bool {
        takes(self.operation, case)
    }

    /// Runs a case with the types of the client.
    fn work(&self, case: &Case) -> Result<(), String> {
        match case.kind {
            Kind::Request => (self.request)(case),
            Kind::Response => (self.response)(case),
            Kind::Error => (self.error)(case),
        }
    }
}

/// The results of a model's cases.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of passed cases.
    pub passed: usize,
    /// The failures, one string per case.
    pub failures: Vec<String>,
    /// The cases that cannot be run, with the reason, one string per case.
    pub left_out: Vec<String>,
}

/// Runs every client case of the model with the types of a client. The cases of an error run once, with one of its
/// operations.
pub fn run(model: &Value, entries: &[Entry]) -> Report {
    let none = || Err("no operation of the client takes it".to_owned());
    work(
        model,
        |case| entries.iter().find(|entry| entry.takes(case)).map_or_else(none, |entry| entry.work(case)),
        |case| {
            let entry = entries.iter().find(|entry| entry.operation.name == case.operation_name());
            entry.map_or_else(none, |entry| (entry.events)(case))
        },
    )
}

/// Where tables come from that are not statics of a generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The model, loaded at run time.
    Model,
    /// A pack of the model.
    Pack,
}

impl Origin {
    /// Loads the tables of a model.
    fn tables(self, path: &Path) -> Result<Tables, String> {
        let files = [path.to_owned()];
        if self == Self::Model {
            let loaded = tinsmith_tables::load_files(&files, &Selection::default());
            return loaded.map(|it| it.tables).map_err(|found| found.to_string());
        }
        let model = tinsmith_codegen::model::load_files(&files).map_err(|found| found.to_string())?;
        let described = describe_model(model, &Selection::default()).map_err(|found| found.to_string())?;
        let mut writer = PackWriter::new();
        writer.add(PackWriter::pack("test", &described.description, true).map_err(|error| error.to_string())?);
        let bytes = writer.finish().map_err(|error| error.to_string())?;
        let pack = Pack::of_bytes(bytes).map_err(|error| error.to_string())?;
        let entry = pack.find("test").ok_or("the pack has no service")?;
        pack.load(&entry).map(Tables::new).map_err(|error| error.to_string())
    }
}

/// Runs every client case of the model with values without Rust types, through tables of this origin.
pub fn run_tables(path: &Path, origin: Origin) -> Result<Report, String> {
    let model = load(path)?;
    let operations = origin.tables(path)?.leak().operations().map_err(|error| error.to_string())?;
    let none = || "no operation of the model takes it".to_owned();
    Ok(work(
        &model,
        |case| {
            let operation = operations.iter().copied().find(|operation| takes(operation, case)).ok_or_else(none)?;
            match case.kind {
                Kind::Request => check::dynamic_request(case, operation),
                Kind::Response => check::dynamic_response(case, operation),
                Kind::Error => check::dynamic_error(case, operation),
            }
        },
        |case| {
            let operation = operations.iter().copied().find(|operation| operation.name == case.operation_name());
            check::dynamic_events(case, operation.ok_or_else(none)?)
        },
    ))
}

/// The client cases of the model in this file.
pub fn cases_of(path: &Path) -> Result<Vec<Case>, String> {
    Ok(cases(&load(path)?))
}

/// Whether the case belongs to this operation or to one of its errors.
fn takes(operation: &Operation, case: &Case) -> bool {
    match case.kind {
        Kind::Request | Kind::Response => operation.name == case.shape_name(),
        Kind::Error => operation.errors.iter().any(|error| error.id() == case.shape),
    }
}

fn work(
    model: &Value,
    check: impl Fn(&Case) -> Result<(), String>,
    check_events: impl Fn(&EventCase) -> Result<(), String>,
) -> Report {
    let mut report = Report::default();
    for case in cases(model) {
        let name = format!("{:?} {} of {}", case.kind, case.id(), case.shape);
        let known = EXCEPTIONS.iter().find(|(ids, _)| ids.contains(&case.id())).map(|(_, reason)| *reason);
        match (check(&case), known) {
            (Ok(()), None) => report.passed += 1,
            (Ok(()), Some(_)) => report.failures.push(format!("{name}: it passes and is listed as one that does not")),
            (Err(_), Some(reason)) => report.left_out.push(format!("{name}: {reason}")),
            (Err(why), None) => report.failures.push(format!("{name}: {why}")),
        }
    }
    for case in event_cases(model) {
        match check_events(&case) {
            Ok(()) => report.passed += 1,
            Err(why) => report.failures.push(format!("Events {} of {}: {why}", case.id(), case.operation)),
        }
    }
    report
}

/// The main function around [`run`]: runs the models at these paths, one per client. Prints the failures and then a
/// line per model. The exit code tells whether there were failures.
pub fn main(paths: &[String], clients: &[&[Entry]]) -> ExitCode {
    let mut failed = paths.len() != clients.len();
    for (path, entries) in paths.iter().zip(clients) {
        let report = match load(Path::new(path)) {
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

fn load(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&with_long_numbers_quoted(&text)).map_err(|error| error.to_string())
}

/// Puts numbers that a double cannot represent exactly in quotes, as the cases' parameters may contain them.
fn with_long_numbers_quoted(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(|it: char| it == '"' || it == '-' || it.is_ascii_digit()) {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let is_text = tail.starts_with('"');
        let length = if is_text { length_of_text(tail) } else { length_of_number(tail) };
        let (token, after) = tail.split_at(length);
        let quote = if !is_text && is_rounded(token) { "\"" } else { "" };
        out.extend([quote, token, quote]);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether serde_json rounds this number.
fn is_rounded(number: &str) -> bool {
    let is_whole = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
    let digits: String =
        number.chars().take_while(|it| !matches!(it, 'e' | 'E')).filter(char::is_ascii_digit).collect();
    !is_whole && digits.trim_start_matches('0').len() > 17
}

fn length_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().enumerate().skip(1).find(|(_, byte)| {
        let is_end = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn length_of_number(text: &str) -> usize {
    text.find(|it: char| !matches!(it, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(text.len())
}
