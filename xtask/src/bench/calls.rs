//! Measures a single call, and the program that makes it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::measure::{self, Usage};
use super::projects::Project;
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress, server};
use crate::workspace;

/// The number of runs of a program, and of calls after the first.
const ROUNDS: usize = 7;
const CALLS: u32 = 5_000;

/// The rows. `build` tells whether the programs were built in this run.
pub(super) fn rows(ours: &Project, peer: &Project, build: bool) -> Result<Vec<Row>, String> {
    if build {
        progress("programs that count allocations");
        ours.build_counting()?;
        peer.build_counting()?;
    }
    progress("calls on loopback");
    // Client and server share one processor. Otherwise the result includes some 20 µs for waking an idle one.
    let _pinned = measure::Pinned::to_one_processor();
    let url = server::start().map_err(|error| format!("failed to start a server on loopback: {error}"))?;
    let (ours_programs, peer_programs) = (ours.program(), peer.program());
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (program, figures) in [&ours_programs, &peer_programs].into_iter().zip(&mut figures) {
            figures.push(Round { few: run(program, 0, &url)?, many: run(program, CALLS, &url)? });
        }
    }
    let [ours_rounds, peer_rounds] = figures;
    let row = |name: &str, unit, figure: fn(&Round) -> f64| {
        let middle = |rounds: &[Round]| measure::median(&rounds.iter().map(figure).collect::<Vec<_>>());
        Row::new(name, unit).figures(middle(&ours_rounds), middle(&peer_rounds))
    };
    let peak = |program: &Path| peak_bytes(isolated(program, &url).arg(CALLS.to_string()));
    let size = |program: &Path| fs::metadata(program).ok().map(|it| it.len() as f64);
    Ok(vec![
        row("a call, user CPU", Unit::Seconds, |it| it.per_call(|it| it.user.as_secs_f64()))
            .target(Target::OneIn(3.0))
            .plotted(),
        row("a call, user and system CPU", Unit::Seconds, |it| it.per_call(|it| it.cpu().as_secs_f64())),
        row("a call, wall", Unit::Seconds, |it| it.per_call(|it| it.wall.as_secs_f64())),
        Row::new("a call, instructions", Unit::Count)
            .figures(
                instructions(&ours_programs, &url, &[], (50, 250)),
                instructions(&peer_programs, &url, &[], (50, 250)),
            )
            .target(Target::OneIn(4.0))
            .plotted(),
        Row::new("a call, allocations", Unit::Count)
            .figures(allocations(&ours.counting_program(), &url), allocations(&peer.counting_program(), &url))
            .target(Target::OneIn(6.0))
            .plotted(),
        row("the program with one call, CPU", Unit::Seconds, |it| it.few.cpu().as_secs_f64()),
        Row::new("the program, peak memory", Unit::Bytes).figures(peak(&ours_programs), peak(&peer_programs)).plotted(),
        Row::new("the program, stripped", Unit::Bytes)
            .figures(size(&ours_programs), size(&peer_programs))
            .target(Target::OneIn(3.0))
            .plotted(),
    ])
}

/// The program with one call, and with many more.
struct Round {
    few: Usage,
    many: Usage,
}

impl Round {
    /// The cost of an additional call. The program's startup is in both runs and cancels out.
    fn per_call(&self, figure: impl Fn(&Usage) -> f64) -> f64 {
        (figure(&self.many) - figure(&self.few)) / f64::from(CALLS)
    }
}

/// A command whose environment contains only the loopback server and keys.
pub(super) fn isolated(program: &Path, url: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::null());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.env("HOME", workspace::target().join("bench/home")).env("LANG", "C.UTF-8");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_REGION", "us-east-1");
    command.env("AWS_DEFAULT_REGION", "us-east-1").env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("AWS_ENDPOINT_URL", url).env("AWS_PAGER", "").env("PAGER", "cat");
    command
}

fn run(program: &Path, calls: u32, url: &str) -> Result<Usage, String> {
    let mut command = isolated(program, url);
    let usage =
        measure::run(command.arg(calls.to_string())).map_err(|error| format!("{}: {error}", program.display()))?;
    if usage.success { Ok(usage) } else { Err(format!("{} failed", program.display())) }
}

/// The number of instructions of a call in user space, counted by callgrind. It is the same in every run, even on a
/// busy machine. `None`, with a message, if valgrind is not installed.
pub(super) fn instructions(program: &Path, url: &str, arguments: &[&str], (few, many): (u32, u32)) -> Option<f64> {
    let count = |calls: u32| {
        let plain = isolated(program, url);
        let mut command = Command::new("valgrind");
        command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(program)
            .arg(calls.to_string())
            .args(arguments);
        let output = match command.stdin(Stdio::null()).output() {
            Ok(output) => output,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                progress("skipping instructions: valgrind is not installed");
                return None;
            }
            Err(_) => return None,
        };
        collected(&String::from_utf8_lossy(&output.stderr))
    };
    Some((count(many)? - count(few)?) / f64::from(many - few))
}

/// The count in callgrind's final output.
fn collected(text: &str) -> Option<f64> {
    let line = text.lines().rev().find_map(|it| it.split_once("Collected :"))?;
    line.1.trim().parse().ok()
}

/// The number of allocations of a call, if the program that counts them was built.
fn allocations(program: &Path, url: &str) -> Option<f64> {
    let calls = 1_000;
    let output = isolated(program, url).arg(calls.to_string()).output().ok()?;
    let count: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(count / f64::from(calls))
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn callgrind_says_what_it_counted() {
        let text = "==1== Events    : Ir\n==1== Collected : 123456\n==1==\n==1== I   refs:      123,456\n";
        assert_eq!(collected(text), Some(123_456.0));
        assert_eq!(collected("valgrind: failed"), None);
    }
}
