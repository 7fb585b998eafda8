//! Runs another program and records its resource usage.
//!
//! Cargo starts this program in place of the compiler, so that the crates of a build can be measured separately. It is
//! also used to measure memory, because a child's peak memory starts from what its parent used: a fresh process uses
//! little, unlike one that has parsed cargo's metadata of three hundred packages.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use super::measure;

/// The variable with the path of the log. If it is set, the program runs as a wrapper.
pub(crate) const LOG: &str = "TINSMITH_BENCH_LOG";

/// The resource usage of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Processor time.
    pub cpu: Duration,
    /// The peak memory of any single process.
    pub peak_bytes: u64,
}

/// Empties the log, and returns the program to start in place of another, whose path and arguments are passed to it.
pub(crate) fn prepare(log: &Path) -> Result<PathBuf, String> {
    // In a fresh checkout, the directory of the log does not exist yet.
    let made = log.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(log, "")).map_err(|error| format!("{}: {error}", log.display()))?;
    env::current_exe().map_err(|error| format!("failed to find the path of this program: {error}"))
}

/// The log entries, by the crate that was compiled, or `-`.
pub(crate) fn read(log: &Path) -> Result<Vec<(String, Entry)>, String> {
    let text = fs::read_to_string(log).map_err(|error| format!("{}: {error}", log.display()))?;
    text.lines().map(|line| parse(line).ok_or_else(|| format!("{}: invalid entry: {line}", log.display()))).collect()
}

fn parse(line: &str) -> Option<(String, Entry)> {
    let mut words = line.split(' ');
    let name = words.next()?.to_owned();
    let cpu = Duration::from_micros(words.next()?.parse().ok()?);
    Some((name, Entry { cpu, peak_bytes: words.next()?.parse().ok()? }))
}

/// Runs the program in the arguments. `None` unless this run is for wrapping.
pub(crate) fn run() -> Option<ExitCode> {
    let log = env::var_os(LOG)?;
    let mut arguments = env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    // The child process must not wrap, because it may be this program itself.
    command.args(arguments).env_remove(LOG);
    let krate = {
        let mut arguments = command.get_args().skip_while(|it| *it != "--crate-name");
        arguments.nth(1).map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
    };
    let usage = match measure::run(&mut command) {
        Ok(usage) => usage,
        Err(error) => {
            eprintln!("error: failed to start {}: {error}", command.get_program().display());
            return Some(ExitCode::FAILURE);
        }
    };
    // A single write, so that entries of concurrent runs do not mix.
    let line = format!("{krate} {} {}\n", usage.cpu().as_micros(), usage.peak_bytes);
    let written = OpenOptions::new().append(true).open(log).and_then(|mut log| log.write_all(line.as_bytes()));
    if let Err(error) = written {
        eprintln!("error: failed to write the log of the bench: {error}");
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
