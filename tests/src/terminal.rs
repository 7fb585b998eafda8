//! A terminal without a screen, which takes a user's input and returns the output.
//!
//! It uses the program `script` of util-linux, which runs a command in a pseudo terminal.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long to wait for text to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// A command that runs in a terminal. It ends when this is dropped.
pub struct Terminal {
    child: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    /// Whether a program with this name and the program that creates terminals are installed.
    pub fn is_able(program: &str) -> bool {
        // BSD's `script` has other options.
        cfg!(target_os = "linux") && [program, "script"].iter().all(|it| in_path(it))
    }

    /// Runs a shell command line in a terminal with 80 columns, with only these environment variables, and without a pager.
    ///
    /// # Panics
    ///
    /// Panics if it cannot be started.
    pub fn start<'a>(line: &str, environment: impl IntoIterator<Item = (&'a str, &'a OsStr)>) -> Self {
        let mut command = Command::new("script");
        let line = format!("stty cols 80 rows 24; {line}");
        command.args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"]).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("TERM", "xterm").env("SHELL", "/bin/sh");
        // Pagers differ in what they do with the terminal.
        command.env("PAGER", "");
        command.envs(environment).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("`script` starts");
        let (sender, output) = channel();
        let mut stdout = child.stdout.take().expect("its output is a pipe");
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = stdout.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = child.stdin.take().expect("its input is a pipe");
        Self { child, input, output, seen: String::new() }
    }

    /// Types text; `\t` and `
    /// ` are keys.
    ///
    /// # Panics
    ///
    /// Panics if the command has ended.
    pub fn send(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).and_then(|()| self.input.flush()).expect("the terminal is open");
    }

    /// Waits until text appears; returns the output up to its end.
    ///
    /// # Panics
    ///
    /// Panics if it does not appear within half a minute.
    pub fn wait_for(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.seen.find(text) {
                let rest = self.seen.split_off(at + text.len());
                return std::mem::replace(&mut self.seen, rest);
            }
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("{text:?} did not appear, but {:?}", self.seen),
            }
        }
    }

    /// All output until the command ends.
    pub fn rest(mut self) -> String {
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        std::mem::take(&mut self.seen)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a program with this name is installed.
pub fn in_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join(program).is_file())
}
