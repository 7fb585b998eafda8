//! `tinsmith compare`: compares a model with an earlier version, and finds changes that break callers.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use tinsmith_codegen::convert::json;
use tinsmith_codegen::diff::{Event, Severity, diff};
use tinsmith_codegen::model::{Node, Object};

use crate::{Failure, Outcome, models};

/// The severities, as values of arguments.
const SEVERITIES: [&str; 4] = ["note", "warning", "danger", "error"];

/// The additional value of the option for the exit code.
const NEVER: &str = "never";

/// The arguments.
pub fn command() -> Command {
    let file = |name: &'static str, shown: &'static str| {
        Arg::new(name).value_name(shown).required(true).value_parser(value_parser!(PathBuf))
    };
    Command::new("compare")
        .about("Compares two versions of a model; exits with 1 if the new one breaks callers")
        .arg(file("old", "OLD").help("The old model: a file, a directory or a smithy-build.json"))
        .arg(file("new", "NEW").help("The new model"))
        .arg(models::projection())
        .arg(
            Arg::new("severity")
                .long("severity")
                .value_name("SEVERITY")
                .default_value("note")
                .value_parser(PossibleValuesParser::new(SEVERITIES))
                .help("The lowest severity to show"),
        )
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("SEVERITY")
                .default_value("error")
                .value_parser(PossibleValuesParser::new(SEVERITIES.into_iter().chain([NEVER])))
                .help("The lowest severity that causes exit code 1"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .help("The output format"),
        )
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let projection = models::chosen_projection(matches);
    let load = |name| match matches.get_one::<PathBuf>(name) {
        Some(path) => models::load(&models::expand(std::slice::from_ref(path))?, projection.as_deref()),
        None => Err(Failure::Other("two models are required".to_owned())),
    };
    let severity = |name| {
        let chosen = matches.get_one::<String>(name);
        Severity::ALL.into_iter().find(|it| chosen.is_some_and(|name| it.name().eq_ignore_ascii_case(name)))
    };
    let mut events = diff(&load("old")?, &load("new")?);
    let fails = severity("fail-on").is_some_and(|limit| events.iter().any(|it| it.severity >= limit));
    events.retain(|it| severity("severity").is_none_or(|least| it.severity >= least));
    if matches.get_one::<String>("format").is_some_and(|it| it == "json") {
        models::print(&json::print(&Node::Array(events.iter().map(to_node).collect())))?;
    } else {
        let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
        models::print(&format!("{lines}{}\n", summary(&events)))?;
    }
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn to_node(event: &Event) -> Node {
    let fields = [
        ("severity", event.severity.name()),
        ("id", &event.id),
        ("shapeId", &event.shape_id),
        ("message", &event.message),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), Node::String(value.to_owned())));
    Node::Object(fields.into_iter().collect::<Object>())
}

/// The number of events of each severity.
fn summary(events: &[Event]) -> String {
    let count = |severity: Severity| {
        let number = events.iter().filter(|it| it.severity == severity).count();
        (number > 0).then(|| models::count(number, &severity.name().to_lowercase()))
    };
    let counts: Vec<String> = Severity::ALL.into_iter().rev().filter_map(count).collect();
    if counts.is_empty() { "no differences".to_owned() } else { counts.join(", ") }
}
