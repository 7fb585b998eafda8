//! The commands of the program `tinsmith`. `cargo xtask` also uses them.

pub mod codegen;
pub mod compare;
pub mod convert;
pub mod inspect;
mod models;
pub mod places;
mod runtime;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

pub use runtime::Runtime;

/// The exit code of a command that completed, or the reason why it could not.
pub type Outcome = Result<ExitCode, Failure>;

/// The reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// Errors in models, to be shown with their source lines.
    Models(tinsmith_codegen::diagnostic::Diagnostics),
    /// Errors in models that prevented files from being written.
    Generation(tinsmith_codegen::diagnostic::Diagnostics),
    /// Any other error message.
    Other(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Other(message)
    }
}

/// A command: its arguments, and the function that runs it.
struct Task {
    command: fn() -> Command,
    run: fn(&ArgMatches) -> Outcome,
}

const TASKS: &[Task] = &[
    Task { command: codegen::command, run: codegen::run },
    Task { command: inspect::command, run: inspect::run },
    Task { command: convert::command, run: convert::run },
    Task { command: compare::command, run: compare::run },
];

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let commands: Vec<Command> = TASKS.iter().map(|task| (task.command)()).collect();
    let names: Vec<String> = commands.iter().map(|command| command.get_name().to_owned()).collect();
    let matches = Command::new("tinsmith")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Generates thin clients from Smithy models, and inspects and converts models")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands)
        .get_matches();
    let Some((name, matches)) = matches.subcommand() else { return ExitCode::FAILURE };
    match names.iter().position(|it| it == name) {
        Some(index) => finish((TASKS[index].run)(matches)),
        None => ExitCode::FAILURE,
    }
}

/// Shows the error of a failed command, and returns the exit code.
pub fn finish(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(code) => return code,
        Err(Failure::Models(found)) => models::show(&found),
        Err(Failure::Generation(found)) => {
            models::show(&found);
            models::complain("\nnothing was written");
        }
        Err(Failure::Other(message)) => models::complain(&format!("error: {message}")),
    }
    ExitCode::FAILURE
}
