//! Tests that no input makes the front end panic.
//!
//! Replaces each value of every model in `bad-models` by a few odd values, and loads, validates and transforms the
//! result. It must not panic; the result does not matter.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::Path;

use serde_json::{Value, json};
use tinsmith_codegen::model::{Protocol, Source, load_sources};
use tinsmith_codegen::transform::{self, Selection};

/// JSON pointers to all values inside a value.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{here}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn run(text: String) {
    if let Ok(model) = load_sources(vec![Source::new("mutated.json", text)]) {
        // Other tests check the result.
        drop(transform::prepare(model, &Selection::default(), Protocol::ALL));
    }
}

#[test]
fn odd_values_anywhere_do_not_panic() {
    let odd = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("é#$"),
        json!("smithy.api#String"),
        json!("smithy.api#Unit"),
        json!("union"),
        json!([]),
        json!({}),
    ];
    let mut count = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-models")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(model) = serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()) else {
            continue;
        };
        let mut places = Vec::new();
        pointers(&model, "", &mut places);
        for place in places {
            for value in &odd {
                let mut mutated = model.clone();
                if let Some(target) = mutated.pointer_mut(&place) {
                    *target = value.clone();
                    run(mutated.to_string());
                    count += 1;
                }
            }
        }
    }
    assert!(count > 1_000, "only {count} models were tried");
}

#[test]
fn cut_texts_do_not_panic() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-models/unresolved-targets.json");
    let text = std::fs::read_to_string(path).unwrap();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        run(text[..end].to_owned());
    }
}
