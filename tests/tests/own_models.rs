//! Tests clients of models that are not AWS's: a job queue in CBOR and JSON, a shop, and a service with odd names. The
//! generated crates are built without warnings, and called by a program and by their commands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::model::Protocol;
use tinsmith_codegen::{CrateInfo, Request, Selection, generate, output};
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::{pack, peers};

#[path = "own_models/jobs.rs"]
mod jobs;
#[path = "own_models/odd.rs"]
mod odd;
#[path = "own_models/options.rs"]
mod options;
#[path = "own_models/server.rs"]
mod server;
#[path = "own_models/shop.rs"]
mod shop;

/// The crates, their models, and the protocols that are chosen.
const CRATES: [(&str, &str, Option<Protocol>); 4] = [
    ("jobs-cbor", "jobs", None),
    ("jobs-json", "jobs", Some(Protocol::RpcV2Json)),
    ("odd-names", "odd", None),
    ("shop", "shop", None),
];

fn source() -> PathBuf {
    peers::root().join("tests/own-models")
}

/// Generates the crates and writes the program, in one workspace.
fn write() -> PathBuf {
    let root = peers::target().join("outside/own-models");
    let path = |name: &str| peers::root().join(name).display().to_string();
    for (name, model, protocol) in CRATES {
        let krate = CrateInfo {
            name: Some(name.to_owned()),
            version: "0.1.0".to_owned(),
            runtime_path: path("runtime"),
            cli_path: Some(path("runtime/cli")),
            ..CrateInfo::default()
        };
        let selection = Selection { protocol, ..Selection::default() };
        let request = Request { models: vec![source().join(format!("{model}.smithy"))], selection, krate };
        let generated = generate(&request).unwrap_or_else(|found| panic!("{name}:\n{found}"));
        assert_eq!(generated.warnings.to_string(), "", "{name}");
        output::write(&root.join(name), &generated.files).expect("a crate");
    }
    fs::create_dir_all(root.join("caller")).expect("a directory below target");
    for entry in fs::read_dir(source().join("caller")).expect("the program") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let text = text.replace("{runtime}", &format!("{:?}", peers::root().join("runtime")));
        write_if_changed(&root.join("caller").join(path.file_name().expect("a name")), &text);
    }
    let names = CRATES.map(|(name, ..)| format!("{name:?}")).join(", ");
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\"caller\", {names}]\n");
    write_if_changed(&root.join("Cargo.toml"), &manifest);
    fs::copy(peers::root().join("Cargo.lock"), root.join("Cargo.lock")).expect("the workspace has a lock file");
    root
}

fn write_if_changed(path: &Path, text: &str) {
    if !fs::read_to_string(path).is_ok_and(|old| old == text) {
        fs::write(path, text).expect("a file below target");
    }
}

fn target() -> PathBuf {
    peers::target().join("generated")
}

fn cargo(root: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target())
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !text.contains("warning"), "cargo {arguments:?}:\n{text}");
}

/// Runs a program of the workspace without anything from the user's environment.
fn run(program: &str, url: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(target().join("debug").join(program));
    command.env_clear().env("HOME", peers::target().join("no-home")).env("AWS_ENDPOINT_URL", url);
    command.env("API_KEY_RUNTIME", "secret").env("AWS_BEARER_TOKEN_SHOP", "let-me-in");
    command.args(arguments).output().expect("the program starts").into()
}

#[test]
fn generated_clients_work_without_warnings() {
    let root = write();
    let packages = CRATES.map(|(name, ..)| ["--package", name]).concat();
    cargo(&root, &[&["doc", "--quiet", "--no-deps"], packages.as_slice()].concat());
    cargo(
        &root,
        &[&["clippy", "--quiet", "--all-features", "--all-targets"], packages.as_slice(), &["--", "-D", "warnings"]]
            .concat(),
    );
    cargo(&root, &["build", "--quiet", "--package", "caller"]);
    let called = run("caller", "", &[&server::serve()]);
    assert_eq!((called.code, called.stdout.as_str()), (0, "all calls succeeded\n"), "{}", called.stderr);
    for (package, calls) in [
        ("jobs-cbor", job_commands as fn(&dyn Fn(&[&str]) -> Run)),
        ("shop", shop_commands),
        ("odd-names", odd_commands),
    ] {
        cargo(&root, &["build", "--quiet", "--features", "cli", "--package", package]);
        let program = match package {
            "jobs-cbor" => "jobqueue",
            "odd-names" => "runtime",
            other => other,
        };
        let url = server::serve();
        calls(&|arguments| run(program, &url, arguments));
    }
}

#[test]
fn models_are_commands_of_tin() {
    for (model, calls) in
        [("jobs", job_commands as fn(&dyn Fn(&[&str]) -> Run)), ("shop", shop_commands), ("odd", odd_commands)]
    {
        let url = server::serve();
        let model = source().join(format!("{model}.smithy")).display().to_string();
        calls(&|arguments| {
            let mut command = Command::new(tin());
            command.env_clear().env("HOME", peers::target().join("no-home")).env("AWS_ENDPOINT_URL", &url);
            command.env("TINSMITH_PACK", pack::of_repository());
            command.env("API_KEY_RUNTIME", "secret").env("AWS_BEARER_TOKEN_SHOP", "let-me-in");
            command.args(["--model", &model]).args(arguments).output().expect("tin starts").into()
        });
    }
}

fn good(run: &Run) -> &str {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    run.stdout.trim_end()
}

fn json(run: &Run) -> serde_json::Value {
    serde_json::from_str(good(run)).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn job_commands(run: &dyn Fn(&[&str]) -> Run) {
    let value = serde_json::json!({
        "text": "a", "bytes": "AAH/", "flag": false, "tiny": -128, "float": 1.5, "double": 1e300,
        "at": "2026-11-24T00:00:00Z", "state": "done!", "priority": 100, "names": ["a", ""], "sparse": ["x", null],
        "labels": {"k": "bGFiZWw="}, "gaps": {"NEW": null}, "step": {"all": [{"sleep": 1.0}, {"stop": {}}]},
        "nested": {"children": [{"value": "AA=="}]}, "retries": 4,
    });
    let big = "-1234567890123456789012345678901234567890";
    let mut text = value.to_string();
    text.insert_str(text.len() - 1, &format!(", \"big\": {big}, \"decimal\": 0.1000000000000000000001"));
    let echoed = run(&["echo", "--cli-binary-format", "base64", "--cli-input-json", &text]);
    assert!(good(&echoed).contains(&format!("\"big\": {big}")), "{echoed:?}");
    assert!(good(&echoed).contains("\"decimal\": 0.1000000000000000000001"), "{echoed:?}");
    let echoed = json(&echoed);
    for (name, value) in value.as_object().expect("an object") {
        match name.as_str() {
            "at" => assert!(echoed[name].as_str().is_some_and(|it| it.starts_with("2026-11-24T00:00:00")), "{echoed}"),
            _ => assert_eq!(echoed[name], *value, "{name}"),
        }
    }
    let submitted = run(&["submit-job", "--job-id", "a", "--step", "run={program=make,arguments=[-j,2]}"]);
    assert_eq!(json(&submitted)["state"], "QUEUED");
    good(&run(&["wait", "job-done", "--job-id", "a"]));
    assert_eq!(
        good(&run(&["list-jobs", "--query", "jobs[].jobId", "--output", "text"])),
        "job-1\tjob-2\tjob-3\tjob-4\tjob-5"
    );
    assert_eq!(json(&run(&["list-jobs", "--max-items", "2"]))["jobs"].as_array().map(Vec::len), Some(2));
    let log = run(&["tail-log", "--job-id", "a"]);
    assert!(log.stdout.contains("\"one\"") && log.stdout.contains("0.5"), "{log:?}");
    let missing = run(&["get-job", "--job-id", "none"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (254, ""));
    assert!(missing.stderr.contains("(NoSuchJob)") && missing.stderr.contains("there is no job none"), "{missing:?}");
    let wrong = run(&["get-job", "--job-id", "Not This"]);
    assert!(wrong.code == 252 && wrong.stderr.contains("valid pattern"), "{wrong:?}");
    let help = run(&["submit-job", "help"]);
    assert!(good(&help).contains("--step") && good(&help).contains("Adds a job to the queue."), "{help:?}");
}

fn shop_commands(run: &dyn Fn(&[&str]) -> Run) {
    assert_eq!(json(&run(&["health"]))["open"], true);
    let put =
        ["put-product", "--sku", "AB-0001", "--name", "Tin", "--price", "amount=0.1000000000000000000001,currency=CHF"];
    let put = [put.as_slice(), &["--details", r#"{"any": [1, "two", null]}"#]].concat();
    assert_eq!(json(&run(&put))["status"], 201);
    let names = run(&["list-products", "--query", "page.products[].sku", "--output", "text"]);
    assert_eq!(good(&names), "AB-0001\tAB-0002\tAB-0003");
    let order = ["place-order", "--lines", "sku=AB-0001,quantity=2", "sku=AB-0002", "--payment", "invoice={}"];
    assert_eq!(json(&run(&order))["orderId"], "0badcafe-0001");
    assert_eq!(good(&run(&["delete-product", "--sku", "AB-0001"])), "");
    let missing = run(&["get-product", "--sku", "XX-0000"]);
    assert!(missing.code == 254 && missing.stderr.contains("(NoSuchProduct)"), "{missing:?}");
    let help = run(&["help"]);
    assert!(good(&help).contains("¥, € and 🦀"), "{help:?}");
}

fn odd_commands(run: &dyn Fn(&[&str]) -> Run) {
    let client = run(&["client", "--self", "a", "--type", "b", "--user-name", "one", "--option", "None={}"]);
    assert!(json(&client)["body"]["source"].as_str().is_some_and(|it| it.contains("/v1/self/a/b")), "{client:?}");
    assert_eq!(json(&run(&["result"]))["Err"], "err");
    assert_eq!(good(&run(&["self"])), "");
    let error = run(&["error"]);
    assert!(error.code == 254 && error.stderr.contains("(Error_)"), "{error:?}");
    let help = run(&["client", "help"]);
    assert!(good(&help).contains("--a-member-whose-name"), "{help:?}");
    good(&run(&["help"]));
}

/// Passwords of the environment answer the challenge of a server.
#[test]
fn passwords_come_from_the_environment() {
    let challenge = r#"Digest realm="here", nonce="n1", qop="auth", algorithm=SHA-256"#;
    for (scheme, variable, script, expected) in [
        (
            "httpBasicAuth",
            "BASIC_AUTH_VAULT",
            vec![Act::Answer(200, Vec::new(), "{}".to_owned())],
            "Basic YW5uOnA6dw==",
        ),
        (
            "httpDigestAuth",
            "DIGEST_AUTH_VAULT",
            vec![
                Act::Answer(401, Vec::new(), "{}".to_owned()).with("WWW-Authenticate", challenge),
                Act::Answer(200, Vec::new(), "{}".to_owned()),
            ],
            r#"Digest username="ann", realm="here", nonce="n1", uri="/open", "#,
        ),
    ] {
        let directory = peers::target().join("outside").join(scheme);
        fs::create_dir_all(&directory).expect("a directory below target");
        let model = directory.join("vault.smithy");
        let text = format!(
            "$version: \"2.0\"\nnamespace demo\nuse aws.protocols#restJson1\n\n@restJson1\n@{scheme}\n\
             service Vault {{ version: \"1\", operations: [Open] }}\n\n\
             @http(method: \"POST\", uri: \"/open\")\noperation Open {{}}\n"
        );
        fs::write(&model, text).expect("a model");
        let run = |url: &str, password: Option<&str>| -> Run {
            let mut command = Command::new(tin());
            command.env_clear().env("HOME", peers::target().join("no-home")).env("AWS_ENDPOINT_URL", url);
            command.env("TINSMITH_PACK", pack::of_repository()).envs(password.map(|it| (variable, it)));
            command.arg("--model").arg(&model).args(["open", "--debug"]).output().expect("tin starts").into()
        };
        let count = script.len();
        let server = Server::start(script);
        let opened = run(&server.url(), Some("ann:p:w"));
        assert_eq!(opened.code, 0, "{opened:?}");
        let seen = server.seen();
        let authorization = seen.last().and_then(|it| it.header("authorization")).unwrap_or_default();
        assert!(authorization.starts_with(expected), "{authorization}");
        assert_eq!(seen.len(), count);
        // Neither the log nor the request shows the password.
        assert!(!opened.stderr.contains("p:w") && !opened.stderr.contains("YW5uOnA6dw"), "{}", opened.stderr);
        let refused = run(&server.url(), None);
        assert!(refused.code != 0 && refused.stderr.contains(variable), "{refused:?}");
        assert_eq!(server.seen().len(), count);
    }
}
