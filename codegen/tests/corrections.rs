//! Tests that every correction still applies to the official model of its service. One that does not must be removed.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::PathBuf;

use tinsmith_codegen::diagnostic::event;
use tinsmith_codegen::ir::PROTOCOLS;
use tinsmith_codegen::model::{Model, Source, load_files, load_sources};
use tinsmith_codegen::transform::corrections::CORRECTIONS;
use tinsmith_codegen::transform::{self, Selection, check};

/// The available models.
const MODELS: [(&str, &str); 5] =
    [("S3", "s3"), ("Route 53", "route-53"), ("Glacier", "glacier"), ("DynamoDB", "dynamodb"), ("SQS", "sqs")];

#[test]
fn corrections_apply_to_the_models_of_their_services() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("TINSMITH_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    for (sdk_id, name) in MODELS {
        assert!(CORRECTIONS.iter().any(|it| it.sdk_id == sdk_id), "{sdk_id} has no correction");
        let path = shared.join("models").join(format!("{name}.json"));
        if !path.is_file() {
            eprintln!("skipped: {} is not there", path.display());
            continue;
        }
        let model = load_files(&[path]).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(stale(&model), Vec::<String>::new());
    }
}

/// Versions of the model differ in the type of `Expires`.
#[test]
fn the_time_of_expiry_is_corrected_in_all_versions_of_s3() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("TINSMITH_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(shared.join("models/s3.json")) else {
        eprintln!("skipped: the model of S3 is not there");
        return;
    };
    for kind in ["string", "timestamp"] {
        let mut model: serde_json::Value = serde_json::from_str(&text).unwrap();
        model["shapes"]["com.amazonaws.s3#Expires"]["type"] = kind.into();
        let model = load_sources(vec![Source::new("s3.json", model.to_string())]).unwrap();
        assert_eq!(stale(&model), Vec::<String>::new());
        let prepared = transform::prepare(model, &Selection::default(), PROTOCOLS).unwrap().model;
        let output = prepared.shapes.values().find(|it| it.id.name() == "GetObjectOutput").unwrap();
        let target = |name: &str| output.member(name).unwrap().target.as_str().to_owned();
        assert_eq!(
            (target("Expires"), target("ExpiresString")),
            ("smithy.api#Timestamp".to_owned(), "smithy.api#String".to_owned())
        );
    }
}

/// The messages of corrections that change nothing.
fn stale(model: &Model) -> Vec<String> {
    let found = check(model, &Selection::default(), PROTOCOLS);
    found.iter().filter(|it| it.event_id == event::STALE_CORRECTION).map(ToString::to_string).collect()
}
