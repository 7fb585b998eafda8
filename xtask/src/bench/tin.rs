//! Measures `tin` with all services, compared with the AWS CLI: its size, its start, one call, and what packing takes.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::calls::isolated;
use super::measure;
use super::startup::{OUR_RUNS, PEER_RUNS, UPDATE, row, sample, stripped_size};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress, server};
use crate::workspace;

/// The skeletons whose time is the start of the program.
const STARTS: [(&str, &[&str]); 3] = [
    ("iam", &["iam", "update-access-key", "--generate-cli-skeleton"]),
    ("s3api", &["s3api", "put-object", "--generate-cli-skeleton"]),
    ("ec2", &["ec2", "run-instances", "--generate-cli-skeleton"]),
];

/// The rows. `python` is in the virtual environment that contains the AWS CLI.
pub(super) fn rows(python: &Path, build: bool) -> Result<Vec<Row>, String> {
    let url = server::start().map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let directory = workspace::target().join("bench");
    std::fs::create_dir_all(&directory).map_err(|error| format!("failed to write below target: {error}"))?;
    let mut rows = Vec::new();
    if build {
        rows.extend(pack_and_build(&directory)?);
    }
    let (plain, documented) = (directory.join("tin"), directory.join("tin-with-help"));
    progress("start of tin");
    let aws = python.with_file_name("aws");
    for (name, arguments) in STARTS {
        let (ours, peer) =
            (sample(&plain, &[], arguments, &url, OUR_RUNS), sample(&aws, &[], arguments, &url, PEER_RUNS));
        if ours.is_empty() {
            return Err(format!("`tin {}` failed", arguments.join(" ")));
        }
        rows.push(
            row(format!("tin {name} skeleton, wall"), &ours, &peer, |it| it.wall.as_secs_f64())
                .target(Target::OneIn(100.0)),
        );
    }
    let (ours, peer) =
        (sample(&plain, &["iam"], &UPDATE, &url, OUR_RUNS), sample(&aws, &["iam"], &UPDATE, &url, PEER_RUNS));
    rows.push(
        row("tin one call, wall".to_owned(), &ours, &peer, |it| it.wall.as_secs_f64()).target(Target::OneIn(80.0)),
    );
    let ours = peak_bytes(isolated(&plain, &url).arg("iam").args(UPDATE));
    let peer = peak_bytes(isolated(&aws, &url).arg("iam").args(UPDATE));
    rows.push(Row::new("tin one call, peak memory", Unit::Bytes).figures(ours, peer).target(Target::Below(12e6)));
    let size = |name: &str, program: &Path, limit| {
        Row::new(name, Unit::Bytes).figures(stripped_size(program), None).target(Target::Below(limit))
    };
    rows.push(size("tin, stripped", &plain, 15e6));
    rows.push(size("tin with help texts, stripped", &documented, 25e6));
    Ok(rows)
}

/// Packs all services, without and with help texts, and builds both programs.
fn pack_and_build(directory: &Path) -> Result<Vec<Row>, String> {
    progress("release build of the packer");
    cargo(&["build", "--quiet", "--release", "--package", "xtask"], None)?;
    let packer = workspace::target().join("release/xtask");
    let mut rows = Vec::new();
    for (program, docs) in [("tin", None), ("tin-with-help", Some("--docs"))] {
        progress(&format!("packing the services of {program}"));
        let pack = directory.join(program).with_extension("pack");
        let mut packing = std::process::Command::new(&packer);
        packing.args(["pack", "--out"]).arg(&pack).args(docs).stdout(Stdio::null()).stderr(Stdio::null());
        let used = measure::run(&mut packing).map_err(|error| format!("failed to start the packer: {error}"))?;
        // Services that cannot be packed are left out, and the exit code says so.
        let size = std::fs::metadata(&pack).map_err(|error| format!("{}: {error}", pack.display()))?.len();
        if docs.is_none() {
            let seconds = Some(used.wall.as_secs_f64());
            rows.push(Row::new("packing, wall", Unit::Seconds).figures(seconds, None).target(Target::Below(60.0)));
            let peak = Some(used.peak_bytes as f64);
            rows.push(Row::new("packing, peak memory", Unit::Bytes).figures(peak, None).target(Target::Below(1e9)));
            rows.push(Row::new("pack of all services", Unit::Bytes).figures(Some(size as f64), None));
        }
        progress(&format!("build of {program}"));
        cargo(&["build", "--quiet", "--profile", "dist", "--package", "tinsmith-tin"], Some(pack))?;
        let built = workspace::target().join("dist/tin");
        std::fs::copy(&built, directory.join(program)).map_err(|error| format!("{}: {error}", built.display()))?;
    }
    Ok(rows)
}

fn cargo(arguments: &[&str], pack: Option<PathBuf>) -> Result<(), String> {
    let mut cargo = workspace::cargo();
    cargo.args(arguments);
    if let Some(pack) = pack {
        cargo.env("TINSMITH_BUILTIN_PACK", pack);
    }
    let built = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    if built.success() { Ok(()) } else { Err(format!("`cargo {}` failed", arguments.join(" "))) }
}
