//! Measures clean builds of a client and of a program with one call.
//!
//! Two of our clients are built: one generated with `--operations` for a key rotation, as for a program that needs few
//! operations, and all of IAM. The official crate always contains all of IAM.

use std::time::Duration;

use super::measure::median;
use super::progress;
use super::projects::{Build, Profile, Project};
use super::table::{Row, Target, Unit};

/// The rows.
pub(super) fn rows(rotation: &Project, whole: &Project, peer: &Project) -> Result<Vec<Row>, String> {
    let build = |project: &Project, profile, what: &str| {
        progress(what);
        project.build(profile)
    };
    let cut = build(rotation, Profile::Release, "cold release build with the client of a key rotation")?;
    let ours = build(whole, Profile::Release, "cold release build with all of tinsmith-iam")?;
    let theirs = build(peer, Profile::Release, "cold release build with aws-sdk-iam and aws-config (minutes)")?;
    let ours_debug = build(whole, Profile::Debug, "cold debug build with all of tinsmith-iam")?;
    let theirs_debug = build(peer, Profile::Debug, "cold debug build with aws-sdk-iam and aws-config (minutes)")?;

    let alone = |name: &str, profile| -> Result<Row, String> {
        progress(name);
        // The small build runs several times around the large one, so that both see the same machine load.
        let ours = || (0..3).map(|_| whole.rebuild(profile, "tinsmith-iam", CLIENT)).collect::<Result<Vec<_>, _>>();
        let mut all = ours()?;
        let theirs = peer.rebuild(profile, "aws-sdk-iam", PEER_CLIENT)?;
        all.extend(ours()?);
        Ok(Row::new(name, Unit::Seconds).figures(median(&all), Some(theirs)).target(Target::OneIn(15.0)).plotted())
    };
    let rows = vec![
        program("8 operations: cold release build, CPU", &cut, &theirs),
        own("8 operations: of it our two crates / aws-sdk-iam", &cut, &theirs).target(Target::Below(12.0)),
        program("all of IAM: cold release build, CPU", &ours, &theirs).plotted(),
        own("all of IAM: of it our two crates / aws-sdk-iam", &ours, &theirs),
        Row::new("of it tinsmith-runtime", Unit::Seconds).figures(of(&ours, &[RUNTIME]), None),
        alone("all of IAM: the client crate alone, release, CPU", Profile::Release)?,
        alone("all of IAM: the client crate alone, debug, CPU", Profile::Debug)?,
        Row::new("all of IAM: cold release build, wall", Unit::Seconds).figures(wall(&ours), wall(&theirs)),
        Row::new("all of IAM: cold debug build, wall", Unit::Seconds).figures(wall(&ours_debug), wall(&theirs_debug)),
        Row::new("units built", Unit::Count).figures(Some(ours.units as f64), Some(theirs.units as f64)),
    ];
    [whole, peer].iter().for_each(|project| project.drop_debug());
    Ok(rows)
}

/// Crates by their names in the compiler.
const RUNTIME: &str = "tinsmith_runtime";
const CLIENT: &str = "tinsmith_iam";
const PEER_CLIENT: &str = "aws_sdk_iam";

/// The row for the whole build of a program with one call.
fn program(name: &str, ours: &Build, theirs: &Build) -> Row {
    let cpu = |build: &Build| Some(build.usage.cpu().as_secs_f64());
    Row::new(name, Unit::Seconds).figures(cpu(ours), cpu(theirs)).target(Target::OneIn(4.0))
}

/// The row for our own crates, next to what is generated for the official SDK.
fn own(name: &str, ours: &Build, theirs: &Build) -> Row {
    Row::new(name, Unit::Seconds).figures(of(ours, &[RUNTIME, CLIENT]), of(theirs, &[PEER_CLIENT]))
}

/// The compiler's processor time for these crates, or `None` if one of them was not built.
fn of(build: &Build, names: &[&str]) -> Option<f64> {
    names.iter().map(|name| build.crates.get(*name).map(Duration::as_secs_f64)).sum()
}

fn wall(build: &Build) -> Option<f64> {
    Some(build.usage.wall.as_secs_f64())
}
