//! Runs the seeds of the fuzz targets in every test run. `cargo fuzz` starts from them.

#[allow(dead_code)] // `hostile_packs.rs` uses more of it
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;

/// Runs a target with each of its seeds.
fn replay(name: &str, target: fn(&[u8])) {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(seeds).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 5, "{name} has {} seeds", paths.len());
    for path in paths {
        // If the test fails, its captured output ends with the name of the seed.
        println!("{}", path.display());
        target(&std::fs::read(&path).unwrap());
    }
}

#[test]
fn answers_in_xml() {
    replay("xml", fuzz::xml);
}

#[test]
fn inputs_as_forms() {
    replay("query", fuzz::query);
}

#[test]
fn json_of_people() {
    replay("json", fuzz::json);
}

#[test]
fn models_in_idl() {
    replay("idl", fuzz::idl);
}

#[test]
fn models() {
    replay("model", fuzz::model);
}

#[test]
fn packs() {
    replay("pack", fuzz::pack);
}
