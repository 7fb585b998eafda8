//! Tests of `cargo xtask codegen`: its output, exit code and files.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The path of a test's directory, which does not exist yet.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn codegen(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("codegen").args(arguments).current_dir(repository()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_run_says_what_it_did() {
    let out = directory("says");
    let out = out.to_str().unwrap();
    let first = codegen(&["--out", out, "--operations", "UpdateAccessKey,GetUser"]);
    assert!(first.status.success(), "{}", stderr(&first));
    let text = stdout(&first);
    for part in ["2 operations", " shapes, ", " files, ", " lines, ", " ms\n", " written, 0 unchanged, 0 pruned"] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let name = "AWSIdentityManagementV20100508";
    let second =
        codegen(&["--out", out, "--operations", "UpdateAccessKey, ", "--operations", "GetUser", "--service", name]);
    assert!(stdout(&second).ends_with("\nnothing changed\n"), "{}", stdout(&second));
}

#[test]
fn the_crate_finds_what_it_depends_on_from_where_it_stands() {
    let out = directory("some/where");
    assert!(codegen(&["--out", out.to_str().unwrap()]).status.success());
    let manifest = std::fs::read_to_string(out.join("Cargo.toml")).unwrap();
    for (package, directory) in [("tinsmith-runtime", "runtime"), ("tinsmith-credentials", "runtime/credentials")] {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{package} = "))).unwrap();
        let path = line.split("path = \"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(out.join(path).canonicalize().unwrap(), repository().join(directory).canonicalize().unwrap());
    }
}

#[test]
fn without_arguments_the_repository_s_own_crates_are_checked() {
    let output = codegen(&["--check"]);
    let text = stdout(&output);
    assert!(output.status.success(), "{}", stderr(&output));
    for name in
        ["tinsmith-iam", "tinsmith-credentials-sts", "tinsmith-credentials-sso", "tinsmith-credentials-sso-oidc"]
    {
        assert!(text.contains(&format!("{name} in ")), "{name} is not in {text}");
    }
    assert_eq!(text.matches("up to date\n").count(), 4, "{text}");
}

#[test]
fn check_names_what_is_stale_and_what_mends_it() {
    let out = directory("stale dir");
    let out = out.to_str().unwrap();
    assert!(codegen(&["--out", out]).status.success());
    let fine = codegen(&["--out", out, "--check"]);
    assert!(fine.status.success(), "{}", stderr(&fine));
    let client = Path::new(out).join("src/client.rs");
    let text = std::fs::read_to_string(&client).unwrap() + "// by hand\n";
    std::fs::write(&client, &text).unwrap();
    let stale = codegen(&["--check", "--out", out]);
    assert_eq!(stale.status.code(), Some(1));
    let message = stderr(&stale);
    assert!(message.contains(&format!("stale: {}", client.display())), "{message}");
    assert!(message.contains("1 file out of date"), "{message}");
    assert!(message.contains(&format!("cargo xtask codegen --out '{out}'\n")), "{message}");
    assert_eq!(std::fs::read_to_string(&client).unwrap(), text);
}

#[test]
fn a_bad_model_changes_nothing() {
    let out = directory("bad");
    let model = repository().join("codegen/tests/bad-models/all-at-once.json");
    let failed = codegen(&["--model", model.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(stderr(&failed).contains(" errors, "), "{}", stderr(&failed));
    assert!(stderr(&failed).ends_with("nothing was written\n"), "{}", stderr(&failed));
    assert!(!out.exists());
}

#[test]
fn files_and_directories_that_cannot_be_used_are_named() {
    let missing = codegen(&["--model", "no/such/model.json"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("no/such/model.json"), "{}", stderr(&missing));

    let blocked = codegen(&["--out", "Cargo.toml/inside"]);
    assert_eq!(blocked.status.code(), Some(1));
    assert!(stderr(&blocked).contains("Cargo.toml/inside"), "{}", stderr(&blocked));

    let unknown = codegen(&["--operations", "UpdateAcessKey"]);
    assert!(stderr(&unknown).contains("did you mean UpdateAccessKey"), "{}", stderr(&unknown));
}

#[test]
fn a_reader_that_has_gone_is_no_reason_to_panic() {
    let out = directory("gone");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["codegen", "--out", out.to_str().unwrap()]).current_dir(repository());
    let output = command.stdout(writer).stderr(std::process::Stdio::piped()).spawn().unwrap().wait_with_output();
    let output = output.unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", stderr(&output));
}
