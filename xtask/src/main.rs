//! `cargo xtask`: the project's own commands.
//!
//! This package does not depend on the generated crate: `cargo xtask codegen` must work when that
//! crate does not compile.

mod bench;
mod codegen;
mod demo;
mod python;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Command;

/// Whether a command that reached its end found something wrong is its exit code; what kept it
/// from reaching the end is its error.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    // While the bench measures a build, cargo starts this program in place of the compiler.
    if let Some(code) = bench::stand_in_for_the_compiler() {
        return code;
    }
    let matches = Command::new("cargo xtask")
        .about("The project's own commands")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(codegen::command())
        .subcommand(test::command())
        .subcommand(demo::command())
        .subcommand(bench::command())
        .get_matches();
    let outcome = match matches.subcommand() {
        Some(("codegen", matches)) => Ok(codegen::run(matches)),
        Some(("test", matches)) => test::run(matches),
        Some(("demo", matches)) => demo::run(matches),
        Some(("bench", matches)) => bench::run(matches),
        // clap lets no other name through.
        _ => Ok(ExitCode::FAILURE),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
