//! Whole inputs and outputs as documents: `--cli-input-json`, `--cli-input-yaml`, and samples.

use super::answer::{self, Times};
use super::failure::Failure;
use super::program::Table;
use super::value::{Fields, Value};
use super::{files, json, unpack, yaml};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::skeleton::Skeleton;

/// A sample of an input, with the values that are given in place of samples.
pub(crate) fn sample(table: &Table, operation: &Operation, given: &Dynamic, as_yaml: bool) -> String {
    // Only YAML has comments.
    static NONE: Docs = Docs::new(&[]);
    let docs = if as_yaml { table.docs() } else { &NONE };
    let skeleton = Skeleton::new(operation.input, docs).filled(given);
    let text = if as_yaml { skeleton.to_yaml() } else { skeleton.to_json() };
    text + "\n"
}

/// A sample of an output.
pub(crate) fn sample_output(table: &Table, operation: &Operation) -> Fields {
    answer::read(&Skeleton::new(operation.output, table.docs()).sample(), Times::default())
}

/// Reads the value of `--cli-input-json`.
pub(crate) fn read_json(text: &str) -> Result<Fields, Failure> {
    let invalid = || Failure::param("cli-input-json", format!("Invalid JSON received.{}", unpack::hint(text)));
    let document = load("--cli-input-json", text, invalid)?;
    let value = json::parse(&document).map_err(|error| {
        tracing::debug!(%error, "the text of --cli-input-json is not JSON");
        invalid()
    })?;
    object("--cli-input-json", value)
}

/// Reads the value of `--cli-input-yaml`.
pub(crate) fn read_yaml(text: &str) -> Result<Fields, Failure> {
    let invalid = || Failure::param("cli-input-yaml", "Invalid YAML received.");
    let document = load("--cli-input-yaml", text, invalid)?;
    object("--cli-input-yaml", yaml::parse(&document).map_err(|_| invalid())?)
}

/// The text that an argument is, or names: a file, or with `-` standard input. A byte order mark
/// is no part of it.
fn load(option: &str, argument: &str, invalid: impl Fn() -> Failure) -> Result<String, Failure> {
    let loaded = match argument {
        "-" => files::standard_input().map(|bytes| Some(Value::Bytes(bytes))),
        _ => files::load(argument),
    };
    let text = match loaded.map_err(|reason| Failure::param(option, reason))? {
        Some(Value::Bytes(bytes)) => String::from_utf8(bytes).map_err(|_| invalid())?,
        Some(Value::String(text)) => text,
        _ => argument.to_owned(),
    };
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn object(option: &str, value: Value) -> Result<Fields, Failure> {
    match value {
        Value::Object(fields) => Ok(fields),
        other => Err(Failure::param(option, format!("Invalid type: expecting map, received {}", other.kind()))),
    }
}
