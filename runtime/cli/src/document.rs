//! Whole inputs and outputs as documents: `--cli-input-json`, `--cli-input-yaml`, and samples.

use super::answer::{self, Times};
use super::failure::Failure;
use super::program::Table;
use super::value::{Fields, Value};
use super::{files, hints, json, yaml};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::skeleton::Skeleton;

static NO_DOCS: Docs = Docs::new(&[]);

/// A sample of an input, with the given values instead of samples.
pub(crate) fn sample(table: &Table, operation: &Operation, given: &Dynamic, as_yaml: bool) -> String {
    // Only YAML has comments.
    let docs = if as_yaml { table.docs() } else { &NO_DOCS };
    let skeleton = Skeleton::new(operation.input, docs).filled(given);
    let text = if as_yaml { skeleton.to_yaml() } else { skeleton.to_json() };
    text + "\n"
}

/// A sample of an output.
pub(crate) fn sample_output(operation: &Operation) -> Fields {
    answer::read(&Skeleton::new(operation.output, &NO_DOCS).sample(), Times::default())
}

/// Reads the value of `--cli-input-json`.
pub(crate) fn read_json(text: &str) -> Result<Fields, Failure> {
    let document = load("--cli-input-json", "JSON", text)?;
    let value = json::parse(&document).map_err(|error| {
        let hint = hints::file(text);
        invalid("JSON", &format!("{error}{hint}"))
    })?;
    object("--cli-input-json", value, text)
}

/// Reads the value of `--cli-input-yaml`.
pub(crate) fn read_yaml(text: &str) -> Result<Fields, Failure> {
    let document = load("--cli-input-yaml", "YAML", text)?;
    let value = yaml::parse(&document).map_err(|error| {
        let hint = hints::file(text);
        invalid("YAML", &format!("{error}{hint}"))
    })?;
    object("--cli-input-yaml", value, text)
}

/// The AWS CLI's sentence, followed by how the option is used and what is wrong.
fn invalid(format: &str, reason: &str) -> Failure {
    let option = format!("cli-input-{}", format.to_lowercase());
    let usage = format!("usage: --{option} <{format} object, file://PATH or ->\n  {reason}");
    Failure::param(&option, format!("Invalid {format} received.\n\n{usage}"))
}

/// The text of an argument or, if it names a file or is `-`, of that file or standard input. A byte order mark is
/// removed.
fn load(option: &str, format: &str, argument: &str) -> Result<String, Failure> {
    let failed = |reason| Failure::param(option, reason);
    let loaded = match argument {
        "-" => files::standard_input(files::MOST_BYTES).map(|bytes| Some(Value::Bytes(bytes))),
        _ => files::load(argument),
    };
    let text = match loaded.map_err(failed)? {
        Some(Value::Bytes(bytes)) => files::decode(bytes).map_err(|reason| invalid(format, &reason))?,
        Some(Value::String(text)) => text,
        _ => argument.to_owned(),
    };
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn object(option: &str, value: Value, text: &str) -> Result<Fields, Failure> {
    match value {
        Value::Object(fields) => Ok(fields),
        other => {
            let (kind, hint) = (other.kind(), hints::file(text));
            Err(Failure::param(option, format!("Invalid type: expecting map, received {kind}{hint}")))
        }
    }
}
