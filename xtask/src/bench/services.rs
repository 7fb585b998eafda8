//! Measures clients of several services: their crates, their calls, and streams of S3.
//!
//! The same sources are built with our crates and with the official ones, a program for each service.

mod answers;
mod programs;

use std::path::{Path, PathBuf};

use super::calls::{instructions, isolated};
use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{lines, objects_server, peak_bytes, progress, server};
use crate::workspace;

use programs::{Built, Programs};

/// The number of runs of a program.
const ROUNDS: usize = 5;

/// A call that is measured: its name, its service, the case of the program, and the numbers of calls for processor time
/// and for instructions.
struct Case {
    name: &'static str,
    service: &'static str,
    case: &'static str,
    content_type: &'static str,
    answer: fn() -> String,
    calls: u32,
    counted: u32,
}

const CASES: [Case; 6] = [
    Case {
        name: "STS GetCallerIdentity",
        service: "sts",
        case: "",
        content_type: "text/xml",
        answer: answers::caller_identity,
        calls: 3_000,
        counted: 100,
    },
    Case {
        name: "DynamoDB GetItem, 10 KB",
        service: "dynamodb",
        case: "get",
        content_type: "application/x-amz-json-1.0",
        answer: answers::item,
        calls: 3_000,
        counted: 100,
    },
    Case {
        name: "DynamoDB Query, 1,000 items",
        service: "dynamodb",
        case: "query",
        content_type: "application/x-amz-json-1.0",
        answer: answers::items,
        calls: 50,
        counted: 4,
    },
    Case {
        name: "Lambda ListFunctions, 50",
        service: "lambda",
        case: "",
        content_type: "application/json",
        answer: answers::functions,
        calls: 500,
        counted: 20,
    },
    Case {
        name: "Route 53 ListHostedZones, 100",
        service: "route53",
        case: "",
        content_type: "text/xml",
        answer: answers::hosted_zones,
        calls: 500,
        counted: 20,
    },
    Case {
        name: "EC2 DescribeInstances, 500",
        service: "ec2",
        case: "",
        content_type: "text/xml",
        answer: answers::instances,
        calls: 30,
        counted: 3,
    },
];

/// The services, in the order in which their programs are built.
pub(super) const SERVICES: [&str; 6] = ["s3", "dynamodb", "sts", "lambda", "route53", "ec2"];

/// The program that calls a single operation of the first service, and the name of that operation. It is built with the
/// whole client and with a client that contains only this operation.
const ONE: &str = "one";
const OPERATION: &str = "GetObject";

/// The rows. `wanted` are the services to measure, `build` tells whether their programs are built.
pub(super) fn rows(wanted: &[&str], build: bool) -> Result<Vec<Row>, String> {
    let wanted: Vec<&str> = SERVICES.into_iter().filter(|it| wanted.is_empty() || wanted.contains(it)).collect();
    let (ours, peer) = (Programs::write_ours(&wanted, build)?, Programs::write_peer()?);
    let mut rows = Vec::new();
    for service in &wanted {
        // The first build includes what all programs need.
        let cold =
            if *service == SERVICES[0] { Some((ours.built_cold(build)?, peer.built_cold(build)?)) } else { None };
        let (our_build, peer_build) = (ours.built(service, build)?, peer.built(service, build)?);
        let (our_crate, peer_crate) = cold.as_ref().map_or((&our_build, &peer_build), |(ours, peer)| (ours, peer));
        rows.extend(crate_rows(service, &ours, &peer, [our_crate, peer_crate])?);
        if let Some((our_cold, peer_cold)) = &cold {
            rows.extend(program_rows(service, "a program of one operation", [our_cold, peer_cold]));
            let cut = Programs::write_cut(service, OPERATION, build)?.built_cold(build)?;
            let what = format!("the same with a client of `{OPERATION}` alone");
            rows.extend(program_rows(service, &what, [&cut, peer_cold]));
        }
    }
    // Client and server share one processor. Otherwise the result includes some 20 µs for waking an idle one.
    let pinned = measure::Pinned::to_one_processor();
    for case in CASES.iter().filter(|case| wanted.contains(&case.service)) {
        rows.extend(call_rows(case, &ours.program(case.service), &peer.program(case.service))?);
    }
    drop(pinned);
    if wanted.contains(&"s3") {
        rows.extend(stream_rows(&ours.program("s3"), &peer.program("s3"))?);
    }
    Ok(rows)
}

/// The rows of a service's crate.
fn crate_rows(service: &str, ours: &Programs, peer: &Programs, built: [&Built; 2]) -> Result<Vec<Row>, String> {
    let lines = |source: PathBuf| lines::of(&source).map(|it| it as f64);
    let both = |figure: fn(&Built) -> Option<f64>| (figure(built[0]), figure(built[1]));
    let row = |what: &str, unit, (ours, peer): (Option<f64>, Option<f64>)| {
        Row::new(format!("{service}: {what}"), unit).figures(ours, peer)
    };
    let counted = (Some(lines(ours.source(service)?)?), Some(lines(peer.source(service)?)?));
    Ok(vec![
        row("lines of the crate", Unit::Count, counted).target(Target::OneIn(8.0)),
        row("build of the crate, release, CPU", Unit::Seconds, both(|it| it.krate)).target(Target::OneIn(15.0)),
    ])
}

/// The rows of a service's program, built with all its dependencies.
fn program_rows(service: &str, what: &str, built: [&Built; 2]) -> [Row; 2] {
    let row = |what: String, unit, figure: fn(&Built) -> Option<f64>| {
        Row::new(format!("{service}: {what}"), unit).figures(figure(built[0]), figure(built[1]))
    };
    let cold = row(format!("{what}, cold release build, CPU"), Unit::Seconds, |it| it.whole);
    let size = row(format!("{what}, stripped"), Unit::Bytes, |it| it.size);
    [cold.target(Target::OneIn(4.0)), size.target(Target::OneIn(3.0))]
}

/// The rows of a call.
fn call_rows(case: &Case, ours: &Path, peer: &Path) -> Result<[Row; 2], String> {
    progress(case.name);
    let url = server::start_with(case.content_type, &(case.answer)())
        .map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let cpu = |program: &Path, calls: u32| run(program, &url, calls, &[case.case]).map(|it| it.cpu().as_secs_f64());
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (program, figures) in [ours, peer].into_iter().zip(&mut figures) {
            figures.push((cpu(program, case.calls)? - cpu(program, 0)?) / f64::from(case.calls));
        }
    }
    let counted = |program: &Path| instructions(program, &url, &[case.case], (case.counted / 4, case.counted));
    let row = |what: &str, unit| Row::new(format!("{}, {what}", case.name), unit).target(Target::OneIn(2.0));
    Ok([
        row("CPU", Unit::Seconds).figures(measure::median(&figures[0]), measure::median(&figures[1])),
        row("instructions", Unit::Count).figures(counted(ours), counted(peer)),
    ])
}

/// The rows of an object of 256 MB in each direction.
fn stream_rows(ours: &Path, peer: &Path) -> Result<Vec<Row>, String> {
    let url = objects_server::start().map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let file = workspace::target().join("bench/services/large");
    let made = std::fs::File::create(&file).and_then(|it| it.set_len(objects_server::LARGE));
    made.map_err(|error| format!("failed to write {}: {error}", file.display()))?;
    let path = file.to_string_lossy().into_owned();
    let mut rows = Vec::new();
    for (name, arguments) in [("S3 GetObject", vec!["get"]), ("S3 PutObject", vec!["put", &path])] {
        progress(name);
        let mut figures = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (program, figures) in [ours, peer].into_iter().zip(&mut figures) {
                let cpu = run(program, &url, 0, &arguments)?.cpu().as_secs_f64();
                figures.push(cpu * 1e6 / objects_server::LARGE as f64);
            }
        }
        let peak = |program: &Path| peak_bytes(isolated(program, &url).arg("0").args(&arguments));
        let (ours_peak, peer_peak) = (peak(ours), peak(peer));
        let memory = |target| Row::new(format!("{name} of 256 MB, peak memory"), Unit::Bytes).target(target);
        rows.extend([
            Row::new(format!("{name} of 256 MB, CPU per MB"), Unit::Seconds)
                .figures(measure::median(&figures[0]), measure::median(&figures[1]))
                .target(Target::OneIn(1.0)),
            memory(Target::OneIn(1.0)).figures(ours_peak, peer_peak),
            memory(Target::Below(16e6)).figures(ours_peak, None),
        ]);
    }
    let _ = std::fs::remove_file(file);
    Ok(rows)
}

/// Runs a program that makes one call and this many more.
fn run(program: &Path, url: &str, calls: u32, arguments: &[&str]) -> Result<Usage, String> {
    let mut command = isolated(program, url);
    command.arg(calls.to_string()).args(arguments);
    let usage = measure::run(&mut command).map_err(|error| format!("{}: {error}", program.display()))?;
    if usage.success { Ok(usage) } else { Err(format!("{} failed", program.display())) }
}
