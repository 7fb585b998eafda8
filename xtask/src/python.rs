//! Virtual environments below `target`: `venv` with the programs that tests compare with, and `botocore` with the
//! descriptions of services alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workspace;

/// The packages and their versions.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// Commands that create a virtual environment, in order of preference. Some systems ship Python without `ensurepip`,
/// and then `venv` fails.
const MAKERS: &[&[&str]] = &[&["python3", "-m", "venv", "--clear"], &["virtualenv", "--clear"]];

/// Returns the Python of the virtual environment, with all packages installed. Creates the environment if it is missing
/// or has other versions. The error is a message for the user.
pub(crate) fn set_up() -> Result<PathBuf, String> {
    let wanted = requirements()?;
    let arguments = ["--requirement", REQUIREMENTS];
    install(&workspace::target().join("venv"), &wanted, REQUIREMENTS, &arguments)
}

/// Returns a Python that has botocore: that of the virtual environment if it is complete, or else one with botocore alone,
/// which takes a small part of the time.
pub(crate) fn with_botocore() -> Result<PathBuf, String> {
    let venv = workspace::target().join("venv");
    if let Some(python) = installed(&venv, &requirements()?) {
        return Ok(python);
    }
    let version = version("botocore").ok_or_else(|| format!("{REQUIREMENTS} does not name botocore"))?;
    let package = format!("botocore=={version}");
    // Only its data is read, for which it needs no other package.
    install(&workspace::target().join("botocore"), &format!("{package}\n"), &package, &["--no-deps", &package])
}

/// The required packages, one a line. A reworded comment does not need another installation.
fn requirements() -> Result<String, String> {
    let text = fs::read_to_string(workspace::root().join(REQUIREMENTS))
        .map_err(|error| format!("failed to read {REQUIREMENTS}: {error}"))?;
    Ok(text.lines().filter(|line| line.contains("==")).flat_map(|line| [line.trim(), "\n"]).collect())
}

/// The file in a virtual environment that lists what is installed. It is written last, so that an interrupted installation
/// is repeated.
const STAMP: &str = "installed.txt";

/// The Python of a virtual environment in which these packages are installed.
fn installed(venv: &Path, wanted: &str) -> Option<PathBuf> {
    let python = venv.join("bin/python");
    let is_complete = fs::read_to_string(venv.join(STAMP)).is_ok_and(|installed| installed == wanted);
    (python.exists() && is_complete).then_some(python)
}

/// Creates a virtual environment with some packages, unless it exists. `arguments` are those of pip.
fn install(venv: &Path, wanted: &str, what: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    if let Some(python) = installed(venv, wanted) {
        return Ok(python);
    }
    eprintln!("Installing {what} from PyPI into {}", venv.display());
    make(venv, MAKERS)?;
    let python = venv.join("bin/python");
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(arguments);
    run(pip.current_dir(workspace::root())).map_err(|why| {
        format!("pip failed to install {what} ({why}); once PyPI can be reached, run the same command again")
    })?;
    let stamp = venv.join(STAMP);
    fs::write(&stamp, wanted).map_err(|error| format!("failed to write {}: {error}", stamp.display()))?;
    Ok(python)
}

/// The required version of a package.
pub(crate) fn version(peer: &str) -> Option<String> {
    let text = fs::read_to_string(workspace::root().join(REQUIREMENTS)).ok()?;
    let version = text.lines().filter_map(|line| line.split_once("==")).find(|(name, _)| *name == peer);
    version.map(|(_, version)| version.trim().to_owned())
}

/// Creates a virtual environment. A link in its place is replaced: clearing it would empty the environment that it leads
/// to, which another checkout may use.
fn make(venv: &Path, makers: &[&[&str]]) -> Result<(), String> {
    if venv.is_symlink() {
        // Only Windows distinguishes links to directories.
        let removed = fs::remove_file(venv).or_else(|_| fs::remove_dir(venv));
        removed.map_err(|error| format!("failed to remove the link {}: {error}", venv.display()))?;
    }
    let mut failures = Vec::new();
    for maker in makers {
        let mut command = Command::new(maker[0]);
        match run(command.args(&maker[1..]).arg(venv)) {
            Ok(()) => return Ok(()),
            Err(why) => failures.push(format!("`{}`: {why}", maker.join(" "))),
        }
    }
    Err(format!(
        "failed to create a virtual environment; install Python 3 with its venv module, such as the Debian package \
         python3-venv ({})",
        failures.join("; ")
    ))
}

/// Runs a command and redirects its output to standard error, because standard output belongs to the caller.
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

#[cfg(all(test, unix))]
mod tests {
    use super::make;
    use std::fs;

    #[test]
    fn what_a_link_leads_to_is_kept() {
        // Empties a directory, as `--clear` does, and creates a file in it.
        const MAKER: &[&str] = &["sh", "-c", "mkdir -p \"$0\" && rm -rf \"$0\"/* && touch \"$0/new\""];
        let directory = std::env::temp_dir().join(format!("tinsmith-venv-{}", std::process::id()));
        let (theirs, link) = (directory.join("theirs"), directory.join("venv"));
        fs::create_dir_all(&theirs).expect("a directory");
        fs::write(theirs.join("python"), "").expect("a file");
        std::os::unix::fs::symlink(&theirs, &link).expect("a link");
        for has_old in [false, true] {
            make(&link, &[MAKER]).expect("an environment");
            assert!(!link.is_symlink() && link.join("new").exists(), "{has_old}");
            assert!(theirs.join("python").exists() && !theirs.join("new").exists(), "{has_old}");
            // An environment of its own is cleared.
            assert!(!link.join("old").exists(), "{has_old}");
            fs::write(link.join("old"), "").expect("a file");
        }
        fs::remove_dir_all(directory).expect("the test's own directory");
    }
}
