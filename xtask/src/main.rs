//! `cargo xtask`: the project's own commands.
//!
//! This package does not depend on the generated crate, because `cargo xtask codegen` must work even if that crate does
//! not compile.

mod archive;
mod bench;
mod codegen;
mod conformance;
mod demo;
mod dependencies;
mod expand;
mod import;
mod install;
mod pack;
mod python;
mod say;
mod soak;
mod spelling;
mod sweep;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use say::warn;

/// The exit code of a command that completed, or the error that prevented it.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// A command: its arguments, and the function that runs it.
struct Task {
    command: fn() -> Command,
    run: fn(&ArgMatches) -> Outcome,
}

const TASKS: &[Task] = &[
    Task { command: codegen::command, run: |matches| Ok(codegen::run(matches)) },
    Task { command: expand::command, run: expand::run },
    Task { command: import::command, run: import::run },
    Task { command: tinsmith::compare::command, run: |matches| Ok(tinsmith::finish(tinsmith::compare::run(matches))) },
    Task { command: install::command, run: install::run },
    Task { command: pack::command, run: pack::run },
    Task { command: tinsmith::inspect::command, run: |matches| Ok(tinsmith::finish(tinsmith::inspect::run(matches))) },
    Task { command: tinsmith::convert::command, run: |matches| Ok(tinsmith::finish(tinsmith::convert::run(matches))) },
    Task { command: test::command, run: test::run },
    Task { command: conformance::command, run: conformance::run },
    Task { command: demo::command, run: demo::run },
    Task { command: dependencies::command, run: dependencies::run },
    Task { command: soak::command, run: soak::run },
    Task { command: spelling::command, run: spelling::run },
    Task { command: tidy::command, run: tidy::run },
    Task { command: sweep::command, run: sweep::run },
    Task { command: bench::command, run: bench::run },
];

fn main() -> ExitCode {
    // During a bench, this program also runs as a wrapper for other programs, and as a parser.
    if let Some(code) =
        bench::compiler_wrapper::run().or_else(bench::codegen::run_parser).or_else(bench::models::run_loader)
    {
        return code;
    }
    let commands: Vec<Command> = TASKS.iter().map(|task| (task.command)()).collect();
    let names: Vec<String> = commands.iter().map(|command| command.get_name().to_owned()).collect();
    let matches = Command::new("cargo xtask")
        .about("The project's own commands")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands)
        .get_matches();
    let outcome = match matches.subcommand() {
        Some((name, matches)) => match names.iter().position(|it| it == name) {
            Some(index) => (TASKS[index].run)(matches),
            // clap accepts no other name.
            None => Ok(ExitCode::FAILURE),
        },
        None => Ok(ExitCode::FAILURE),
    };
    outcome.unwrap_or_else(|error| {
        warn(format_args!("error: {error}"));
        ExitCode::FAILURE
    })
}
