//! Starts the `iam` command like a user's shell.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::peers;

/// The result of running the command.
#[derive(Debug)]
pub struct Run {
    /// The exit code, or -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The command with these arguments. Its environment contains nothing from the user, and the keys `test`.
pub fn iam(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.env_clear().args(arguments);
    command.env("HOME", peers::target().join("no-home"));
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_REGION", "us-east-1");
    command
}

/// Runs the command with these arguments against the server at this URL.
///
/// # Panics
///
/// Panics if the command cannot be started.
pub fn run(url: &str, arguments: &[&str]) -> Run {
    let output = iam(arguments).env("AWS_ENDPOINT_URL", url).output();
    output.unwrap_or_else(|error| panic!("{} cannot be started: {error}", binary().display())).into()
}

/// The path of the command: `TINSMITH_IAM`, or built now.
///
/// # Panics
///
/// Panics if it cannot be built.
pub fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("TINSMITH_IAM") {
        Some(binary) => PathBuf::from(binary),
        None => build(),
    })
}

/// The path of `tin`: `TINSMITH_TIN`, or built now.
///
/// # Panics
///
/// Panics if it cannot be built.
pub fn tin() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("TINSMITH_TIN") {
        Some(binary) => PathBuf::from(binary),
        None => {
            let target = peers::target();
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(peers::root()).args(["build", "--quiet", "--package", "tinsmith-tin", "--target-dir"]);
            let status = cargo.arg(&target).status();
            assert!(status.is_ok_and(|status| status.success()), "`cargo build --package tinsmith-tin` failed");
            target.join("debug/tin")
        }
    })
}

fn build() -> PathBuf {
    let target = peers::target();
    let status = Command::new(env!("CARGO"))
        .current_dir(peers::root())
        .args(["build", "--quiet", "--package", "tinsmith-iam", "--features", "cli", "--bin", "iam", "--target-dir"])
        .arg(&target)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "`cargo build --package tinsmith-iam` failed");
    target.join("debug/iam")
}
