//! `tinsmith compare`: compares two versions of a model, as far as clients can notice.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};
use tinsmith_codegen::compare::compare;

use crate::{Failure, Outcome, models};

/// The arguments.
pub fn command() -> Command {
    let file =
        |name: &'static str| Arg::new(name).value_name("MODEL").required(true).value_parser(value_parser!(PathBuf));
    Command::new("compare")
        .about("Compares two models as far as a client can notice; exits with 1 if they differ")
        .arg(file("old").help("The old model"))
        .arg(file("new").help("The new model"))
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let load = |name| match matches.get_one::<PathBuf>(name) {
        Some(path) => models::load(std::slice::from_ref(path)),
        None => Err(Failure::Other("two models are required".to_owned())),
    };
    let differences = compare(&load("old")?, &load("new")?)?;
    for it in &differences {
        models::print(&format!("{}: {}: {} | {}\n", it.kind, it.shape_id, it.ours, it.theirs))?;
    }
    models::print(&format!("{} differences\n", differences.len()))?;
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
