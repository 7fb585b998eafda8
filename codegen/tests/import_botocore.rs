//! Tests the import of botocore descriptions.
//!
//! The directory `import` is the list of tests. Each of its directories has the files of a made-up service, with the
//! expected diagnostics in `expected.txt`, and the expected model in `expected.json` unless there is an error. After a
//! deliberate change, `TINSMITH_UPDATE=1 cargo test -p tinsmith-codegen --test import_botocore` updates both. Review
//! the difference.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::import::botocore::{Description, Imported, import};
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_codegen::validate::validate;

/// The documentation in the test descriptions.
const DOCUMENTATION: &str = "TEXT THAT MUST NOT COME ALONG";

fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn description(directory: &Path) -> Description {
    let read = |name: &str| Some(Source::new(name, std::fs::read_to_string(directory.join(name)).ok()?));
    Description {
        service: read("service-2.json").unwrap(),
        paginators: read("paginators-1.json"),
        more_of_paginators: read("paginators-1.sdk-extras.json"),
        waiters: read("waiters-2.json"),
        endpoint_rules: read("endpoint-rule-set-1.json"),
        examples: read("examples-1.json"),
        corrections: read("corrections.json"),
    }
}

/// Compares text with a file of the case. With `TINSMITH_UPDATE`, writes the file.
fn check(path: &Path, text: &str) {
    if std::env::var_os("TINSMITH_UPDATE").is_some() {
        std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, expected, "{}: TINSMITH_UPDATE=1 writes the file anew", path.display());
}

fn diagnostics(result: &Result<Imported, Diagnostics>) -> String {
    let found = match result {
        Ok(imported) => &imported.warnings,
        Err(found) => found,
    };
    found.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

#[test]
fn descriptions_become_models() {
    let cases = cases();
    assert!(cases.len() > 5, "the cases are gone");
    for case in cases {
        let result = import(&description(&case));
        check(&case.join("expected.txt"), &diagnostics(&result));
        match result {
            Ok(imported) => {
                check(&case.join("expected.json"), &imported.text);
                assert!(!imported.text.contains(DOCUMENTATION), "{}", case.display());
            }
            Err(_) => assert!(!case.join("expected.json").exists(), "{} has errors and a model", case.display()),
        }
    }
}

#[test]
fn what_is_written_loads_without_a_word() {
    for case in cases() {
        let Ok(imported) = import(&description(&case)) else {
            continue;
        };
        let model = load_sources(vec![Source::new("imported", imported.text)]).unwrap();
        let validated = validate(model).unwrap();
        assert!(validated.warnings.is_empty(), "{}: {}", case.display(), validated.warnings);
    }
}

#[test]
fn a_description_alone_is_enough() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/query");
    let imported = import(&Description::of(description(&case).service)).unwrap();
    assert_eq!(imported.operations, 5);
    for absent in ["waitable", "paginated", "endpointRuleSet", "smithy.api#examples", "smithy.api#default"] {
        assert!(!imported.text.contains(absent), "{absent}");
    }
}

/// Replaces every value of every description by odd ones, one at a time. Any result is acceptable, as long as nothing
/// panics.
#[test]
fn odd_descriptions_never_panic() {
    for case in cases() {
        let good = description(&case);
        let files: [fn(&mut Description) -> Option<&mut Source>; 6] = [
            |it| Some(&mut it.service),
            |it| it.paginators.as_mut(),
            |it| it.waiters.as_mut(),
            |it| it.endpoint_rules.as_mut(),
            |it| it.examples.as_mut(),
            |it| it.corrections.as_mut(),
        ];
        for file in files {
            let mut changed = good.clone();
            let Some(value) = file(&mut changed).and_then(|source| serde_json::from_str(&source.text).ok()) else {
                continue;
            };
            for pointer in pointers(&value, String::new()) {
                for odd in [serde_json::json!("$é"), serde_json::json!([])] {
                    let mut value = value.clone();
                    *value.pointer_mut(&pointer).unwrap() = odd;
                    let mut changed = good.clone();
                    file(&mut changed).unwrap().text = value.to_string();
                    let _ = import(&changed);
                }
            }
        }
    }
}

/// JSON pointers to a value and all values inside it.
fn pointers(value: &serde_json::Value, here: String) -> Vec<String> {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let mut found = match value {
        serde_json::Value::Object(fields) => {
            fields.iter().flat_map(|(key, value)| pointers(value, format!("{here}/{}", escape(key)))).collect()
        }
        serde_json::Value::Array(values) => {
            values.iter().enumerate().flat_map(|(index, value)| pointers(value, format!("{here}/{index}"))).collect()
        }
        _ => Vec::new(),
    };
    found.push(here);
    found
}
