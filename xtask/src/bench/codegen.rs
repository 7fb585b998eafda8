//! What code generation takes, from the models on the disk to the crate on the disk, beside the
//! time that `serde_json` needs to parse the same models. Each is done once in a fresh process.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress};
use crate::workspace;

/// How often each side is measured.
const RUNS: usize = 15;

/// The models of the repository's own client.
const MODELS: [&str; 2] = ["models/iam/model.json", "models/iam/docs.json"];

/// That it is set is what makes a run of this program a parser.
const PARSE: &str = "TINSMITH_BENCH_PARSE";

/// The rows, by this program as an optimized build.
pub(crate) fn rows(build: bool) -> Result<Vec<Row>, String> {
    progress("codegen of all of IAM");
    if build {
        let mut cargo = workspace::cargo();
        cargo.args(["build", "--quiet", "--release", "--package", "xtask"]);
        let built = cargo.status().map_err(|error| format!("cargo cannot be started: {error}"))?;
        if !built.success() {
            return Err("the generator cannot be built".to_owned());
        }
    }
    let binary = workspace::target().join("release/xtask");
    let clients = workspace::target().join("bench/written-clients");
    let _ = fs::remove_dir_all(&clients);
    let mut generated: Vec<Usage> = Vec::new();
    let mut parsed: Vec<f64> = Vec::new();
    // The first round, which reads everything from the disk, does not count. Nothing is removed in
    // between: file systems are slow to reuse what was just given back.
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
    command
}

/// The seconds that `serde_json` needs for the models.
fn parse(binary: &Path) -> Result<f64, String> {
    let output = Command::new(binary).env(PARSE, "1").args(MODELS).current_dir(workspace::root()).output();
    let output = output.map_err(|error| format!("{}: {error}", binary.display()))?;
    let seconds = String::from_utf8_lossy(&output.stdout).trim().parse();
    seconds.map_err(|_| format!("the models cannot be parsed: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Parses the files that the arguments name and prints the seconds. `None` in any other run of
/// this program.
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
        // Nor is the time measured that it takes to give it back.
        std::mem::forget(black_box(parsed));
    }
    Ok(start.elapsed())
}
