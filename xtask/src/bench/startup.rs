//! Measures how long the command takes for small tasks, compared with the AWS CLI.

use std::path::Path;
use std::process::{Command, Stdio};

use super::calls::isolated;
use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress, server};
use crate::workspace;

/// The number of runs of each command.
pub(super) const OUR_RUNS: usize = 31;
pub(super) const PEER_RUNS: usize = 7;

/// The arguments to run.
pub(super) const UPDATE: [&str; 7] =
    ["update-access-key", "--user-name", "Bob", "--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--status", "Inactive"];
const CASES: [(&str, &[&str]); 3] = [
    ("skeleton", &["update-access-key", "--generate-cli-skeleton"]),
    ("help", &["update-access-key", "help"]),
    ("one call", &UPDATE),
];

/// The rows. `python` is in the virtual environment that contains the AWS CLI.
pub(super) fn rows(python: &Path, build: bool) -> Result<Vec<Row>, String> {
    let url = server::start().map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let iam = workspace::target().join("dist/iam");
    if build {
        progress("build of the command as it is installed");
        let mut cargo = workspace::cargo();
        let package = ["--package", "tinsmith-iam", "--features", "cli", "--bin", "iam"];
        cargo.args(["build", "--quiet", "--profile", "dist"]).args(package);
        let built = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
        if !built.success() {
            return Err("failed to build the command".to_owned());
        }
    }
    progress("start-up of the command");
    let aws = python.with_file_name("aws");
    let mut rows = Vec::new();
    for (name, arguments) in CASES {
        let ours = sample(&iam, &[], arguments, &url, OUR_RUNS);
        if ours.is_empty() {
            return Err(format!("`iam {}` failed", arguments.join(" ")));
        }
        // The AWS CLI's help needs programs that some systems lack; then there is no figure.
        let peer = sample(&aws, &["iam"], arguments, &url, PEER_RUNS);
        rows.push(
            row(format!("iam {name}, wall"), &ours, &peer, |it| it.wall.as_secs_f64())
                .target(Target::OneIn(100.0))
                .plotted(),
        );
        rows.push(row(format!("iam {name}, CPU"), &ours, &peer, |it| it.cpu().as_secs_f64()));
    }
    let ours = peak_bytes(isolated(&iam, &url).args(UPDATE));
    let peer = peak_bytes(isolated(&aws, &url).arg("iam").args(UPDATE));
    rows.push(
        Row::new("iam one call, peak memory", Unit::Bytes).figures(ours, peer).target(Target::OneIn(6.0)).plotted(),
    );
    rows.push(Row::new("iam, stripped", Unit::Bytes).figures(stripped_size(&iam), None).target(Target::Below(8e6)));
    Ok(rows)
}

/// The size of a program without symbols, or `None` if `strip` is not installed.
pub(super) fn stripped_size(program: &Path) -> Option<f64> {
    let stripped = program.with_extension("stripped");
    let done = Command::new("strip").arg("-o").arg(&stripped).arg(program).status().is_ok_and(|it| it.success());
    let size = std::fs::metadata(&stripped).ok().filter(|_| done).map(|it| it.len() as f64);
    let _ = std::fs::remove_file(&stripped);
    size
}

/// The resource usage of several runs of a command. Empty if it fails.
pub(super) fn sample(program: &Path, before: &[&str], arguments: &[&str], url: &str, runs: usize) -> Vec<Usage> {
    // The first run, which reads the program from disk, does not count.
    let usages = (0..=runs).map_while(|_| {
        let mut command = isolated(program, url);
        command.args(before).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        measure::run(&mut command).ok().filter(|it| it.success)
    });
    usages.skip(1).collect()
}

/// The medians of a figure.
pub(super) fn row(name: String, ours: &[Usage], peer: &[Usage], figure: fn(&Usage) -> f64) -> Row {
    let middle = |runs: &[Usage]| measure::median(&runs.iter().map(figure).collect::<Vec<_>>());
    Row::new(name, Unit::Seconds).figures(middle(ours), middle(peer))
}
