//! `cargo xtask test`: every test there is, and one line at the end that says how they went.

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
        .about("Runs every test; the last line is `N passed, N failed, N skipped`")
        .arg(
            Arg::new("peer")
                .long("peer")
                .action(ArgAction::SetTrue)
                .help("Also compile the program of the outside crate against aws-sdk-iam (minutes)"),
        )
        .arg(Arg::new("verbose").long("verbose").short('v').action(ArgAction::SetTrue).help("Show passed tests too"))
}

/// Runs it.
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
        let peer = ["test", "--package", "tinsmith-tests", "--all-features", "--test", "outside", "--", "--ignored"];
        runners.push(Runner::cargo("official SDK", &peer));
    }

    // Built first and with the features of the largest run, so that the tests that start the
    // command find it and nothing is built twice.
    let built = workspace::cargo()
        .args(["build", "--workspace", "--all-features", "--bins"])
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
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

/// The peers of the tests that are installed.
struct Peers {
    python: Result<PathBuf, String>,
    shared: Option<PathBuf>,
    jmespath_suite: Option<PathBuf>,
}

impl Peers {
    fn find() -> Self {
        let python = python::set_up();
        if let Err(why) = &python {
            eprintln!("Tests that need moto or botocore are skipped: {why}");
        }
        let shared = workspace::shared();
        if shared.is_none() {
            eprintln!("Tests that need shared data are skipped: set TINSMITH_SHARED, or put it into ../shared");
        }
        let jmespath_suite = jmespath_suite::directory();
        if let Err(why) = &jmespath_suite {
            eprintln!("The compliance suite of JMESPath is skipped: {why}");
        }
        Self { python, shared, jmespath_suite: jmespath_suite.ok() }
    }

    /// Tells a child where the peers are.
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

/// Runs the command against the recorded invocations of the AWS CLI.
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
