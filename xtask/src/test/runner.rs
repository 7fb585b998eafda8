//! Runs a test program and parses its output.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::tally::{Skip, Tally};
use crate::workspace;

/// A program that runs tests and prints results to standard output.
pub(super) struct Runner {
    name: &'static str,
    command: Command,
}

impl Runner {
    /// Creates a runner from a command.
    pub(super) fn new(name: &'static str, command: Command) -> Self {
        Self { name, command }
    }

    /// Creates a runner from a cargo command.
    pub(super) fn cargo(name: &'static str, arguments: &[&str]) -> Self {
        let mut command = workspace::cargo();
        command.args(arguments);
        Self::new(name, command)
    }

    /// The name in the summary.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The command, to change its environment.
    pub(super) fn command_mut(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Runs the program to completion. Shows its output, without passed tests unless `verbose`.
    pub(super) fn run(&mut self, verbose: bool) -> Tally {
        println!("\n== {}", self.name);
        let mut tally = Tally::default();
        let mut child = match self.command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                tally.failed(&format!("{}: failed to start: {error}", self.name));
                return tally;
            }
        };
        if let Some(stdout) = child.stdout.take() {
            // Invalid UTF-8 must not stop the reading, or the child would block.
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                if read_line(&line, &mut tally) == Shown::Yes || verbose {
                    println!("{line}");
                }
            }
        }
        let success = child.wait().is_ok_and(|status| status.success());
        if !success && tally.failures() == 0 {
            tally.failed(&format!("{}: did not complete", self.name));
        }
        tally
    }
}

#[derive(PartialEq, Eq)]
enum Shown {
    Yes,
    No,
}

/// Counts the results in a line of output: a line from Rust's test framework, or a final line `N passed, N failed`.
fn read_line(line: &str, tally: &mut Tally) -> Shown {
    if let Some((name, result)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... ")) {
        if result == "ok" {
            tally.passed(1);
            return Shown::No;
        }
        if let Some(reason) = result.strip_prefix("ignored") {
            let reason = reason.trim_start_matches(", ");
            tally.skipped(Skip::new(name, if reason.is_empty() { "ignored" } else { reason }));
            return Shown::No;
        }
        if result == "FAILED" {
            tally.failed(name);
        }
        return Shown::Yes;
    }
    let noise = ["running ", "test result: ok."].iter().any(|start| line.starts_with(start));
    if noise || line.trim().is_empty() {
        return Shown::No;
    }
    if let Some((passed, failed)) = counts(line) {
        tally.passed(passed);
        tally.failed_unnamed(failed);
    }
    Shown::Yes
}

/// The numbers in a line `N passed, N failed`.
fn counts(line: &str) -> Option<(usize, usize)> {
    let (passed, failed) = line.split_once(" passed, ")?;
    Some((passed.parse().ok()?, failed.strip_suffix(" failed")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(output: &str) -> String {
        let mut tally = Tally::default();
        output.lines().for_each(|line| {
            read_line(line, &mut tally);
        });
        tally.to_string()
    }

    #[test]
    fn counts_what_the_test_framework_prints() {
        let output = "running 4 tests\ntest a::b ... ok\ntest src/lib.rs - c (line 3) - compile ... ok\n\
                      test d ... ignored, takes minutes\ntest e ... FAILED\n\
                      test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(read(output), "2 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn counts_the_last_line_of_other_programs() {
        assert_eq!(read("A01: wrong\n139 passed, 22 failed\n"), "139 passed, 22 failed, 0 skipped");
        assert_eq!(read("139 passed, many failed\n"), "0 passed, 0 failed, 0 skipped");
    }

    #[test]
    fn a_runner_that_breaks_off_has_failed() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'test a ... ok'; exit 3"]);
        let tally = Runner::new("broken", command).run(false);
        assert_eq!(tally.to_string(), "1 passed, 1 failed, 0 skipped");
        assert!(!tally.is_success());
        assert_eq!(Runner::new("missing", Command::new("/no/such/program")).run(false).failures(), 1);
    }
}
