//! `cargo xtask import botocore`: writes a Smithy model from an installed API description.

pub(crate) mod botocore;
mod compare;
mod fit;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::import::botocore::{Imported, import};
use tinsmith_codegen::output::replace_file;

use crate::Outcome;
use crate::codegen::mending_command;
use crate::say::{say, warn};

/// The arguments.
pub(crate) fn command() -> Command {
    Command::new("import")
        .about("Writes Smithy models from API descriptions in another format")
        .subcommand_required(true)
        .subcommand(fit::command())
        .subcommand(
            Command::new("botocore")
                .about("Imports the description of a service from botocore")
                .arg(
                    Arg::new("service")
                        .long("service")
                        .value_name("NAME")
                        .required(true)
                        .help("The service, by the name of its directory in botocore's data"),
                )
                .arg(file("out").required(true).help("The output file"))
                .arg(data_argument())
                .arg(
                    file("corrections").help(
                        "Corrections to the description [default: models/SERVICE/corrections.json, if it exists]",
                    ),
                )
                .arg(file("compare").help("Also compare the result with this model"))
                .arg(
                    Arg::new("no-examples")
                        .long("no-examples")
                        .action(ArgAction::SetTrue)
                        .help("Omit the description's examples"),
                )
                .arg(
                    Arg::new("api-version")
                        .long("api-version")
                        .value_name("DATE")
                        .help("The API version [default: the latest]"),
                )
                .arg(
                    Arg::new("check")
                        .long("check")
                        .action(ArgAction::SetTrue)
                        .help("Write nothing; fail if the output file is out of date"),
                ),
        )
}

fn file(name: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf))
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("botocore", matches)) => import_one(matches),
        Some(("fit", matches)) => fit::run(matches),
        _ => Ok(ExitCode::FAILURE),
    }
}

/// Imports a service.
fn import_one(matches: &ArgMatches) -> Outcome {
    let path = |name| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    let (Some(service), Some(out)) = (text("service"), path("out")) else {
        return Err("--service and --out are required".into());
    };
    let data = match path("data") {
        Some(directory) => directory.to_owned(),
        None => botocore::find_data()?,
    };
    let mut description = botocore::read_description(&data, service, text("api-version"), path("corrections"))?;
    if matches.get_flag("no-examples") {
        description.examples = None;
    }
    let imported = match import(&description) {
        Ok(imported) => imported,
        Err(found) => {
            report(&found);
            warn(format_args!(
                "error: nothing was written; {} has {} problems",
                description.service.name,
                found.errors().count()
            ));
            return Ok(ExitCode::FAILURE);
        }
    };
    report(&imported.warnings);
    if matches.get_flag("check") {
        let is_same = is_same(out, &imported.text);
        summarize(&description.service.name, out, &imported, if is_same { "unchanged" } else { "out of date" });
        if !is_same {
            warn(format_args!("{} is out of date; fix this with\n\n    {}", out.display(), mending_command()));
            return Ok(ExitCode::FAILURE);
        }
    } else {
        let state = write_whole(out, &imported.text).map_err(|error| format!("{}: {error}", out.display()))?;
        summarize(&description.service.name, out, &imported, state);
    }
    path("compare").map_or(Ok(ExitCode::SUCCESS), |other| compare::run_on(out, other))
}

/// Prints diagnostics to standard error.
fn report(found: &Diagnostics) {
    for diagnostic in found {
        warn(diagnostic);
    }
}

fn summarize(source: &str, out: &Path, imported: &Imported, state: &str) {
    say(format_args!(
        "{source} -> {}: {} operations, {} shapes, {} bytes, {} warnings, {state}",
        out.display(),
        imported.operations,
        imported.shapes,
        imported.text.len(),
        imported.warnings.len()
    ));
}

/// Whether a file has this content.
fn is_same(path: &Path, bytes: impl AsRef<[u8]>) -> bool {
    fs::read(path).is_ok_and(|old| old == bytes.as_ref())
}

/// The argument with the directory of botocore's descriptions.
pub(crate) fn data_argument() -> Arg {
    file("data").value_name("DIR").help("botocore's data directory [default: that of the project's Python environment]")
}

/// Writes a file atomically. Returns what was done.
pub(crate) fn write_whole(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<&'static str> {
    replace_file(path, bytes).map(|is_written| if is_written { "written" } else { "unchanged" })
}
