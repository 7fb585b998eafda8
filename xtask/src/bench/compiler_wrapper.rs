//! This program standing in for another: it runs it and notes what it took.
//!
//! Cargo starts it in place of the compiler, which tells the crates of a build apart. And memory is
//! measured through it, because a child's peak starts from what its parent held: a fresh process
//! holds little, unlike one that has read what cargo says about three hundred packages.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use super::measure;

/// Names the file of notes; that it is set is what makes a run of this program a stand-in.
pub(crate) const LOG: &str = "TINSMITH_BENCH_LOG";

/// What one run took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Processor time.
    pub cpu: Duration,
    /// The most memory that any one process held.
    pub peak_bytes: u64,
}

/// Empties the file of notes; returns the program to start in place of another, whose path and
/// arguments are its arguments.
pub(crate) fn prepare(log: &Path) -> Result<PathBuf, String> {
    // The first figure of a fresh checkout has no directory to note in yet.
    let made = log.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(log, "")).map_err(|error| format!("{}: {error}", log.display()))?;
    env::current_exe().map_err(|error| format!("this program has no path: {error}"))
}

/// The notes, by the crate that was compiled, or `-`.
pub(crate) fn read(log: &Path) -> Result<Vec<(String, Entry)>, String> {
    let text = fs::read_to_string(log).map_err(|error| format!("{}: {error}", log.display()))?;
    text.lines().map(|line| parse(line).ok_or_else(|| format!("{}: no note: {line}", log.display()))).collect()
}

fn parse(line: &str) -> Option<(String, Entry)> {
    let mut words = line.split(' ');
    let name = words.next()?.to_owned();
    let cpu = Duration::from_micros(words.next()?.parse().ok()?);
    Some((name, Entry { cpu, peak_bytes: words.next()?.parse().ok()? }))
}

/// Stands in for the program that the arguments name. `None` in any other run of this program.
pub(crate) fn run() -> Option<ExitCode> {
    let log = env::var_os(LOG)?;
    let mut arguments = env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    // Not for what is started: that may be this program too, as itself.
    command.args(arguments).env_remove(LOG);
    let krate = {
        let mut arguments = command.get_args().skip_while(|it| *it != "--crate-name");
        arguments.nth(1).map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
    };
    let usage = match measure::run(&mut command) {
        Ok(usage) => usage,
        Err(error) => {
            eprintln!("error: {} cannot be started: {error}", command.get_program().display());
            return Some(ExitCode::FAILURE);
        }
    };
    // One write, so that the notes of runs at the same time do not mix.
    let line = format!("{krate} {} {}\n", usage.cpu().as_micros(), usage.peak_bytes);
    let written = OpenOptions::new().append(true).open(log).and_then(|mut log| log.write_all(line.as_bytes()));
    if let Err(error) = written {
        eprintln!("error: the notes of the bench cannot be written: {error}");
        return Some(ExitCode::FAILURE);
    }
    Some(if usage.success { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_name_and_two_numbers() {
        let entry = Entry { cpu: Duration::from_micros(7), peak_bytes: 9 };
        assert_eq!(parse("serde 7 9"), Some(("serde".to_owned(), entry)));
        assert_eq!(parse("serde 7"), None);
    }
}
