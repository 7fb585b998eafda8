//! `cargo xtask tidy`: rules for source code that the compiler does not check.
//!
//! | rule | meaning |
//! | --- | --- |
//! | `layers` | a module imports only from modules that [`layers`] lists before it |
//! | `crate-layers` | a package depends only on packages that [`layers`] lists before it |
//! | `cycle` | modules do not import each other in a cycle |
//! | `file-length` | a file has at most 400 lines |
//! | `function-length` | a function has at most 60 lines, unless it is a test |
//! | `module-file` | a module is `name.rs`, with its children in `name/`; there is no `mod.rs` |
//! | `module-name` | no module has a meaningless name, such as `util` |
//!
//! Generated files are exempt from all rules, and modules of unit tests from those about imports.

mod cycles;
mod facts;
mod graph;
mod layers;
mod size;
mod sources;
#[cfg(test)]
mod tests;

use std::fmt;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::Outcome;
use crate::say::{say, warn};
use graph::Graph;
use layers::Table;
use sources::Package;

/// A violation of a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: usize,
    rule: &'static str,
    what: String,
    remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}\n    {}", self.file, self.line, self.rule, self.what, self.remedy)
    }
}

/// The findings of a check, and the number of things checked.
#[derive(Default)]
struct Report {
    findings: Vec<Finding>,
    files: usize,
    modules: usize,
    cycles: usize,
    allowed_cycles: usize,
}

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("tidy").about("Checks layers, import cycles, lengths and module files")
}

/// Runs the command.
pub(crate) fn run(_: &ArgMatches) -> Outcome {
    let report = check(&sources::read()?, &layers::TABLE)?;
    for finding in &report.findings {
        warn(finding);
    }
    say(format_args!(
        "{} files, {} modules, {} import cycles (and {} that are allowed), {} findings",
        report.files,
        report.modules,
        report.cycles,
        report.allowed_cycles,
        report.findings.len()
    ));
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks packages.
fn check(packages: &[Package], table: &Table) -> Result<Report, String> {
    let mut report = Report::default();
    layers::check_packages(packages, table, &mut report);
    for package in packages {
        let graph = Graph::of(package)?;
        size::check(package, &graph, &mut report);
        layers::check_modules(package, &graph, table, &mut report);
        cycles::check(package, &graph, table, &mut report);
        report.files += package.files.len();
        report.modules += graph.modules().count();
    }
    cycles::check_exceptions(packages, table, &mut report);
    report.findings.sort();
    Ok(report)
}
