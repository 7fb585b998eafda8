//! Measures copies of objects, one large and many small ones, compared with the AWS CLI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::calls::isolated;
use super::measure::{self, Usage};
use super::objects_server::{self, COUNT, LARGE, SMALL};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress};
use crate::workspace;

/// The number of runs of each command.
const RUNS: usize = 3;

/// The rows. `python` is in the virtual environment that contains the AWS CLI.
pub(super) fn rows(python: &Path, build: bool) -> Result<Vec<Row>, String> {
    let url = objects_server::start().map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let tin = workspace::target().join("dist/tin");
    if build {
        progress("build of tin");
        let built =
            workspace::cargo().args(["build", "--quiet", "--profile", "dist", "--package", "tinsmith-tin"]).status();
        if !built.is_ok_and(|it| it.success()) {
            return Err("failed to build tin".to_owned());
        }
    }
    let pack = pack(build)?;
    let place = workspace::target().join("bench/objects");
    prepare(&place).map_err(|error| format!("failed to write to {}: {error}", place.display()))?;
    let aws = python.with_file_name("aws");
    let path = |name: &str| place.join(name).to_string_lossy().into_owned();
    let mut rows = Vec::new();
    for (name, arguments) in [
        ("1 GB up", vec![path("large"), "s3://bucket/large".to_owned()]),
        ("1 GB down", vec!["s3://bucket/large".to_owned(), path("down")]),
        ("1,000 objects up", vec![path("small"), "s3://bucket/small".to_owned(), "--recursive".to_owned()]),
        ("1,000 objects down", vec!["s3://bucket/small".to_owned(), path("tree"), "--recursive".to_owned()]),
    ] {
        progress(&format!("s3 cp, {name}"));
        let command = |program: &Path| {
            let mut command = isolated(program, &url);
            command.env("TINSMITH_PACK", &pack).args(["s3", "cp", "--quiet"]).args(&arguments);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let (ours, peer) = (sample(&|| command(&tin)), sample(&|| command(&aws)));
        if ours.is_empty() {
            return Err(format!("`tin s3 cp {}` failed", arguments.join(" ")));
        }
        let row = |what: &str, figure: fn(&Usage) -> f64| {
            let middle = |runs: &[Usage]| measure::median(&runs.iter().map(figure).collect::<Vec<_>>());
            let row = Row::new(format!("s3 cp {name}, {what}"), Unit::Seconds);
            row.figures(middle(&ours), middle(&peer)).target(Target::OneIn(4.0))
        };
        rows.push(row("wall", |it| it.wall.as_secs_f64()));
        rows.push(row("CPU", |it| it.cpu().as_secs_f64()));
        let memory = Row::new(format!("s3 cp {name}, peak memory"), Unit::Bytes);
        rows.push(memory.figures(peak_bytes(&command(&tin)), peak_bytes(&command(&aws))).target(Target::OneIn(4.0)));
    }
    let _ = fs::remove_dir_all(place);
    Ok(rows)
}

/// The pack of services: the one in `TINSMITH_PACK`, or one that is made now, unless nothing is built and there is one.
fn pack(build: bool) -> Result<PathBuf, String> {
    if let Some(pack) = std::env::var_os("TINSMITH_PACK") {
        return Ok(PathBuf::from(pack));
    }
    let pack = workspace::target().join("bench/services.pack");
    // An earlier one may have another format.
    if build || !pack.exists() {
        progress("pack of services");
        let program = std::env::current_exe().map_err(|error| format!("failed to find this program: {error}"))?;
        let made = Command::new(program).args(["pack", "--out"]).arg(&pack).stdout(Stdio::null()).status();
        if !made.is_ok_and(|it| it.success()) {
            return Err("failed to pack the services".to_owned());
        }
    }
    Ok(pack)
}

/// Writes the files to upload.
fn prepare(place: &Path) -> std::io::Result<()> {
    let small = place.join("small");
    fs::create_dir_all(&small)?;
    fs::File::create(place.join("large"))?.set_len(LARGE)?;
    for index in 0..COUNT {
        fs::write(small.join(format!("{index:04}")), vec![0; SMALL as usize])?;
    }
    Ok(())
}

/// The resource usage of several runs of a command. Empty if it fails.
fn sample(command: &dyn Fn() -> Command) -> Vec<Usage> {
    (0..RUNS).map_while(|_| measure::run(&mut command()).ok().filter(|it| it.success)).collect()
}
