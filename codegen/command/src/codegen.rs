//! `tinsmith codegen`: generates a client crate from models.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::{CrateInfo, Request, Selection, generate, output};

use crate::{Failure, Outcome, models};

/// The arguments.
pub fn command() -> Command {
    let text = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    Command::new("codegen")
        .about("Generates a client crate from Smithy models")
        .arg(models::argument())
        .arg(text("out", "DIR").required(true).value_parser(value_parser!(PathBuf)).help("The crate's directory"))
        .arg(text("service", "NAME").help("The service, by shape ID or name; required if the models have several"))
        .arg(text("operations", "NAMES").value_delimiter(',').help("Generate only these operations"))
        .arg(text("name", "NAME").help("The package name [default: derived from the service]"))
        .arg(text("crate-version", "VERSION").default_value("0.1.0").help("The package version"))
        .arg(text("runtime", "PATH").required(true).help("The path to the `runtime` directory of a Tinsmith checkout"))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing; fail if the crate is out of date"),
        )
        .arg(Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("Hide warnings"))
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let text = |name| matches.get_one::<String>(name).cloned();
    let Some(out) = matches.get_one::<PathBuf>("out") else {
        return Err(Failure::Other("--out is required".to_owned()));
    };
    let runtime = text("runtime").unwrap_or_default();
    let krate = CrateInfo {
        name: text("name"),
        version: text("crate-version").unwrap_or_default(),
        credentials_path: Some(format!("{runtime}/credentials")),
        cli_path: Some(format!("{runtime}/cli")),
        commands: None,
        origin: None,
        runtime_path: runtime,
    };
    let operations = matches.get_many::<String>("operations").map(|names| names.cloned().collect());
    let selection = Selection { service: text("service"), operations };
    let generated =
        generate(&Request { models: models::paths(matches)?, selection, krate }).map_err(Failure::Models)?;
    if !matches.get_flag("quiet") {
        models::show(&generated.warnings);
    }
    if matches.get_flag("check") {
        let found = output::check(out, &generated.files).map_err(|error| error.to_string())?;
        let is_current = found.is_empty();
        models::print(&format!(
            "{} in {} is {}\n",
            generated.name,
            out.display(),
            if is_current { "up to date" } else { "out of date" }
        ))?;
        return Ok(if is_current { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let written = output::write(out, &generated.files).map_err(|error| error.to_string())?;
    let counts = generated.counts;
    models::print(&format!(
        "{} in {}: {} operations, {} lines; {} files written, {} unchanged, {} removed\n",
        generated.name,
        out.display(),
        counts.operations,
        counts.lines,
        written.written.len(),
        written.unchanged.len(),
        written.pruned.len()
    ))?;
    Ok(ExitCode::SUCCESS)
}
