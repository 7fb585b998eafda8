//! Tests that one program compiles and behaves the same with two versions of a model.
//!
//! In `forward/after.json`, compared with `forward/before.json`, an enum has an additional value, a union an additional
//! variant, the input, output, structure and error an additional member each, the operation an additional error, and
//! the service an additional operation.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::{CrateInfo, Request, Selection, generate, output};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Generates the crate of a version, and a program that uses it.
fn write_version(root: &Path, version: &str) {
    let sources = repository().join("codegen/tests/forward");
    let krate = CrateInfo {
        name: Some(format!("service-{version}")),
        version: "0.1.0".to_owned(),
        runtime_path: "../../../../runtime".to_owned(),
        credentials_path: None,
        cli_path: None,
        commands: None,
        ..CrateInfo::default()
    };
    let models = vec![sources.join(format!("{version}.json"))];
    let request = Request { models, selection: Selection::default(), krate };
    let generated = generate(&request).unwrap_or_else(|found| panic!("{version}:\n{found}"));
    output::write(&root.join(format!("service-{version}")), &generated.files).unwrap();

    let program = root.join(format!("program-{version}"));
    let manifest = format!(
        "[package]\nname = \"program-{version}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies.service]\n\
         package = \"service-{version}\"\npath = \"../service-{version}\"\ndefault-features = false\n\
         features = [\"test-util\"]\n"
    );
    fs::create_dir_all(program.join("src")).unwrap();
    fs::write(program.join("Cargo.toml"), manifest).unwrap();
    fs::copy(sources.join("program.rs"), program.join("src/main.rs")).unwrap();
}

/// Runs the program of a version. It denies warnings.
fn run(root: &Path, version: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", &format!("program-{version}")])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", repository().join("target/generated"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the program of `{version}`:\n{told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_program_outlives_a_version_of_the_model() {
    let root: PathBuf = repository().join("target/generated-crates/forward");
    let versions = ["before", "after"];
    for version in versions {
        write_version(&root, version);
    }
    let members = ["program-before", "program-after", "service-before", "service-after"];
    fs::write(root.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n")).unwrap();
    fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    for version in versions {
        assert_eq!(run(&root, version), "as ever\n", "{version}");
    }
    // If the versions did not differ, this test would prove nothing.
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert!(text("service-after/src/types/kind.rs").contains("Flat"));
    assert!(!text("service-before/src/types/kind.rs").contains("Flat"));
    assert!(root.join("service-after/src/operation/drop_thing.rs").exists());
}
