//! Tests that a syntax error hides its own shape, and causes no errors elsewhere.
//!
//! Inserts an invalid line at every place of valid models. All errors must be syntax errors.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use tinsmith_codegen::diagnostic::event;
use tinsmith_codegen::model::{Protocol, Source, load_sources};
use tinsmith_codegen::transform::{self, Selection};

/// The lines that are inserted. None of them is valid anywhere, except in a text block or a comment.
const DAMAGES: [&str; 12] =
    ["}", "{", ")", "(", "]", "\"", "@", "x: y: z", "structure =", "= 1", "    name:", "apply ="];

fn models() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let own = ["jobs", "odd", "shop"].map(|name| root.join(format!("tests/own-models/{name}.smithy")));
    own.into_iter().chain([root.join("tests/weather/weather.smithy")]).collect()
}

#[test]
fn a_syntax_error_causes_no_others() {
    let mut false_errors = Vec::new();
    let mut count = 0;
    for path in models() {
        let text = std::fs::read_to_string(&path).expect("a model");
        let lines: Vec<&str> = text.lines().collect();
        // Each line with a few of the damages, so that all of them occur everywhere.
        let places = (0..=lines.len()).flat_map(|at| (0..3).map(move |turn| (at, (at * 5 + turn * 4) % DAMAGES.len())));
        for (at, damage) in places {
            let damaged = [&lines[..at], &[DAMAGES[damage]], &lines[at..]].concat().join("\n");
            count += 1;
            let loaded = load_sources(vec![Source::new("model.smithy", damaged)]);
            let found = loaded.and_then(|model| transform::prepare(model, &Selection::default(), Protocol::ALL));
            let errors = found.err().unwrap_or_default();
            let others = errors.errors().filter(|it| it.event_id != event::IDL_SYNTAX);
            let place = format!("{} with {:?} before line {}", path.display(), DAMAGES[damage], at + 1);
            false_errors.extend(others.map(|error| format!("{place}: {error}")));
        }
    }
    assert!(count > 3_000, "only {count} models");
    assert!(false_errors.is_empty(), "{} false errors:\n{}", false_errors.len(), false_errors.join("\n"));
}
