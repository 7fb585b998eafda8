//! Tests that the official models and those of the protocol tests load and validate.
//!
//! The models are in `TINSMITH_SHARED` or `../shared`. Without them, the test is skipped.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::PathBuf;

use tinsmith_codegen::model::load_files;
use tinsmith_codegen::transform::{self, Selection};
use tinsmith_codegen::validate::validate;
use tinsmith_codegen::{CrateInfo, Request, generate};
use tinsmith_tests::peers;

#[test]
fn official_models_are_valid() {
    let Some(shared) = peers::shared("") else { return };
    let mut count = 0;
    let mut problems = Vec::new();
    for directory in ["models", "conformance", "endpoints/rules"] {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(shared.join(directory)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
            count += 1;
            let model = load_files(&[path]).unwrap();
            match validate(model) {
                Ok(validated) => {
                    let before = validated.model.shapes.len();
                    let cut = transform::run(validated.model, &Selection::default()).unwrap();
                    assert!(cut.shapes.len() <= before * 2, "{}", path.display());
                }
                Err(found) => problems.extend(found.errors().map(|error| error.to_string())),
            }
        }
    }
    assert!(count > 0, "no model under {}", shared.display());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn crates_enable_what_their_services_need() {
    let Some(shared) = peers::shared("models") else { return };
    // Without one of these features, the crate would compile and leave something out.
    for (model, features) in [
        ("dynamodb", &["crc32", "endpoint-discovery", "jmespath", "operation-context-params"][..]),
        ("glacier", &["files", "tree-hash"]),
        ("iam", &[]),
        ("lambda", &["event-stream", "files", "jmespath"]),
        ("s3", &["checksum", "event-stream", "files"]),
        ("sqs", &["message-digests"]),
    ] {
        let models = vec![shared.join(model).with_extension("json")];
        let request = Request { models, selection: Selection::default(), krate: CrateInfo::default() };
        let generated = generate(&request).unwrap_or_else(|found| panic!("{model}:\n{found}"));
        let manifest = &generated.files.iter().find(|it| it.path.ends_with("Cargo.toml")).unwrap().text;
        let runtime = manifest.lines().find(|line| line.starts_with("tinsmith-runtime = ")).unwrap();
        let list = runtime.split_once("features = [").unwrap().1.split_once(']').unwrap().0;
        // The first one is the protocol.
        let found: Vec<&str> = list.split(", ").skip(1).map(|it| it.trim_matches('"')).collect();
        assert_eq!(found, features, "{model}");
    }
}
