//! `cargo xtask test`: runs every test, and prints the totals in the last line.

mod jmespath_suite;
mod runner;
mod tally;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Arg, ArgAction, ArgMatches};

use crate::{Outcome, python, workspace};
use runner::Runner;
use tally::{Skip, Tally};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("test")
        .about("Runs all tests; the last line is `N passed, N failed, N skipped`")
        .arg(Arg::new("peer").long("peer").action(ArgAction::SetTrue).help(
            "Also compile outside packages, also with aws-sdk-iam, and check the names of public types (takes minutes)",
        ))
        .arg(Arg::new("verbose").long("verbose").short('v').action(ArgAction::SetTrue).help("Also show passed tests"))
}

/// The tests that compile or document packages again, which takes minutes.
const PEER: [&str; 12] = [
    "test",
    "--package",
    "tinsmith-tests",
    "--all-features",
    "--test",
    "outside",
    "--test",
    "installed",
    "--test",
    "public_names",
    "--",
    "--ignored",
];

/// Runs the command.
pub(crate) fn run(arguments: &ArgMatches) -> Outcome {
    let peers = Peers::find();
    let skips = workspace::target().join("test-skips.txt");
    fs::create_dir_all(workspace::target())?;
    fs::write(&skips, "")?;

    let mut runners = vec![
        Runner::cargo("all features", &["test", "--workspace", "--all-features", "--no-fail-fast"]),
        Runner::cargo(
            "default features",
            &["test", "--package", "tinsmith-runtime", "--package", "tinsmith-iam", "--no-fail-fast"],
        ),
        Runner::cargo(
            "no features",
            &[
                "test",
                "--package",
                "tinsmith-runtime",
                "--package",
                "tinsmith-iam",
                "--no-default-features",
                "--no-fail-fast",
            ],
        ),
    ];
    if arguments.get_flag("peer") {
        runners.push(Runner::cargo("builds of minutes", &PEER));
    }

    // Built first, with the features of the largest run, so that tests that start the command find it and nothing is
    // built twice.
    let built = workspace::cargo()
        .args(["build", "--workspace", "--all-features", "--bins"])
        .status()
        .map_err(|error| format!("failed to start cargo: {error}"))?;
    let iam = workspace::target().join("debug/iam");
    let mut total = Tally::default();
    if !built.success() {
        total.failed("cargo build --workspace --all-features --bins");
    }
    let mut rows = Vec::new();
    for runner in &mut runners {
        peers.tell(runner.command_mut());
        runner.command_mut().env("TINSMITH_IAM", &iam).env("TINSMITH_SKIPS", &skips);
        let mut tally = runner.run(arguments.get_flag("verbose"));
        tally.take_skips_from(&skips);
        rows.push((runner.name(), tally));
    }
    rows.push(("recorded invocations", recorded_invocations(&peers, &iam, arguments.get_flag("verbose"))));

    println!();
    for (name, tally) in rows {
        println!("{name:<22}{tally}");
        total.add(tally);
    }
    total.print_names();
    println!("{total}");
    Ok(if total.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The installed programs and data that tests compare with.
struct Peers {
    python: Result<PathBuf, String>,
    shared: Option<PathBuf>,
    jmespath_suite: Option<PathBuf>,
}

impl Peers {
    fn find() -> Self {
        let python = python::set_up();
        if let Err(why) = &python {
            eprintln!("Skipping tests that need moto or botocore: {why}");
        }
        let shared = workspace::shared();
        if shared.is_none() {
            eprintln!("Skipping tests that need shared data: set TINSMITH_SHARED, or put the data in ../shared");
        }
        let jmespath_suite = jmespath_suite::directory();
        if let Err(why) = &jmespath_suite {
            eprintln!("Skipping the compliance suite of JMESPath: {why}");
        }
        Self { python, shared, jmespath_suite: jmespath_suite.ok() }
    }

    /// Sets the environment variables that tell a child process where they are.
    fn tell(&self, command: &mut Command) {
        if let Ok(python) = &self.python {
            command.env("TINSMITH_PYTHON", python);
        }
        if let Some(shared) = &self.shared {
            command.env("TINSMITH_SHARED", shared);
        }
        if let Some(suite) = &self.jmespath_suite {
            command.env("TINSMITH_JMESPATH_SUITE", suite);
        }
    }
}

/// Runs the recorded invocations of the AWS CLI with our command.
fn recorded_invocations(peers: &Peers, iam: &Path, verbose: bool) -> Tally {
    let mut tally = Tally::default();
    let script = peers.shared.as_ref().map(|shared| shared.join("cli/run.py")).filter(|it| it.is_file());
    let Some(script) = script else {
        tally.skipped(Skip::new("recorded invocations", "cli/run.py is not in the shared data"));
        return tally;
    };
    let python = peers.python.as_ref().map_or_else(|_| PathBuf::from("python3"), PathBuf::clone);
    let mut command = Command::new(python);
    command.arg(script).arg(iam);
    tally.add(Runner::new("recorded invocations", command).run(verbose));
    tally
}
