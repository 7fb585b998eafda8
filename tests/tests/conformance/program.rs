//! The program that runs the cases: the generated clients, and a `main` that lists their operations.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::{CrateInfo, OperationPath, Request, Selection, output};
use tinsmith_tests::peers;

/// The program after it was built.
pub struct Program {
    directory: PathBuf,
    models: Vec<PathBuf>,
    executable: PathBuf,
}

impl Program {
    /// Generates a client for each model and builds the program below the project's target directory. It is a separate
    /// workspace with the versions of the project's lock file.
    pub fn build(models: &[PathBuf]) -> Result<Self, String> {
        let root = peers::root();
        let directory = peers::target().join("conformance");
        let mut clients = Vec::new();
        for (number, model) in models.iter().enumerate() {
            clients.push(Client::generate(root, &directory, number, model)?);
        }
        write(&directory.join("Cargo.toml"), &workspace(&clients))?;
        write(&directory.join("driver/Cargo.toml"), &manifest(root, &clients))?;
        write(&directory.join("driver/src/main.rs"), &main(&clients))?;
        fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).map_err(|error| error.to_string())?;
        cargo_build(&directory)?;
        let executable = directory.join("target/debug").join(format!("driver{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { directory, models: models.to_vec(), executable })
    }

    /// The directory of the program and the clients.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The models of its clients.
    pub fn models(&self) -> &[PathBuf] {
        &self.models
    }

    /// Runs the cases of these models, one per client, and returns the output.
    pub fn run(&self, models: &[PathBuf]) -> String {
        let output = Command::new(&self.executable).args(models).output().unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A generated client.
struct Client {
    /// The directory in the workspace, which is also the name of the crate in the program.
    name: String,
    /// The package name.
    package: String,
    /// The paths of its operations.
    operations: Vec<OperationPath>,
}

impl Client {
    fn generate(root: &Path, directory: &Path, number: usize, model: &Path) -> Result<Self, String> {
        let name = format!("client_{number}");
        let krate = CrateInfo {
            name: None,
            version: "0.0.0".to_owned(),
            runtime_path: root.join("runtime").display().to_string(),
            credentials_path: None,
            cli_path: None,
            commands: None,
            ..CrateInfo::default()
        };
        let selection = Selection::default();
        let request = Request { models: vec![model.to_owned()], selection, krate };
        let generated =
            tinsmith_codegen::generate(&request).map_err(|error| format!("{}: {error}", model.display()))?;
        output::write(&directory.join(&name), &generated.files).map_err(|error| error.to_string())?;
        Ok(Self { name, package: generated.name, operations: generated.operations })
    }
}

fn workspace(clients: &[Client]) -> String {
    let members: Vec<_> = clients.iter().map(|client| format!("{:?}", client.name)).collect();
    format!("[workspace]\nresolver = \"3\"\nmembers = [\"driver\", {}]\n", members.join(", "))
}

fn manifest(root: &Path, clients: &[Client]) -> String {
    let mut text =
        "[package]\nname = \"driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n".to_owned();
    let _ = writeln!(text, "tinsmith-tests = {{ path = {:?} }}", root.join("tests"));
    for Client { name, package, .. } in clients {
        let _ = writeln!(text, "{name} = {{ path = \"../{name}\", package = {package:?}, default-features = false }}");
    }
    text
}

fn main(clients: &[Client]) -> String {
    let mut text = "use tinsmith_tests::conformance::{Entry, main as work};\n\n".to_owned();
    text.push_str(
        "fn main() -> std::process::ExitCode {\n    let paths: Vec<String> = std::env::args().skip(1).collect();\n",
    );
    text.push_str("    let clients: &[&[Entry]] = &[\n");
    for Client { name, operations, .. } in clients {
        text.push_str("        &[\n");
        for OperationPath { module, marker } in operations {
            let _ = writeln!(text, "            Entry::of::<{name}::operation::{module}::{marker}>(),");
        }
        text.push_str("        ],\n");
    }
    text.push_str("    ];\n    work(&paths, clients)\n}\n");
    text
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn cargo_build(directory: &Path) -> Result<(), String> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--package", "driver", "--target-dir"])
        .arg(directory.join("target"))
        .current_dir(directory)
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("the program does not build:\n{}", String::from_utf8_lossy(&output.stderr)))
}
