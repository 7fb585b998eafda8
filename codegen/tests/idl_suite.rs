//! Runs the loader tests of the Smithy repository: pairs of `.smithy` and `.json` files that must be equal, and files
//! that must be rejected. The repository contains none of them: `TINSMITH_SMITHY` is the directory with the files,
//! `smithy-model/src/test/resources/software/amazon/smithy/model/loader` in a checkout.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use tinsmith_codegen::model::{Model, Source, load_sources};
use tinsmith_codegen::validate::validate;

fn suite() -> Option<PathBuf> {
    let directory = std::env::var_os("TINSMITH_SMITHY").map(PathBuf::from);
    if directory.is_none() {
        tinsmith_tests::peers::skip("TINSMITH_SMITHY does not name the loader's tests of the Smithy repository");
    }
    directory
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut queue = vec![directory.to_owned()];
    while let Some(next) = queue.pop() {
        for entry in std::fs::read_dir(next).expect("a readable directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                queue.push(path);
            } else if path.extension().is_some_and(|it| it == "smithy") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn load(path: &Path) -> Result<Model, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    load_sources(vec![Source::new(path.display().to_string(), text)]).map_err(|error| error.to_string())
}

#[test]
fn every_pair_is_equal() {
    let Some(directory) = suite() else { return };
    let (mut equal, mut different) = (0, Vec::new());
    for path in files(&directory.join("valid")) {
        let json = path.with_extension("json");
        let idl = match load(&path) {
            Ok(model) => model,
            Err(why) => {
                different.push(format!("{}: {why}", path.display()));
                continue;
            }
        };
        if !json.exists() {
            continue;
        }
        let ast = load(&json).unwrap_or_else(|error| panic!("{}: {error}", json.display()));
        let names: std::collections::BTreeSet<_> = ast.shapes.keys().chain(idl.shapes.keys()).collect();
        let shapes: Vec<String> = names
            .into_iter()
            .filter(|id| ast.shapes.get(id.as_str()) != idl.shapes.get(id.as_str()))
            .map(|id| format!("{id}:\n  {:?}\n  {:?}", idl.shapes.get(id.as_str()), ast.shapes.get(id.as_str())))
            .collect();
        if shapes.is_empty() && ast.metadata == idl.metadata {
            equal += 1;
        } else {
            different.push(format!("{}: {:?} {:?} {}", path.display(), idl.metadata, ast.metadata, shapes.join("\n")));
        }
    }
    assert!(different.is_empty(), "{equal} equal, {} different:\n{}", different.len(), different.join("\n\n"));
    assert!(equal >= 62, "{equal}");
}

#[test]
fn every_invalid_file_is_refused() {
    let Some(directory) = suite() else { return };
    let (mut refused, mut accepted) = (0, Vec::new());
    for path in files(&directory.join("invalid")) {
        match load(&path).map(validate) {
            Ok(Ok(_)) => accepted.push(path.display().to_string()),
            _ => refused += 1,
        }
    }
    assert!(accepted.is_empty(), "{refused} refused, {} accepted:\n{}", accepted.len(), accepted.join("\n"));
}
