//! `cargo xtask demo`: shows a key rotation against a local server, step by step or as a picture.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use clap::{Arg, ArgMatches, value_parser};

use crate::{Outcome, python, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    let picture = Arg::new("picture").long("picture").value_name("FILE").value_parser(value_parser!(PathBuf));
    clap::Command::new("demo")
        .about("Rotates an access key on a local server and shows each message")
        .arg(picture.help("Write an SVG picture of a terminal that runs `iam rotate-access-key`"))
}

/// Runs the command. The programs are examples in the package of the tests, because this package does not link the
/// client.
pub(crate) fn run(arguments: &ArgMatches) -> Outcome {
    let python = python::set_up()?;
    if let Some(file) = arguments.get_one::<PathBuf>("picture") {
        return draw(example("rotation", &python), file);
    }
    let status = example("demo", &python).status().map_err(|error| format!("failed to start cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn example(name: &str, python: &Path) -> Command {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--package", "tinsmith-tests", "--example", name]).env("TINSMITH_PYTHON", python);
    cargo
}

/// Draws the output of a session.
fn draw(mut session: Command, file: &Path) -> Outcome {
    let output =
        session.stderr(Stdio::inherit()).output().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !output.status.success() {
        return Ok(ExitCode::FAILURE);
    }
    let picture = anstyle_svg::Term::new().render_svg(&String::from_utf8_lossy(&output.stdout));
    std::fs::write(file, picture).map_err(|error| format!("failed to write {}: {error}", file.display()))?;
    Ok(ExitCode::SUCCESS)
}
