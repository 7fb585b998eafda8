//! Tests of `cargo xtask sweep`.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn sweep(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("sweep").args(arguments).current_dir(repository()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn digest(text: &str) -> &str {
    text.rsplit_once("digest ").unwrap().1.trim()
}

#[test]
fn every_model_of_a_directory_is_generated_with_the_same_bytes() {
    let first = sweep(&["codegen/tests/models", "--jobs", "1"]);
    let text = stdout(&first);
    assert!(first.status.success(), "{text}{}", String::from_utf8_lossy(&first.stderr));
    for part in ["model ", "every-type ", "waiters ", " 0 rejected", "warnings: ", "endpoint tests: ", "examples: "] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    // Files such as `every-type.docs.json` are parts of models.
    assert!(!text.contains("every-type.docs"), "{text}");
    let second = stdout(&sweep(&["codegen/tests/models", "--generate-only", "--jobs", "2"]));
    assert_eq!(digest(&text), digest(&second));
}

#[test]
fn what_fails_is_named() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep");
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    let endpoint = |url: &str| {
        format!(
            r#"{{"smithy": "2.0", "shapes": {{"a#S": {{"type": "service", "version": "1", "traits": {{
                "aws.protocols#awsJson1_1": {{}},
                "smithy.rules#endpointRuleSet": {{"version": "1.0", "parameters": {{}},
                    "rules": [{{"type": "endpoint", "conditions": [], "endpoint": {{"url": "https://a"}}}}]}},
                "smithy.rules#endpointTests": {{"version": "1.0", "testCases": [
                    {{"documentation": "the one", "expect": {{"endpoint": {{"url": "{url}"}}}}}}]}}}}}}}}}}"#
        )
    };
    std::fs::write(directory.join("right.json"), endpoint("https://a")).unwrap();
    let right = sweep(&[directory.to_str().unwrap()]);
    assert!(stdout(&right).contains("endpoint tests: 1 passed, 0 failed, 0 skipped"), "{}", stdout(&right));
    assert!(right.status.success());
    std::fs::write(directory.join("wrong.json"), endpoint("https://b")).unwrap();
    std::fs::write(directory.join("broken.json"), "{").unwrap();
    let wrong = sweep(&[directory.to_str().unwrap()]);
    assert_eq!(wrong.status.code(), Some(1));
    let message = String::from_utf8_lossy(&wrong.stderr);
    assert!(
        message.contains("wrong:\n  endpoint test \"the one\": expected") && message.contains("broken:\n"),
        "{message}"
    );
    assert!(stdout(&wrong).contains("1 passed, 1 failed"), "{}", stdout(&wrong));
}

#[test]
fn an_archive_is_unpacked() {
    let directory: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep-archive");
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    let archive = directory.join("few.tar");
    let models = repository().join("codegen/tests/models");
    let tar = Command::new("tar").arg("-cf").arg(&archive).arg("-C").arg(&models).arg("waiters.json").status();
    assert!(tar.unwrap().success());
    let swept = sweep(&[archive.to_str().unwrap()]);
    assert!(stdout(&swept).contains("1 models: 1 generated"), "{}", stdout(&swept));
}
