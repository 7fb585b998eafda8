//! `cargo xtask bench`: one table with our figures beside the peer's, of the same run.
//!
//! Machines are noisy. What is compared are processor times and medians, and the two sides take
//! turns, so that a slow minute hits both.

mod calls;
mod lines;
mod measure;
mod projects;
mod server;
pub mod stand_in;
mod startup;
mod table;

use std::process::{Command, ExitCode, Stdio};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};

use crate::{Outcome, python, workspace};
use projects::{Build, Project, Side};
use table::{Row, Target, Unit};

/// What can be measured on its own.
const PARTS: [&str; 5] = ["codegen", "lines", "build", "calls", "start-up"];

/// How often codegen is run.
const CODEGEN_RUNS: usize = 5;

/// The arguments.
pub fn command() -> clap::Command {
    clap::Command::new("bench")
        .about("Prints a table of figures beside those of the official SDK and the AWS CLI")
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("PARTS")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(PARTS))
                .help("Measure these parts alone"),
        )
        .arg(
            Arg::new("skip-build")
                .long("skip-build")
                .action(ArgAction::SetTrue)
                .help("Build nothing: measure the programs of the run before"),
        )
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> Outcome {
    let only: Vec<&String> = arguments.get_many("only").into_iter().flatten().collect();
    let wanted = |part: &str| only.is_empty() || only.iter().any(|it| *it == part);
    let build = !arguments.get_flag("skip-build");
    let mut rows = Vec::new();
    let mut notes = Vec::new();

    if wanted("codegen") {
        rows.extend(codegen(build)?);
    }
    if wanted("lines") || wanted("build") || wanted("calls") {
        let (ours, peer) = (Project::write(Side::Ours)?, Project::write(Side::Peer)?);
        ours.fetch()?;
        peer.fetch()?;
        let (version, source) = peer.package("aws-sdk-iam")?;
        notes.push(format!("aws-sdk-iam {version}, aws-config {}", peer.package("aws-config")?.0));
        if wanted("lines") {
            rows.extend(lines::rows(&source)?);
        }
        if wanted("build") && build {
            rows.extend(builds(&ours, &peer)?);
        }
        if wanted("calls") {
            rows.extend(calls::rows(&ours, &peer, build && wanted("build"))?);
        }
    }
    if wanted("start-up") {
        let (python, version) = (python::set_up()?, python::version("awscli"));
        notes.push(format!("awscli {}", version.unwrap_or_default()));
        rows.extend(startup::rows(&python, build)?);
    }

    println!("{}", table::markdown(&rows));
    if !notes.is_empty() {
        println!("Peers: {}.", notes.join(", "));
    }
    println!("Medians of runs that took turns. CPU is processor time, wall is time.");
    Ok(ExitCode::SUCCESS)
}

/// Tells on standard error what is going on: some of it takes minutes.
fn progress(what: &str) {
    eprintln!("bench: {what}");
}

/// The most memory that a command holds, where it succeeds.
fn peak_bytes(command: &Command) -> Option<f64> {
    let log = workspace::target().join("bench/memory.txt");
    let mut standing_in = Command::new(stand_in::prepare(&log).ok()?);
    standing_in.arg(command.get_program()).args(command.get_args()).env_clear().env(stand_in::LOG, &log);
    standing_in.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    standing_in.current_dir(command.get_current_dir().unwrap_or(workspace::root()));
    let output = standing_in.stdin(Stdio::null()).output().ok().filter(|it| it.status.success());
    output.and_then(|_| stand_in::read(&log).ok()?.pop()).map(|(_, entry)| entry.peak_bytes as f64)
}

/// Time and memory of code generation, by this program as an optimized build and as it runs.
fn codegen(build: bool) -> Result<Vec<Row>, String> {
    progress("codegen");
    if build {
        let mut cargo = workspace::cargo();
        cargo.args(["build", "--quiet", "--release", "--package", "xtask"]);
        cargo.status().map_err(|error| format!("cargo cannot be started: {error}"))?;
    }
    let binary = workspace::target().join("release/xtask");
    let mut runs = Vec::new();
    for _ in 0..CODEGEN_RUNS {
        let mut command = Command::new(&binary);
        command.args(["codegen", "--check"]).current_dir(workspace::root()).stdout(Stdio::null());
        let usage = measure::run(&mut command).map_err(|error| format!("{}: {error}", binary.display()))?;
        if !usage.success {
            return Err("`cargo xtask codegen --check` found something to mend".to_owned());
        }
        runs.push(usage);
    }
    let mut check = Command::new(&binary);
    check.args(["codegen", "--check"]).current_dir(workspace::root()).stdout(Stdio::null());
    let middle = |figure: fn(&measure::Usage) -> f64| measure::median(&runs.iter().map(figure).collect::<Vec<_>>());
    Ok(vec![
        Row::new("codegen, wall", Unit::Seconds).figures(middle(|it| it.wall.as_secs_f64()), None),
        Row::new("codegen, peak memory", Unit::Bytes).figures(peak_bytes(&check), None),
    ])
}

/// Cold release builds of both programs.
fn builds(ours: &Project, peer: &Project) -> Result<Vec<Row>, String> {
    progress("cold release build with tinsmith-iam");
    let our_build = ours.build()?;
    progress("cold release build with aws-sdk-iam and aws-config (minutes)");
    let peer_build = peer.build()?;
    let cpu = |build: &Build| Some(build.usage.cpu().as_secs_f64());
    let of = |build: &Build, names: &[&str]| {
        let times = names.iter().filter_map(|name| build.crates.get(*name));
        Some(times.map(std::time::Duration::as_secs_f64).sum())
    };
    let own = of(&our_build, &["tinsmith_runtime", "tinsmith_iam"]);
    let runtime = of(&our_build, &["tinsmith_runtime"]);
    let wall = |build: &Build| Some(build.usage.wall.as_secs_f64());
    Ok(vec![
        Row::new("cold release build, CPU", Unit::Seconds)
            .figures(cpu(&our_build), cpu(&peer_build))
            .target(Target::OneIn(4.0)),
        Row::new("of it tinsmith-runtime + tinsmith-iam / aws-sdk-iam", Unit::Seconds)
            .figures(own, of(&peer_build, &["aws_sdk_iam"]))
            .target(Target::Below(12.0)),
        Row::new("of it tinsmith-runtime", Unit::Seconds).figures(runtime, None),
        Row::new("cold release build, wall", Unit::Seconds).figures(wall(&our_build), wall(&peer_build)),
        Row::new("units built", Unit::Count).figures(Some(our_build.units as f64), Some(peer_build.units as f64)),
    ])
}
