//! Tests that every correction still applies to the official model of its service. One that does not must be removed.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::PathBuf;

use tinsmith_codegen::diagnostic::event;
use tinsmith_codegen::ir::PROTOCOLS;
use tinsmith_codegen::model::load_files;
use tinsmith_codegen::transform::corrections::CORRECTIONS;
use tinsmith_codegen::transform::{Selection, check};

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
        let found = check(&model, &Selection::default(), PROTOCOLS);
        let stale: Vec<_> = found.iter().filter(|it| it.event_id == event::STALE_CORRECTION).collect();
        assert!(stale.is_empty(), "{stale:?}");
    }
}
