//! `cargo xtask soak`: makes many concurrent calls against a local server that fails at random.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, value_parser};

use crate::{Outcome, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("soak")
        .about("Makes calls against a server that fails at random; checks that no call is lost or repeated and that memory does not grow")
        .arg(
            Arg::new("minutes")
                .long("minutes")
                .value_name("N")
                .value_parser(value_parser!(u64).range(1..))
                .default_value("10")
                .help("The duration in minutes"),
        )
}

/// Runs the command. The program is an example in the package of the tests, because this package does not link the
/// client.
pub(crate) fn run(arguments: &ArgMatches) -> Outcome {
    let seconds = arguments.get_one("minutes").copied().unwrap_or(10_u64).saturating_mul(60);
    let status = workspace::cargo()
        .args(["run", "--quiet", "--package", "tinsmith-tests", "--example", "soak", "--", &seconds.to_string()])
        .status()
        .map_err(|error| format!("failed to start cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
