//! Runs moto, an IAM implementation in Python that the end-to-end tests use on loopback.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::peers;

/// A running server. It stops when this is dropped and when the process ends.
pub struct Moto {
    child: Child,
    port: u16,
}

impl Moto {
    /// Starts a server on a free port.
    pub fn start() -> Result<Self, String> {
        let python = peers::python()?;
        let mut command = Command::new(&python);
        command.args(["-c", include_str!("moto_server.py")]).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Its request log on standard error is not needed.
        let mut child = command
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", python.display()))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(|error| format!("moto does not answer: {error}"))?;
        }
        match line.trim().parse() {
            Ok(port) => Ok(Self { child, port }),
            Err(_) => Err(format!("{} has no working moto; `cargo xtask test` installs it", python.display())),
        }
    }

    /// The server's URL.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // The server stops when its standard input closes; it is killed in case it hangs.
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Those of the given IAM operations that the installed moto implements, as reported by moto.
pub fn implemented(operations: &[&str]) -> Result<Vec<String>, String> {
    let python = peers::python()?;
    let mut command = Command::new(&python);
    command.args(["-c", include_str!("moto_operations.py")]).args(operations).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{} cannot be started: {error}", python.display()))?;
    if !output.status.success() {
        return Err(format!("{} has no working moto; `cargo xtask test` installs it", python.display()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// The URL of the server that all tests of this process share. If there is none, the running test is recorded as
/// skipped.
pub fn shared() -> Option<String> {
    static SERVER: OnceLock<Result<Moto, String>> = OnceLock::new();
    match SERVER.get_or_init(Moto::start) {
        Ok(moto) => Some(moto.url()),
        Err(reason) => {
            peers::skip(reason);
            None
        }
    }
}
