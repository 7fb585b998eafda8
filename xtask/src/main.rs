//! `cargo xtask`: the project's own commands.

mod codegen;

use std::process::ExitCode;

use clap::Command;

fn main() -> ExitCode {
    let matches = Command::new("cargo xtask")
        .about("The project's own commands")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(codegen::command())
        .get_matches();
    match matches.subcommand() {
        Some(("codegen", matches)) => codegen::run(matches),
        // clap lets no other name through.
        _ => ExitCode::FAILURE,
    }
}
