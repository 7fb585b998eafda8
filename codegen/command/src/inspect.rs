//! `tinsmith inspect`: shows a service, operation or shape as a tree.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use tinsmith_codegen::convert::json;
use tinsmith_codegen::inspect::inspect;

use crate::{Outcome, models};

/// The default of `--depth`.
const DEPTH: &str = "6";

/// The arguments.
pub fn command() -> Command {
    Command::new("inspect")
        .about("Shows a service, operation or shape as a tree: members, constraints, bindings, errors, users")
        .arg(models::argument())
        .arg(models::projection())
        .arg(
            Arg::new("shape")
                .long("shape")
                .short('s')
                .value_name("NAME")
                .help("The shape: an ID, or a name that is unique in the model [default: the service]"),
        )
        .arg(
            Arg::new("depth")
                .long("depth")
                .value_name("N")
                .default_value(DEPTH)
                .value_parser(value_parser!(usize))
                .help("The number of levels of nested shapes to show"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("tree")
                .value_parser(PossibleValuesParser::new(["tree", "json"]))
                .help("The output format"),
        )
}

/// Runs the command. If the last path does not exist, it is the name of a shape.
pub fn run(matches: &ArgMatches) -> Outcome {
    let mut paths = models::paths(matches)?;
    let mut name = matches.get_one::<String>("shape").cloned();
    if name.is_none() && paths.len() > 1 && paths.last().is_some_and(|path| !path.exists()) {
        name = paths.pop().map(|path| path.display().to_string());
    }
    let model = models::load(&paths, models::chosen_projection(matches).as_deref())?;
    let depth = matches.get_one::<usize>("depth").copied().unwrap_or(1);
    let tree = inspect(&model, name.as_deref(), depth)?;
    let is_json = matches.get_one::<String>("format").is_some_and(|it| it == "json");
    models::print(&if is_json { json::print(&tree.to_json()) } else { tree.to_text() })?;
    Ok(ExitCode::SUCCESS)
}
