//! `cargo xtask spelling`: checks the spelling of documentation, comments and messages.

use std::process::{Command, ExitCode};

use clap::ArgMatches;

use crate::{Outcome, python, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("spelling").about("Checks the spelling of everything but tests, with typos (_typos.toml)")
}

/// Runs the command.
pub(crate) fn run(_: &ArgMatches) -> Outcome {
    let typos = python::set_up()?.with_file_name("typos");
    let status = Command::new(&typos)
        .args(["--format", "brief"])
        .current_dir(workspace::root())
        .status()
        .map_err(|error| format!("failed to start {}: {error}", typos.display()))?;
    if !status.success() {
        eprintln!("Correct the words above, or add names with this spelling to _typos.toml.");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
