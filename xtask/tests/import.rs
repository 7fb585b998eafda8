//! Tests of `cargo xtask import` and `cargo xtask compare`.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tinsmith_tests::peers;

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An empty directory of one test.
fn scratch(test: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// A data directory like botocore's, with one service in two versions.
fn data(directory: &Path, case: &str) -> PathBuf {
    let data = directory.join("data");
    fs::create_dir_all(data.join("svc/2011-01-01")).unwrap();
    let version = data.join("svc/2010-01-01");
    fs::create_dir_all(&version).unwrap();
    for entry in fs::read_dir(workspace().join("codegen/tests/import").join(case)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, version.join(path.file_name().unwrap())).unwrap();
    }
    data
}

fn xtask(arguments: &[&str], paths: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).env_remove("TINSMITH_PYTHON");
    for (option, path) in paths {
        if !option.is_empty() {
            command.arg(option);
        }
        command.arg(path);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const IMPORT: [&str; 4] = ["import", "botocore", "--service", "svc"];

#[test]
fn a_model_is_written_once_and_then_unchanged() {
    let directory = scratch("written");
    let data = data(&directory, "rest-xml");
    let out = directory.join("model.json");
    for state in ["written", "unchanged"] {
        let done = xtask(&IMPORT, &[("--data", &data), ("--out", &out)]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let line = text(&done.stdout);
        assert!(line.contains("4 operations") && line.trim_end().ends_with(state), "{line}");
    }
    let expected = workspace().join("codegen/tests/import/rest-xml/expected.json");
    assert_eq!(fs::read_to_string(&out).unwrap(), fs::read_to_string(&expected).unwrap());
    let same = xtask(&["compare"], &[("", &out), ("", &expected)]);
    assert!(same.status.success() && text(&same.stdout).starts_with("no differences"), "{}", text(&same.stdout));
}

#[test]
fn a_check_tells_what_is_out_of_date_and_writes_nothing() {
    let directory = scratch("checked");
    let data = data(&directory, "json");
    let out = directory.join("model.json");
    let check = || xtask(&[&IMPORT[..], &["--check"]].concat(), &[("--data", &data), ("--out", &out)]);
    let missing = check();
    assert_eq!(missing.status.code(), Some(1));
    assert!(!out.exists());
    fs::write(&out, "as it was").unwrap();
    let stale = check();
    let errors = text(&stale.stderr);
    let mends = errors.contains("model.json is out of date") && errors.contains("cargo xtask import botocore");
    assert!(mends && !errors.contains("--check"), "{errors}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "as it was");
    assert!(xtask(&IMPORT, &[("--data", &data), ("--out", &out)]).status.success());
    let fresh = check();
    assert!(fresh.status.success() && text(&fresh.stdout).trim_end().ends_with("unchanged"), "{}", text(&fresh.stderr));
}

#[test]
fn corrections_and_a_comparison_can_be_asked_for() {
    let directory = scratch("corrected");
    let data = data(&directory, "query");
    let (plain, corrected) = (directory.join("plain.json"), directory.join("corrected.json"));
    let corrections = data.join("svc/2010-01-01/corrections.json");
    assert!(xtask(&IMPORT, &[("--data", &data), ("--out", &plain)]).status.success());
    let options: &[(&str, &Path)] =
        &[("--data", &data), ("--out", &corrected), ("--corrections", &corrections), ("--compare", &plain)];
    let done = xtask(&IMPORT, options);
    let lines = text(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("service name: com.amazonaws.examplekeys#KeyServiceV2020: KeyServiceV2020 | ExampleKeys"),
        "{lines}"
    );
}

#[test]
fn a_bad_description_leaves_the_model_alone() {
    let directory = scratch("bad");
    let data = data(&directory, "malformed");
    let out = directory.join("model.json");
    fs::write(&out, "as it was").unwrap();
    let done = xtask(&IMPORT, &[("--data", &data), ("--out", &out)]);
    let errors = text(&done.stderr);
    assert_eq!(done.status.code(), Some(1));
    assert!(errors.contains("error[ImportMalformed]") && errors.contains("nothing was written"), "{errors}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "as it was");
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 2, "something was left behind");
}

#[test]
fn what_is_missing_is_said_with_advice() {
    let directory = scratch("missing");
    let out = directory.join("model.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(IMPORT).arg("--out").arg(&out).env("TINSMITH_PYTHON", directory.join("no-python"));
    let no_python = text(&command.output().unwrap().stderr);
    assert!(no_python.contains("failed to run") && no_python.contains("TINSMITH_PYTHON"), "{no_python}");
    let no_service = text(&xtask(&IMPORT, &[("--data", &directory), ("--out", &out)]).stderr);
    assert!(no_service.contains("botocore has no service \"svc\""), "{no_service}");
    assert!(!out.exists());
}

/// Importing from the required version of botocore results in exactly the committed model.
/// `codegen/tests/iam_model.rs` tests how it differs from the official model.
#[test]
fn the_model_of_iam_is_what_the_import_writes() {
    let python = match peers::python() {
        Ok(python) => python,
        Err(reason) => return peers::skip(&reason),
    };
    let requirements = fs::read_to_string(workspace().join("tests/requirements.txt")).unwrap();
    let wanted = requirements.lines().find_map(|line| line.strip_prefix("botocore==")).expect("a version of botocore");
    let asked = Command::new(&python).args(["-c", "import botocore; print(botocore.__version__)"]).output().unwrap();
    if text(&asked.stdout).trim() != wanted {
        return peers::skip(&format!("{} has no botocore {wanted}", python.display()));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(["import", "botocore", "--service", "iam", "--check", "--out"])
        .arg(workspace().join("models/iam/model.json"));
    let checked = command.env("TINSMITH_PYTHON", &python).output().unwrap();
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).trim_end().ends_with("0 warnings, unchanged"), "{}", text(&checked.stdout));
}
