//! `tinsmith compare`: how a model differs from an earlier version, and whether that breaks callers.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use tinsmith_codegen::convert::json;
use tinsmith_codegen::diff::{Event, Severity, diff};
use tinsmith_codegen::model::{Node, Object};

use crate::{Failure, Outcome, models};

/// The severities as arguments.
const SEVERITIES: [&str; 4] = ["note", "warning", "danger", "error"];

/// What the option for the exit code takes besides severities.
const NEVER: &str = "never";

/// The arguments.
pub fn command() -> Command {
    let file =
        |name: &'static str| Arg::new(name).value_name("MODEL").required(true).value_parser(value_parser!(PathBuf));
    Command::new("compare")
        .about("Compares a model with a later version; the exit code is 1 if that breaks callers")
        .arg(file("old").help("The earlier model: a file, a directory or a smithy-build.json"))
        .arg(file("new").help("The later model"))
        .arg(models::projection())
        .arg(
            Arg::new("severity")
                .long("severity")
                .default_value("note")
                .value_parser(PossibleValuesParser::new(SEVERITIES))
                .help("The least severity that is shown"),
        )
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .default_value("error")
                .value_parser(PossibleValuesParser::new(SEVERITIES.into_iter().chain([NEVER])))
                .help("The least severity with which the exit code is 1"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .help("How to show it"),
        )
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let projection = models::chosen_projection(matches);
    let load = |name| match matches.get_one::<PathBuf>(name) {
        Some(path) => models::load(&models::expand(std::slice::from_ref(path))?, projection.as_deref()),
        None => Err(Failure::Other("two models are needed".to_owned())),
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

/// How many events there are of each severity.
fn summary(events: &[Event]) -> String {
    let count = |severity: Severity| {
        let number = events.iter().filter(|it| it.severity == severity).count();
        (number > 0).then(|| models::count(number, &severity.name().to_lowercase()))
    };
    let counts: Vec<String> = Severity::ALL.into_iter().rev().filter_map(count).collect();
    if counts.is_empty() { "no differences".to_owned() } else { counts.join(", ") }
}
