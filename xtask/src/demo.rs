//! `cargo xtask demo`: a key rotation against a server on this machine, shown step by step.

use std::process::ExitCode;

use clap::ArgMatches;

use crate::{Outcome, python, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("demo").about("Rotates an access key against a server on loopback and shows each message")
}

/// Runs it. The program is an example of the tests' package: this one does not link the client.
pub(crate) fn run(_: &ArgMatches) -> Outcome {
    let python = python::set_up()?;
    let status = workspace::cargo()
        .args(["run", "--quiet", "--package", "tinsmith-tests", "--example", "demo"])
        .env("TINSMITH_PYTHON", python)
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
