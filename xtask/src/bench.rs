//! `cargo xtask bench`: prints our figures next to the peer's, measured in the same run.
//!
//! Machines are noisy. The bench compares processor times and medians, and the two sides take turns, so that a slow
//! minute affects both.

mod builds;
mod calls;
pub(crate) mod codegen;
pub(crate) mod compiler_wrapper;
mod lines;
pub(crate) mod measure;
pub(crate) mod models;
mod objects;
mod objects_server;
mod plot;
mod projects;
mod server;
mod services;
mod startup;
mod table;
mod tin;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};

use crate::{Outcome, python, workspace};
use projects::{Project, Side};

/// The parts that can be measured separately.
const PARTS: [&str; 9] = ["codegen", "models", "lines", "build", "calls", "start-up", "tin", "objects", "services"];

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("bench")
        .about("Measures performance and compares it with the official SDK and the AWS CLI")
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("PARTS")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(PARTS))
                .help("Measure only these parts"),
        )
        .arg(
            Arg::new("services")
                .long("services")
                .value_name("NAMES")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(services::SERVICES))
                .help("Of the part \"services\", measure only these; the official client of EC2 takes many minutes to build"),
        )
        .arg(
            Arg::new("skip-build")
                .long("skip-build")
                .action(ArgAction::SetTrue)
                .help("Do not build; measure the programs of the previous run"),
        )
        .arg(
            Arg::new("plot")
                .long("plot")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Also draw the main figures that have a peer's value as an SVG file"),
        )
}

/// Runs the command.
pub(crate) fn run(arguments: &ArgMatches) -> Outcome {
    let only: Vec<&String> = arguments.get_many("only").into_iter().flatten().collect();
    let wanted = |part: &str| only.is_empty() || only.iter().any(|it| *it == part);
    let build = !arguments.get_flag("skip-build");
    let mut rows = Vec::new();
    let mut notes = Vec::new();

    if wanted("codegen") {
        rows.extend(codegen::rows(build)?);
    }
    if wanted("models") {
        rows.extend(models::rows()?);
    }
    if wanted("lines") || wanted("build") || wanted("calls") {
        let [rotation, whole, peer] =
            [Side::Rotation, Side::Whole, Side::Peer].map(|side| Project::write(side).and_then(Project::fetched));
        let (rotation, whole, peer) = (rotation?, whole?, peer?);
        let (version, source) = peer.package("aws-sdk-iam")?;
        notes.push(format!("aws-sdk-iam {version}, aws-config {}", peer.package("aws-config")?.0));
        if wanted("lines") {
            rows.extend(lines::rows(&source)?);
        }
        if wanted("build") && build {
            rows.extend(builds::rows(&rotation, &whole, &peer)?);
        }
        if wanted("calls") {
            rows.extend(calls::rows(&whole, &peer, build && wanted("build"))?);
        }
    }
    if wanted("services") {
        let named: Vec<&str> =
            arguments.get_many::<String>("services").into_iter().flatten().map(String::as_str).collect();
        rows.extend(services::rows(&named, build)?);
    }
    if ["start-up", "tin", "objects"].into_iter().any(wanted) {
        let (python, version) = (python::set_up()?, python::version("awscli"));
        notes.push(format!("awscli {}", version.unwrap_or_default()));
        if wanted("start-up") {
            rows.extend(startup::rows(&python, build)?);
        }
        if wanted("tin") {
            rows.extend(tin::rows(&python, build)?);
        }
        if wanted("objects") {
            rows.extend(objects::rows(&python, build)?);
        }
    }

    print(&rows, &notes, wanted("build"));
    if let Some(path) = arguments.get_one::<PathBuf>("plot") {
        plot::write(path, &rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the table, and what its reader must know.
fn print(rows: &[table::Row], notes: &[String], has_builds: bool) {
    println!("{}", table::markdown(rows));
    if !notes.is_empty() {
        println!("Peers: {}.", notes.join(", "));
    }
    if has_builds {
        println!(
            "8 operations: a client generated only for {}. All other rows are for all of IAM.",
            projects::ROTATION
        );
    }
    println!("Medians of alternating runs. CPU is processor time, wall is elapsed time.");
}

/// Prints progress to standard error, because some parts take minutes.
fn progress(what: &str) {
    eprintln!("bench: {what}");
}

/// The peak memory of a command, if it succeeds.
fn peak_bytes(command: &Command) -> Option<f64> {
    let log = workspace::target().join("bench/memory.txt");
    let mut standing_in = Command::new(compiler_wrapper::prepare(&log).ok()?);
    standing_in.arg(command.get_program()).args(command.get_args()).env_clear().env(compiler_wrapper::LOG, &log);
    standing_in.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    standing_in.current_dir(command.get_current_dir().unwrap_or(workspace::root()));
    let output = standing_in.stdin(Stdio::null()).output().ok().filter(|it| it.status.success());
    output.and_then(|_| compiler_wrapper::read(&log).ok()?.pop()).map(|(_, entry)| entry.peak_bytes as f64)
}
