//! Tests the program `tinsmith` as its users have it: installed from a repository, in a directory of their own, with a
//! client that takes the runtime from a repository or from published packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

/// The files of the package that uses the client.
const PACKAGE: [(&str, &str); 3] = [
    ("Cargo.toml", include_str!("../outside/installed/Cargo.toml")),
    ("main.rs", include_str!("../outside/installed/main.rs")),
    ("weather.smithy", include_str!("../weather/weather.smithy")),
];

/// The tests build into the same directory.
static ALONE: Mutex<()> = Mutex::new(());

fn directory() -> PathBuf {
    peers::target().join("outside/installed")
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Cargo in a directory. All builds of this test share their dependencies.
fn cargo(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(directory).env("CARGO_TARGET_DIR", self::directory().join("target")).env_remove("RUSTFLAGS");
    command
}

/// A bare clone of the repository, as a URL. `None` if there is no repository.
fn repository() -> Option<String> {
    let bare = directory().join("repository.git");
    // Left by an earlier run, with older commits.
    let _ = fs::remove_dir_all(&bare);
    let clone = Command::new("git").args(["clone", "--bare", "--quiet"]).arg(peers::root()).arg(&bare).status();
    if !clone.is_ok_and(|it| it.success()) {
        peers::skip("this is not a git checkout, or git is not installed");
        return None;
    }
    Some(format!("file://{}", bare.display()))
}

/// Installs `tinsmith` from this source, and returns the program.
fn install(source: &[&str]) -> PathBuf {
    let root = directory().join("root");
    let _ = fs::remove_dir_all(&root);
    let mut command = cargo(&directory());
    command.args(["install", "--quiet", "--debug", "--locked", "--force", "--root"]).arg(&root);
    run(command.args(source));
    root.join("bin/tinsmith")
}

/// Generates the client in a directory of its own, with these arguments, and builds the program that uses it.
fn build(name: &str, tinsmith: &Path, arguments: &[&str], patch: &str) -> PathBuf {
    let package = directory().join(name);
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(&package).expect("a directory below target");
    for (file, text) in PACKAGE {
        let text = if file == "Cargo.toml" { format!("{text}{patch}") } else { text.to_owned() };
        fs::write(package.join(file), text).expect("a file of the package");
    }
    // With the workspace's lock file, nothing is resolved or downloaded again.
    fs::copy(peers::root().join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has a lock file");
    let mut command = Command::new(tinsmith);
    command.args(["codegen", "weather.smithy", "--name", "weather-client", "--out", "weather-client"]);
    let output = run(command.args(arguments).current_dir(&package));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("warning"), "{output:?}");
    let output = run(cargo(&package).args(["build", "--quiet"]));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("warning"), "{output:?}");
    // Plain HTTP needs no TLS.
    let tree = run(cargo(&package).args(["tree", "--edges", "normal", "--prefix", "none"]));
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    assert!(tree.contains("hyper v1") && !tree.contains("rustls"), "{tree}");
    directory().join("target/debug/installed")
}

/// Runs the program with a service on loopback.
fn check(program: &Path) {
    let json = |status, body: &str| {
        Act::Answer(status, vec![("Content-Type", "application/json".to_owned())], body.to_owned())
    };
    let server = Server::start([
        json(200, r#"{"name": "Zurich", "coordinates": {"latitude": 47.5, "longitude": 8.5}}"#),
        json(200, r#"{"items": [{"cityId": "a", "name": "A"}], "nextToken": "2"}"#),
        json(200, r#"{"items": [{"cityId": "b", "name": "B"}]}"#),
        Act::Answer(
            404,
            vec![("Content-Type", "application/json".to_owned()), ("X-Amzn-Errortype", "NoSuchResource".to_owned())],
            r#"{"resourceType": "City", "message": "it sank"}"#.to_owned(),
        ),
    ]);
    let output = run(Command::new(program).arg(server.url()));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.starts_with("Zurich 47.5\nA\nB\nNoSuchResource") && told.contains("it sank"), "{told}");
    let lines: Vec<String> = server.seen().iter().map(|it| it.line.clone()).collect();
    assert_eq!(lines[2], "GET /cities?nextToken=2&pageSize=1 HTTP/1.1");
}

#[test]
#[ignore = "compiles the generator and the runtime again, which takes minutes: `cargo xtask test --peer`"]
fn an_installed_tinsmith_generates_a_client_with_a_runtime_from_git() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    fs::create_dir_all(directory()).expect("a directory below target");
    let Some(url) = repository() else { return };
    let tinsmith = install(&["--git", &url, "tinsmith"]);
    let version = run(Command::new(&tinsmith).arg("--version"));
    assert!(version.stdout.starts_with(b"tinsmith "), "{version:?}");
    let head = run(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(peers::root()));
    let head = String::from_utf8_lossy(&head.stdout).trim().to_owned();
    check(&build("git", &tinsmith, &["--runtime", &format!("git={url}#{head}")], ""));
}

/// The packages are not published, so the test makes them and tells Cargo where they are. Their versions must match what
/// the client requires.
#[test]
#[ignore = "compiles the generator and the runtime again, which takes minutes: `cargo xtask test --peer`"]
fn an_installed_tinsmith_generates_a_client_with_a_published_runtime() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    const PACKAGES: [&str; 7] = [
        "tinsmith-jmespath",
        "tinsmith-runtime",
        "tinsmith-cli",
        "tinsmith-credentials-sts",
        "tinsmith-credentials-sso",
        "tinsmith-credentials-sso-oidc",
        "tinsmith-credentials",
    ];
    fs::create_dir_all(directory()).expect("a directory below target");
    let command = peers::root().join("codegen/command");
    let tinsmith = install(&["--path", &command.to_string_lossy()]);
    let mut package = cargo(peers::root());
    package.args(["package", "--quiet", "--no-verify", "--allow-dirty"]);
    run(package.args(PACKAGES.iter().flat_map(|it| ["--package", it])));
    let (packed, unpacked) = (directory().join("target/package"), directory().join("packages"));
    let _ = fs::remove_dir_all(&unpacked);
    fs::create_dir_all(&unpacked).expect("a directory below target");
    let version = env!("CARGO_PKG_VERSION");
    let mut patch = "\n[patch.crates-io]\n".to_owned();
    for name in PACKAGES {
        let file = packed.join(format!("{name}-{version}.crate"));
        run(Command::new("tar").arg("-xzf").arg(file).arg("-C").arg(&unpacked));
        patch += &format!("{name} = {{ path = {:?} }}\n", unpacked.join(format!("{name}-{version}")));
    }
    // The published version is the default.
    check(&build("version", &tinsmith, &[], &patch));
    let runtime = format!("version={version}");
    check(&build("version", &tinsmith, &["--runtime", &runtime], &patch));
}
