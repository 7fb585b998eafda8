//! The virtual environment that holds the peers of the tests, under `target/venv`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workspace;

/// The peers and their versions.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// Ways to make a virtual environment, best first. Some systems ship Python without `ensurepip`,
/// and there `venv` fails.
const MAKERS: &[&[&str]] = &[&["python3", "-m", "venv", "--clear"], &["virtualenv", "--clear"]];

/// The Python of the virtual environment, with all peers installed. Makes the environment where
/// it is missing or holds other versions. The error is a sentence for a person.
pub(crate) fn set_up() -> Result<PathBuf, String> {
    let venv = workspace::target().join("venv");
    let python = venv.join("bin/python");
    let wanted = fs::read_to_string(workspace::root().join(REQUIREMENTS))
        .map_err(|error| format!("{REQUIREMENTS} cannot be read: {error}"))?;
    // Written last: an environment that was broken off half-way has none, and is made again.
    let stamp = venv.join("installed.txt");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    eprintln!("Setting up {} with the peers of {REQUIREMENTS}", venv.display());
    make(&venv)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]);
    run(pip.current_dir(workspace::root())).map_err(|why| format!("pip cannot install {REQUIREMENTS}: {why}"))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))?;
    Ok(python)
}

/// The version of a peer, as the requirements have it.
pub(crate) fn version(peer: &str) -> Option<String> {
    let text = fs::read_to_string(workspace::root().join(REQUIREMENTS)).ok()?;
    let version = text.lines().filter_map(|line| line.split_once("==")).find(|(name, _)| *name == peer);
    version.map(|(_, version)| version.trim().to_owned())
}

fn make(venv: &Path) -> Result<(), String> {
    let mut failures = Vec::new();
    for maker in MAKERS {
        let mut command = Command::new(maker[0]);
        match run(command.args(&maker[1..]).arg(venv)) {
            Ok(()) => return Ok(()),
            Err(why) => failures.push(format!("`{}`: {why}", maker.join(" "))),
        }
    }
    Err(format!(
        "no virtual environment can be made; install Python 3 with its venv module, such as the Debian package \
         python3-venv ({})",
        failures.join("; ")
    ))
}

/// Runs a command with its output on standard error, which leaves standard output to the caller.
fn run(command: &mut Command) -> Result<(), String> {
    let done = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).output();
    let done = done.map_err(|error| error.to_string())?;
    if done.status.success() {
        return Ok(());
    }
    let output = [done.stdout, done.stderr].concat();
    let output = String::from_utf8_lossy(&output);
    let last = output.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    Err(format!("{}, {last}", done.status))
}
