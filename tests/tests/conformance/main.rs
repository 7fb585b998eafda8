//! Runs every client case of Smithy's protocol tests through generated code, through tables of a pack and through tables
//! of a loaded model.
//!
//! The test models are in `conformance` of the shared data (`TINSMITH_SHARED` or `../shared`), not in the project. For
//! each model, a client is generated below `target/conformance`, with a single program that runs the cases (see
//! [`tinsmith_tests::conformance`]). Without the data, the tests are skipped.

mod mutate;
mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

use program::Program;
use tinsmith_tests::conformance::{Origin, run_tables};
use tinsmith_tests::peers;

/// The models, the number of cases that a client must pass in each, and the number of listed exceptions.
const MODELS: [(&str, usize, usize); 17] = [
    ("awsQuery", 77, 0),
    ("awsJson1_0", 67, 0),
    ("awsJson1_0-queryCompatible", 3, 0),
    ("awsJson1_1", 118, 0),
    ("awsJson1_1-machinelearning", 1, 0),
    ("restJson1", 328, 0),
    ("restJson1-apigateway", 1, 0),
    ("restJson1-glacier", 4, 0),
    ("restJson1-validation", 1, 0),
    ("restXml", 178, 0),
    ("restXml-s3", 3, 10),
    ("restXmlWithNamespace", 2, 0),
    ("ec2Query", 59, 0),
    ("rpcv2Cbor", 72, 0),
    ("rpcv2Cbor-queryCompatible", 3, 0),
    ("rpcv2Cbor-nonQueryCompatible", 1, 0),
    ("rpcv2Json", 73, 0),
];

/// The program, built once for all tests. `None` without the models.
static PROGRAM: LazyLock<Option<Program>> = LazyLock::new(|| {
    let find = |(name, ..): &(&str, usize, usize)| peers::shared(&format!("conformance/{name}.json"));
    let models = MODELS.iter().map(find).collect::<Option<Vec<_>>>()?;
    Some(Program::build(&models).unwrap_or_else(|error| panic!("{error}")))
});

/// The program. Without the models, the test is recorded as skipped.
fn program() -> Option<&'static Program> {
    if PROGRAM.is_none() {
        peers::skip("the shared data has no models of the protocol tests");
    }
    PROGRAM.as_ref()
}

#[test]
fn every_client_case_passes() {
    let Some(program) = program() else { return };
    let output = program.run(program.models());
    print!("{output}");
    for (name, passed, left_out) in MODELS {
        let line = format!("{name}.json: {passed} passed, 0 failed, {left_out} left out");
        assert!(output.lines().any(|it| it.ends_with(&line)), "not found: {line}");
    }
}

#[test]
fn every_client_case_passes_through_loaded_tables() {
    all_pass(Origin::Model);
}

#[test]
fn every_client_case_passes_through_a_pack() {
    all_pass(Origin::Pack);
}

fn all_pass(origin: Origin) {
    for (name, passed, left_out) in MODELS {
        let Some(path) = peers::shared(&format!("conformance/{name}.json")) else {
            return peers::skip("the shared data has no models of the protocol tests");
        };
        let report = run_tables(&path, origin).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(report.failures, [""; 0], "{name}");
        assert_eq!((report.passed, report.left_out.len()), (passed, left_out), "{name}");
    }
}

#[test]
fn every_case_fails_once_it_is_changed() {
    let Some(program) = program() else { return };
    let changed: Vec<PathBuf> = program.models().iter().map(|path| change(program, path)).collect();
    let output = program.run(&changed);
    for (name, count, left_out) in MODELS {
        let line = format!("{name}.json: 0 passed, {count} failed, {left_out} left out");
        assert!(output.lines().any(|it| it.ends_with(&line)), "not found: {line} in\n{output}");
    }
}

/// Writes the model with every case modified, and returns its path.
fn change(program: &Program, path: &Path) -> PathBuf {
    let text = fs::read_to_string(path).unwrap();
    let mut model: Value = serde_json::from_str(&text).unwrap();
    mutate::cases(&mut model);
    let changed = program.directory().join("changed").join(path.file_name().unwrap());
    fs::create_dir_all(changed.parent().unwrap()).unwrap();
    fs::write(&changed, model.to_string()).unwrap();
    changed
}
