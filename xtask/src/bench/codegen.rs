//! Measures code generation, from models on disk to the crate on disk, and compares it with the time that `serde_json`
//! needs to parse the same models. Each runs once in a fresh process.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress};
use crate::workspace;

/// The number of runs of each side.
const RUNS: usize = 15;

/// The models of the repository's own client.
const MODELS: [&str; 2] = ["models/iam/model.json", "models/iam/docs.json"];

/// If this variable is set, the program only parses the models.
const PARSE: &str = "TINSMITH_BENCH_PARSE";

/// The rows, measured with an optimized build of this program.
pub(crate) fn rows(build: bool) -> Result<Vec<Row>, String> {
    progress("codegen of all of IAM");
    if build {
        let mut cargo = workspace::cargo();
        cargo.args(["build", "--quiet", "--release", "--package", "xtask"]);
        let built = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
        if !built.success() {
            return Err("failed to build the generator".to_owned());
        }
    }
    let binary = workspace::target().join("release/xtask");
    let clients = workspace::target().join("bench/written-clients");
    let _ = fs::remove_dir_all(&clients);
    let mut generated: Vec<Usage> = Vec::new();
    let mut parsed: Vec<f64> = Vec::new();
    // The first run, which reads everything from disk, does not count. Nothing is deleted in between, because file
    // systems are slow to reuse space that was just freed.
    for round in 0..=RUNS {
        let mut command = generate(&binary, &clients.join(round.to_string()));
        let usage = measure::run(&mut command).map_err(|error| format!("{}: {error}", binary.display()))?;
        if !usage.success {
            return Err("codegen failed".to_owned());
        }
        let parse = parse(&binary)?;
        if round > 0 {
            generated.push(usage);
            parsed.push(parse);
        }
    }
    let middle = |figure: fn(&Usage) -> f64| measure::median(&generated.iter().map(figure).collect::<Vec<_>>());
    let rows = vec![
        Row::new("codegen of all of IAM / serde_json parses the models, wall", Unit::Seconds)
            .figures(middle(|it| it.wall.as_secs_f64()), measure::median(&parsed))
            .target(Target::Times(30.0)),
        Row::new("codegen of all of IAM, CPU", Unit::Seconds).figures(middle(|it| it.cpu().as_secs_f64()), None),
        Row::new("codegen of all of IAM, peak memory", Unit::Bytes)
            .figures(peak_bytes(&generate(&binary, &clients.join("last"))), None)
            .target(Target::Below(150e6)),
    ];
    let _ = fs::remove_dir_all(&clients);
    Ok(rows)
}

/// Generates the whole client into a directory.
fn generate(binary: &Path, out: &Path) -> Command {
    let mut command = Command::new(binary);
    command.args(["codegen", "--out"]).arg(out).current_dir(workspace::root()).stdout(Stdio::null());
    // The memory is measured in an empty environment, in which cargo, which formats the crate, would not be found.
    command.envs(std::env::vars_os());
    command
}

/// The time in seconds that `serde_json` needs for the models.
fn parse(binary: &Path) -> Result<f64, String> {
    let output = Command::new(binary).env(PARSE, "1").args(MODELS).current_dir(workspace::root()).output();
    let output = output.map_err(|error| format!("{}: {error}", binary.display()))?;
    let seconds = String::from_utf8_lossy(&output.stdout).trim().parse();
    seconds.map_err(|_| format!("failed to parse the models: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Parses the files in the arguments and prints the time in seconds. `None` unless this run is for parsing.
pub(crate) fn run_parser() -> Option<ExitCode> {
    std::env::var_os(PARSE)?;
    Some(match time_to_parse() {
        Ok(time) => {
            println!("{}", time.as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    })
}

fn time_to_parse() -> Result<Duration, String> {
    let read = |path: String| fs::read(&path).map_err(|error| format!("{path}: {error}"));
    let texts = std::env::args().skip(1).map(read).collect::<Result<Vec<_>, _>>()?;
    let start = Instant::now();
    for text in texts {
        let parsed = serde_json::from_slice::<serde_json::Value>(&text).map_err(|error| error.to_string())?;
        // The time to free the memory is not measured either.
        std::mem::forget(black_box(parsed));
    }
    Ok(start.elapsed())
}
