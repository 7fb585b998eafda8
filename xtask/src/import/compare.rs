//! `cargo xtask compare`: compares two models as far as a client can notice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};
use tinsmith_codegen::compare::{Difference, compare};
use tinsmith_codegen::model::{Model, load_files};

use crate::Outcome;

use crate::say::say;

/// The arguments.
pub(crate) fn command() -> Command {
    let file =
        |name: &'static str| Arg::new(name).value_name("MODEL").required(true).value_parser(value_parser!(PathBuf));
    Command::new("compare")
        .about("Compares two models as far as a client can notice")
        .arg(file("ours").help("The first model"))
        .arg(file("theirs").help("The model to compare with"))
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let path = |name| matches.get_one::<PathBuf>(name);
    match path("ours").zip(path("theirs")) {
        Some((ours, theirs)) => run_on(ours, theirs),
        None => Err("two models are required".into()),
    }
}

/// Compares two files and prints every difference, and the number of each category.
pub(super) fn run_on(ours: &Path, theirs: &Path) -> Outcome {
    let (our_model, their_model) = (load(ours)?, load(theirs)?);
    let differences = compare(&our_model, &their_model)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for difference in &differences {
        *counts.entry(difference.kind).or_default() += 1;
        print_difference(difference);
    }
    say(format_args!("{} differences between {} and {}", differences.len(), ours.display(), theirs.display()));
    for (kind, count) in counts {
        say(format_args!("  {count:>5}  {kind}"));
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn load(path: &Path) -> Result<Model, String> {
    load_files(&[path]).map_err(|found| found.to_string())
}

fn print_difference(difference: &Difference) {
    say(format_args!("{}: {}: {} | {}", difference.kind, difference.shape_id, difference.ours, difference.theirs));
}
