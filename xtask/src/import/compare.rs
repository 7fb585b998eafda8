//! `cargo xtask import --compare`: compares two models as far as a client can notice.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use tinsmith_codegen::compare::{Difference, compare};
use tinsmith_codegen::model::{Model, load_files};

use crate::Outcome;

use crate::say::say;

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
