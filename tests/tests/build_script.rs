//! Tests a package outside the workspace whose build script generates its client from the IDL.

use std::fs;
use std::path::Path;
use std::process::Command;

use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

fn write() -> std::path::PathBuf {
    let package = peers::target().join("outside/weather");
    fs::create_dir_all(&package).expect("a directory below target");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("weather");
    for file in ["build.rs", "main.rs", "weather.smithy"] {
        copy_if_changed(&source.join(file), &package.join(file));
    }
    let manifest = fs::read_to_string(source.join("Cargo.toml")).expect("the manifest");
    let path = |name: &str| format!("{:?}", peers::root().join(name));
    let manifest = manifest.replace("{runtime}", &path("runtime")).replace("{codegen}", &path("codegen"));
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(peers::root().join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has a lock file");
    package
}

fn copy_if_changed(from: &Path, to: &Path) {
    let text = fs::read(from).expect("a file of the package");
    if fs::read(to).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(to, text).expect("a copy");
}

#[test]
fn a_build_script_generates_a_client_that_makes_a_call() {
    let package = write();
    let output = Command::new(env!("CARGO"))
        .current_dir(&package)
        .args(["build", "--quiet"])
        .env("CARGO_TARGET_DIR", package.join("target"))
        .output()
        .expect("cargo starts");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    assert!(!stderr.contains("warning"), "{stderr}");

    let city = r#"{"name": "Zurich", "coordinates": {"latitude": 47.5, "longitude": 8.5}}"#;
    let server =
        Server::start([Act::Answer(200, vec![("Content-Type", "application/json".to_owned())], city.to_owned())]);
    let program = package.join("target/debug/weather");
    let output = Command::new(program).arg(server.url()).output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Zurich 47.5\n", "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(server.seen()[0].line, "GET /cities/Zurich HTTP/1.1");
    // The model has no authentication scheme.
    assert_eq!(server.seen()[0].header("authorization"), None);
}
