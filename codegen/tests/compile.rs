//! Tests that generated code compiles without warnings, is documented without warnings, and works. Each model in
//! `tests/models` is a crate; `tests/uses` has tests of some of them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::{CrateInfo, Request, Selection, generate, output};
use tinsmith_tests::peers;

#[path = "compile/names.rs"]
mod names;

/// The maximum number of lines for all of IAM: an eighth of the 219,588 lines of `aws-sdk-iam`. `cargo xtask bench
/// --only lines` compares with its current version.
const IAM_LINES: usize = 219_588 / 8;

/// Generates the crates in one workspace below `target` and runs cargo on it.
struct Workspace {
    root: PathBuf,
    members: Vec<String>,
    /// The number of lines of each member.
    lines: Vec<usize>,
}

impl Workspace {
    fn new(name: &str) -> Self {
        Self { root: repository().join("target/generated-crates").join(name), members: Vec::new(), lines: Vec::new() }
    }

    fn add(&mut self, name: &str, models: &[PathBuf]) {
        let krate = CrateInfo {
            name: None,
            version: "0.1.0".to_owned(),
            runtime_path: "../../../../runtime".to_owned(),
            credentials_path: None,
            cli_path: Some("../../../../runtime/cli".to_owned()),
            commands: None,
            ..CrateInfo::default()
        };
        let selection = Selection::default();
        let request = Request { models: models.to_vec(), selection, krate };
        let generated = generate(&request).unwrap_or_else(|found| panic!("{name}:\n{found}"));
        let directory = self.root.join(name);
        output::write(&directory, &generated.files).unwrap();
        self.lines.push(generated.counts.lines);
        let uses = repository().join("codegen/tests/uses").join(format!("{}.rs", name.replace('-', "_")));
        if uses.exists() {
            std::fs::create_dir_all(directory.join("tests")).unwrap();
            std::fs::copy(uses, directory.join("tests/uses.rs")).unwrap();
        }
        self.members.push(name.to_owned());
    }

    fn cargo(&self, arguments: &[&str]) {
        let members = self.members.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        std::fs::write(self.root.join("Cargo.toml"), manifest).unwrap();
        // Uses the same dependency versions as the repository.
        std::fs::copy(repository().join("Cargo.lock"), self.root.join("Cargo.lock")).unwrap();
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", repository().join("target/generated"))
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "cargo {arguments:?} in {}:\n{text}\n{out}", self.root.display());
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The models in a directory by file name; `x.y.json` belongs to `x`.
fn models(directory: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mut found: Vec<(String, Vec<PathBuf>)> = Vec::new();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == "json" || it == "smithy")) {
        let name = path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
        match found.last_mut() {
            Some((last, paths)) if *last == name => paths.push(path),
            _ => found.push((name, vec![path])),
        }
    }
    found
}

#[test]
fn every_model_makes_a_crate_without_warnings() {
    let mut workspace = Workspace::new("models");
    for (name, paths) in models(&repository().join("codegen/tests/models")) {
        workspace.add(&name, &paths);
    }
    assert!(workspace.members.len() >= 3);
    workspace.cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    workspace.cargo(&["doc", "--quiet", "--workspace", "--no-deps"]);
    workspace.cargo(&["test", "--quiet", "--workspace"]);
}

/// Their documentation and examples are not compiled: there are thousands of each.
#[test]
fn colliding_names_make_crates_without_warnings() {
    let mut workspace = Workspace::new("names");
    for turn in [0, 2] {
        let name = format!("names-{turn}");
        let model = workspace.root.join(format!("{name}.json"));
        std::fs::create_dir_all(&workspace.root).unwrap();
        std::fs::write(&model, names::model(turn).to_string()).unwrap();
        workspace.add(&name, &[model]);
    }
    workspace.cargo(&["clippy", "--quiet", "--workspace", "--", "-D", "warnings"]);
}

#[test]
fn all_of_iam_is_an_eighth_of_the_official_crate() {
    let mut workspace = Workspace::new("own");
    workspace.add("iam", &["model", "docs"].map(|name| repository().join(format!("models/iam/{name}.json"))));
    assert!(workspace.lines[0] <= IAM_LINES, "IAM takes {} lines", workspace.lines[0]);
}

/// The official models and those of the protocol tests are outside the repository, in `TINSMITH_SHARED` or `../shared`.
#[test]
fn official_models_make_crates_without_warnings() {
    let Some(shared) = peers::shared("") else { return };
    let mut workspace = Workspace::new("official");
    for name in ["iam", "sts", "sqs", "kms", "dynamodb", "sso", "sso-oidc", "glacier", "lambda", "transcribe-streaming"]
    {
        workspace.add(name, &[shared.join(format!("models/{name}.json"))]);
    }
    assert!(workspace.lines[0] <= IAM_LINES, "the official IAM takes {} lines", workspace.lines[0]);
    for name in [
        "awsQuery",
        "awsJson1_0",
        "awsJson1_0-queryCompatible",
        "awsJson1_1",
        "awsJson1_1-machinelearning",
        "restJson1",
        "restJson1-apigateway",
        "restJson1-validation",
    ] {
        workspace.add(name, &[shared.join(format!("conformance/{name}.json"))]);
    }
    workspace.cargo(&["clippy", "--quiet", "--workspace", "--", "-D", "warnings"]);
    workspace.cargo(&["doc", "--quiet", "--workspace", "--no-deps"]);
}
