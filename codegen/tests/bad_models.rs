//! Bad models and the diagnostics that each must raise.
//!
//! The directory `bad-models` is the list of tests. For each `NAME.json` or `NAME.smithy` (and `NAME.2.json` if the
//! case has two files), the file `NAME.events` has a line `severity event-id shape-id place` per diagnostic, with a
//! dash for unknown values, followed by the indented message and hint. A line `# select …` also runs the selection of
//! service and operations, with the arguments `service=ID` and `operations=A,B`.
//!
//! After a deliberate change, `TINSMITH_UPDATE=1 cargo test -p tinsmith-codegen --test bad_models` updates the files.
//! Review the difference.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tinsmith_codegen::diagnostic::{Diagnostic, Diagnostics, event};
use tinsmith_codegen::model::{Model, Protocol, load_files};
use tinsmith_codegen::transform::{self, Selection};
use tinsmith_codegen::validate::validate;

const PROTOCOLS: [Protocol; 5] =
    [Protocol::AwsQuery, Protocol::AwsJson1_0, Protocol::AwsJson1_1, Protocol::RestJson1, Protocol::SimpleRestJson];

/// The paths of all `.events` files, sorted.
fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-models");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "events"));
    paths.sort();
    paths
}

fn selection(line: &str) -> Selection {
    let mut selection = Selection::default();
    for word in line.split_whitespace() {
        match word.split_once('=') {
            Some(("service", id)) => selection.service = Some(id.to_owned()),
            Some(("operations", names)) => {
                selection.operations =
                    Some(names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect());
            }
            _ => panic!("{word} is not an option"),
        }
    }
    selection
}

fn check(model: Model, select: Option<&str>) -> Diagnostics {
    let result = match select {
        Some(line) => transform::prepare(model, &selection(line), &PROTOCOLS),
        None => validate(model),
    };
    match result {
        Ok(validated) => validated.warnings,
        Err(found) => found,
    }
}

fn render(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.location.as_ref().map(|place| {
        let file = Path::new(&place.file).file_name().unwrap().to_string_lossy().into_owned();
        format!("{file}:{}:{}", place.line, place.column)
    });
    let dash = || "-".to_owned();
    let shape = diagnostic.shape_id.clone().unwrap_or_else(dash);
    let place = place.unwrap_or_else(dash);
    // The operating system's reason why a file cannot be read differs between systems.
    let message = match (diagnostic.event_id, diagnostic.message.split_once(": ")) {
        (event::FILE_READ, Some((ours, _))) => ours,
        _ => &diagnostic.message,
    };
    let mut text = format!("{} {} {shape} {place}\n    {message}", diagnostic.severity, diagnostic.event_id);
    if let Some(hint) = &diagnostic.hint {
        text.push_str("\n    help: ");
        text.push_str(hint);
    }
    text
}

/// The expected lines of a case, including its directives.
fn actual(case: &Path, directives: &[&str]) -> String {
    let idl = case.with_extension("smithy");
    let mut files = vec![if idl.exists() { idl } else { case.with_extension("json") }];
    files.extend(Some(case.with_extension("2.json")).filter(|second| second.exists()));
    let select = directives.iter().find_map(|line| line.strip_prefix("# select"));
    let found = match load_files(&files) {
        Ok(model) => check(model, select),
        Err(found) => found,
    };
    let mut lines: Vec<String> = directives.iter().map(|line| (*line).to_owned()).collect();
    lines.extend(found.iter().map(render));
    lines.join("\n") + "\n"
}

#[test]
fn every_bad_model_raises_its_events() {
    let mut failures = Vec::new();
    for case in cases() {
        let expected = std::fs::read_to_string(&case).unwrap();
        let directives: Vec<&str> = expected.lines().filter(|line| line.starts_with('#')).collect();
        let actual = actual(&case, &directives);
        if expected == actual {
            continue;
        }
        if std::env::var_os("TINSMITH_UPDATE").is_some() {
            std::fs::write(&case, actual).unwrap();
        } else {
            failures.push(format!("{}\nexpected:\n{expected}actual:\n{actual}", case.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_event_has_a_bad_model() {
    let raised: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| std::fs::read_to_string(case).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| line.split(' ').nth(1).map(str::to_owned))
        .collect();
    // Projects are tested by themselves.
    let needed = event::ALL.iter().filter(|id| **id != event::PROJECT);
    let missing: Vec<_> = needed.filter(|id| !raised.contains(**id)).collect();
    assert!(missing.is_empty(), "no bad model raises {missing:?}");
}

#[test]
fn every_model_in_the_directory_is_a_case() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-models");
    for entry in std::fs::read_dir(directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.split('.').next().unwrap();
        let events = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/bad-models/{stem}.events"));
        assert!(events.exists(), "{name} has no {stem}.events");
    }
}
