//! How long the command takes to do something small, beside the AWS CLI.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::calls::isolated;
use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress, server};
use crate::workspace;

/// How often each command is run.
const OUR_RUNS: usize = 31;
const PEER_RUNS: usize = 7;

/// What is run, as the words behind the program's name.
const UPDATE: [&str; 7] =
    ["update-access-key", "--user-name", "Bob", "--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--status", "Inactive"];
const CASES: [(&str, &[&str]); 3] = [
    ("skeleton", &["update-access-key", "--generate-cli-skeleton"]),
    ("help", &["update-access-key", "help"]),
    ("one call", &UPDATE),
];

/// The rows. `python` is the virtual environment's, beside which the AWS CLI lies.
pub fn rows(python: &Path, build: bool) -> Result<Vec<Row>, String> {
    let url = server::start().map_err(|error| format!("no server on loopback: {error}"))?;
    let iam = workspace::target().join("release/iam");
    if build {
        progress("release build of the command");
        let mut cargo = workspace::cargo();
        cargo.args(["build", "--quiet", "--release", "--package", "tinsmith-iam", "--features", "cli", "--bin", "iam"]);
        let built = cargo.status().map_err(|error| format!("cargo cannot be started: {error}"))?;
        if !built.success() {
            return Err("the command cannot be built".to_owned());
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
        // The AWS CLI's help needs programs that not every system has: then there is no figure.
        let peer = sample(&aws, &["iam"], arguments, &url, PEER_RUNS);
        rows.push(
            row(format!("iam {name}, wall"), &ours, &peer, |it| it.wall.as_secs_f64()).target(Target::OneIn(80.0)),
        );
        rows.push(row(format!("iam {name}, CPU"), &ours, &peer, |it| it.cpu().as_secs_f64()));
    }
    let ours = peak_bytes(isolated(&iam, &url).args(UPDATE));
    let peer = peak_bytes(isolated(&aws, &url).arg("iam").args(UPDATE));
    rows.push(Row::new("iam one call, peak memory", Unit::Bytes).figures(ours, peer));
    let size = |path: &PathBuf| std::fs::metadata(path).ok().map(|it| it.len() as f64);
    rows.push(Row::new("iam, unstripped", Unit::Bytes).figures(size(&iam), None));
    Ok(rows)
}

/// What the runs of a command took; nothing where it fails.
fn sample(program: &Path, before: &[&str], arguments: &[&str], url: &str, runs: usize) -> Vec<Usage> {
    // The first run, which reads the program from the disk, does not count.
    let usages = (0..=runs).map_while(|_| {
        let mut command = isolated(program, url);
        command.args(before).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        measure::run(&mut command).ok().filter(|it| it.success)
    });
    usages.skip(1).collect()
}

fn row(name: String, ours: &[Usage], peer: &[Usage], figure: fn(&Usage) -> f64) -> Row {
    let middle = |runs: &[Usage]| measure::median(&runs.iter().map(figure).collect::<Vec<_>>());
    Row::new(name, Unit::Seconds).figures(middle(ours), middle(peer))
}
