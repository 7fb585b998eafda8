//! Compares `tin` with the AWS CLI on generated invocations of the operations of all services: arguments in every
//! spelling, the request that is sent, and what is printed of a generated response in each format.
//!
//! The AWS CLI is the version in the Python of the tests, usually 1; where the versions differ, `tin` follows version 2,
//! and `REASONS` lists the differences. With `TINSMITH_ALL_OPERATIONS`, all operations are called, not one of 30.
//!
//! It needs a pack of all services in `TINSMITH_TEST_PACK`, as `.ci/run` sets it.

mod reasons;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;
use tinsmith_tests::command::tin;
use tinsmith_tests::{pack, peers};

use reasons::REASONS;

/// The number of processes that share the work.
const PARTS: usize = 2;

/// The results of a part of the invocations.
#[derive(Default)]
struct Findings {
    version: String,
    alike: usize,
    /// How often each reason explained a difference, by its index in the table.
    explained: BTreeMap<usize, usize>,
    unexplained: Vec<String>,
}

impl Findings {
    fn add(&mut self, line: &Value) {
        if let Some(version) = line["version"].as_str() {
            version.clone_into(&mut self.version);
        } else if line["alike"] == true {
            self.alike += 1;
        } else if let Some(index) = REASONS.iter().position(|it| (it.explains)(line)) {
            *self.explained.entry(index).or_default() += 1;
        } else {
            self.unexplained.push(described(line));
        }
    }
}

/// An invocation with what differs.
fn described(line: &Value) -> String {
    let mut text = line["words"].to_string();
    for part in line["differing"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        text.push_str(&format!("\n  {part}\n    ours   {}\n    theirs {}", line["ours"][part], line["theirs"][part]));
    }
    text
}

/// Runs a part of the invocations.
fn compare(python: &std::path::Path, pack: &std::ffi::OsStr, part: usize) -> Findings {
    let is_all = std::env::var_os("TINSMITH_ALL_OPERATIONS").is_some();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated_calls/peer.py");
    let mut command = Command::new(python);
    command.arg(script).arg(tin()).args(if is_all { ["1", "2"] } else { ["30", "2"] }).arg(format!("{part}/{PARTS}"));
    command.args(REASONS.iter().map(|it| it.example));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("TINSMITH_PACK", pack);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    if let Some(path) = std::env::var_os("PYTHONPATH") {
        command.env("PYTHONPATH", path);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().expect("Python starts");
    let mut findings = Findings::default();
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
        findings.add(&serde_json::from_str(&line.expect("a line")).expect("JSON"));
    }
    assert!(child.wait().expect("an exit code").success(), "the comparison ends early");
    findings
}

#[test]
fn generated_calls_are_those_of_the_aws_cli() {
    let Some(pack) = pack::of_all_services() else { return };
    let python = match peers::python() {
        Ok(python) => python,
        Err(reason) => return peers::skip(&reason),
    };
    let (python, pack) = (&python, &pack);
    let findings: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..PARTS).map(|part| scope.spawn(move || compare(python, pack, part))).collect();
        threads.into_iter().map(|it| it.join().expect("no part breaks off")).collect()
    });
    let alike: usize = findings.iter().map(|it| it.alike).sum();
    let is_version_1 = findings.iter().all(|it| it.version.starts_with("1."));
    let unexplained: Vec<_> = findings.iter().flat_map(|it| &it.unexplained).cloned().collect();
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n"));
    println!("{alike} invocations end as with version {} of the AWS CLI", findings[0].version);
    for (index, reason) in REASONS.iter().enumerate() {
        let count: usize = findings.iter().filter_map(|it| it.explained.get(&index)).sum();
        println!("{count:>5} differ: {}", reason.text);
        assert!(count > 0 || !is_version_1, "never seen: {}", reason.text);
    }
    assert!(alike > 500, "only {alike} invocations are alike");
}
