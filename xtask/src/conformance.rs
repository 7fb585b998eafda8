//! `cargo xtask conformance`: runs Smithy's protocol tests, or those in any directory of models.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches};

use crate::{Outcome, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("conformance")
        .about("Runs the client tests of Smithy protocol tests and prints the results per model")
        .arg(
            Arg::new("suite")
                .long("suite")
                .value_name("DIR")
                .help("The directory of models [default: the shared protocol tests]"),
        )
        .arg(
            Arg::new("generated")
                .long("generated")
                .action(ArgAction::SetTrue)
                .help("Also generate and build a client for each model, and run the tests through it"),
        )
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--package", "tinsmith-tests", "--example", "conformance", "--"]);
    cargo.args(matches.get_one::<String>("suite"));
    cargo.args(matches.get_flag("generated").then_some("--generated"));
    let status = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
