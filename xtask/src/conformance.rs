//! `cargo xtask conformance`: Smithy's protocol tests, or those of any directory of models.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches};

use crate::{Outcome, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("conformance")
        .about("Runs the client cases of protocol tests and prints how many pass for each model")
        .arg(
            Arg::new("suite")
                .long("suite")
                .value_name("DIR")
                .help("The directory of models; the shared protocol tests if left out"),
        )
        .arg(
            Arg::new("generated")
                .long("generated")
                .action(ArgAction::SetTrue)
                .help("Also generates a client of each model, builds them all, and runs the cases through them"),
        )
}

/// Runs it.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--package", "tinsmith-tests", "--example", "conformance", "--"]);
    cargo.args(matches.get_one::<String>("suite"));
    cargo.args(matches.get_flag("generated").then_some("--generated"));
    let status = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
