//! Tests a package outside the workspace that depends on the client, and compiles with the official SDK if only the
//! crate's name is replaced.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::types::StatusType;
use tinsmith_tests::{moto, peers};

const MANIFEST: &str = include_str!("../outside/Cargo.toml");
const MOCKS: [(&str, &str); 2] = [
    ("Cargo.toml", include_str!("../outside/mocks/Cargo.toml")),
    ("mocks.rs", include_str!("../outside/mocks/mocks.rs")),
];
const PROGRAM: &str = include_str!("../outside/main.rs");

/// Writes the package with this dependency to a directory below `target`.
fn write(name: &str, dependency: &str, program: &str) -> PathBuf {
    let package = peers::target().join("outside").join(name);
    fs::create_dir_all(&package).expect("a directory below target");
    fs::write(package.join("Cargo.toml"), MANIFEST.replace("{dependency}", dependency)).expect("a manifest");
    fs::write(package.join("main.rs"), program).expect("a program");
    package
}

fn cargo(package: &Path, arguments: &[&str]) -> Output {
    // Builds of this package and of the workspace must not wait for each other.
    cargo_into(&package.join("target"), package, arguments)
}

fn cargo_into(target: &Path, package: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(package).args(arguments).env("CARGO_TARGET_DIR", target);
    let output = command.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The package with our client, built.
fn build() -> PathBuf {
    let path = peers::root().join("generated-client");
    let package = write("ours", &format!("tinsmith-iam = {{ path = {path:?} }}"), PROGRAM);
    // With the workspace's lock file, nothing is resolved or downloaded again.
    fs::copy(peers::root().join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has a lock file");
    cargo(&package, &["build", "--quiet"]);
    package.join("target/debug/outside")
}

#[tokio::test]
async fn a_program_outside_the_workspace_takes_a_key_out_of_use() {
    let Some(url) = moto::shared() else { return };
    let program = build();
    let credentials = Credentials::new("test", "test", None, None, "test");
    let config = Config::builder().region(Region::new("us-east-1")).credentials_provider(credentials);
    let client = Client::from_conf(config.endpoint_url(&url).build());
    client.create_user().user_name("Bob").send().await.expect("a new user");
    let key = client.create_access_key().user_name("Bob").send().await.expect("a new key");
    let key = key.access_key.expect("the answer holds the key");

    let run = |key: &str| Command::new(&program).args([&url, "Bob", key]).output().expect("the program starts");
    let done = run(key.access_key_id());
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stdout).as_ref()), (Some(0), "inactive\n"));
    let listed = client.list_access_keys().user_name("Bob").send().await.expect("the keys");
    assert_eq!(listed.access_key_metadata()[0].status(), Some(&StatusType::Inactive));

    let missing = run("AKIAIOSFODNN7EXAMPLE");
    let stdout = String::from_utf8_lossy(&missing.stdout);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stdout.starts_with("no such entity: ") && stdout.contains("AKIAIOSFODNN7EXAMPLE"), "{stdout}");
}

#[test]
fn tests_of_a_user_work_with_the_official_mocks() {
    let path = peers::root().join("generated-client");
    let dependency = format!("tinsmith-iam = {{ path = {path:?}, features = [\"test-util\"] }}");
    let package = peers::target().join("outside/mocks");
    fs::create_dir_all(&package).expect("a directory below target");
    for (name, text) in MOCKS {
        fs::write(package.join(name), text.replace("{dependency}", &dependency)).expect("a file");
    }
    fs::copy(peers::root().join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has a lock file");
    let output = cargo(&package, &["test", "--quiet"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("10 passed"), "{shown}");
}

/// The dependencies are compiled once for this package and the installed command.
#[test]
#[ignore = "compiles the client and its command again, which takes minutes: `cargo xtask test --peer`"]
fn a_repository_serves_as_a_dependency_and_installs_the_command() {
    let bare = peers::target().join("outside/repository.git");
    // Left by an earlier run, with older commits.
    let _ = fs::remove_dir_all(&bare);
    let clone = Command::new("git").args(["clone", "--bare", "--quiet"]).arg(peers::root()).arg(&bare).status();
    if !clone.is_ok_and(|it| it.success()) {
        return peers::skip("this is not a git checkout, or git is not installed");
    }
    let url = format!("file://{}", bare.display());
    let package = write("git", &format!("tinsmith-iam = {{ git = {url:?} }}"), PROGRAM);
    fs::copy(peers::root().join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has a lock file");
    cargo(&package, &["build", "--quiet"]);
    let usage = Command::new(package.join("target/debug/outside")).output().expect("the program starts");
    assert_eq!(usage.status.code(), Some(2), "{}", String::from_utf8_lossy(&usage.stderr));

    let root = package.join("installed");
    let place = root.to_string_lossy();
    let install = ["install", "--quiet", "--debug", "--locked", "--force", "--git", &url, "--root", &place];
    cargo_into(&package.join("target"), &package, &[&install[..], &["tinsmith-iam", "--features", "cli"]].concat());
    let version = Command::new(root.join("bin/iam")).arg("--version").output().expect("the command starts");
    assert!(version.status.success() && version.stdout.starts_with(b"iam "), "{version:?}");
}

#[test]
#[ignore = "compiles aws-sdk-iam, which takes minutes: `cargo xtask test --peer`"]
fn only_the_crate_s_name_differs_from_the_official_sdk() {
    let dependency = "aws-sdk-iam = \"1\"";
    let package = write("official", dependency, &PROGRAM.replace("tinsmith_iam", "aws_sdk_iam"));
    cargo(&package, &["check", "--quiet"]);
}
