//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! This package does not depend on the generated crate: `cargo xtask codegen` must work when that
//! crate does not compile.

mod demo;
mod import;
mod python;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

/// Whether a command reached its end but found something wrong is its exit code; what kept it
/// from reaching the end is its error.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// A command of the project: its arguments and what runs it.
struct Task {
    command: fn() -> Command,
    run: fn(&ArgMatches) -> Outcome,
}

const TASKS: &[Task] = &[
    Task { command: test::command, run: test::run },
    Task { command: demo::command, run: demo::run },
    Task { command: import::command, run: import::run },
    Task { command: import::compare_command, run: import::run_compare },
];

fn main() -> ExitCode {
    let commands: Vec<Command> = TASKS.iter().map(|task| (task.command)()).collect();
    let names: Vec<String> = commands.iter().map(|command| command.get_name().to_owned()).collect();
    let matches = Command::new("cargo xtask")
        .bin_name("cargo xtask")
        .about("The project's own commands")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands)
        .get_matches();
    let Some((name, arguments)) = matches.subcommand() else {
        return ExitCode::FAILURE;
    };
    let task = names.iter().position(|it| it == name).and_then(|index| TASKS.get(index));
    match task.map(|task| (task.run)(arguments)) {
        Some(Ok(code)) => code,
        Some(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        None => ExitCode::FAILURE,
    }
}
