//! Shows help and results page by page on a terminal.
//!
//! The program is the one that `AWS_PAGER`, `cli_pager` of the profile or `PAGER` names, else `less`, in the AWS CLI's
//! order. An empty name means none. Unlike the AWS CLI, output is printed if the program cannot be started.

use std::io::{IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;
use crate::files;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::settings;
use crate::terminal::{print, print_all, tell};
use tinsmith_runtime::words;

/// How `less` behaves: it ends by itself if all fits on the screen, shows colors, and leaves the text there.
const LESS: &str = "FRX";

/// Shows a page of help, as wide as the terminal.
pub(crate) fn show(globals: &Globals, page: &Page) -> Result<(), Failure> {
    print_result(globals, &page.plain(settings::help_width()))
}

/// Prints a result, through the pager on a terminal.
pub fn print_result(globals: &Globals, text: &str) -> Result<(), Failure> {
    Screen::new(globals).print(text).map(drop)
}

/// Prints a result that must not be lost. If the pager did not take all of it, it is printed without one.
pub(crate) fn print_once(globals: &Globals, text: &str) -> Result<(), Failure> {
    let mut screen = Screen::new(globals);
    screen.start();
    let is_shown = screen.is_paged() && screen.print(text)? && screen.close();
    if is_shown { Ok(()) } else { print_all(text) }
}

/// Standard output, with a pager in front of it on a terminal. The pager is started by the first text, and waited for
/// at the end.
pub(crate) struct Screen<'a> {
    globals: &'a Globals,
    pager: Option<Child>,
    is_started: bool,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(globals: &'a Globals) -> Self {
        Self { globals, pager: None, is_started: false }
    }

    /// Prints text. Returns whether anybody reads what follows: a user who has seen enough ends the pager.
    pub(crate) fn print(&mut self, text: &str) -> Result<bool, Failure> {
        if text.is_empty() {
            return Ok(true);
        }
        self.start();
        match self.pager.as_mut().and_then(|it| it.stdin.as_mut()) {
            Some(input) => Ok(input.write_all(text.as_bytes()).is_ok()),
            None => print(text).map(|()| true),
        }
    }

    fn start(&mut self) {
        if !self.is_started && self.globals.pager && std::io::stdout().is_terminal() {
            self.pager = spawn(self.globals);
        }
        self.is_started = true;
    }

    fn is_paged(&self) -> bool {
        self.pager.is_some()
    }

    /// Waits for the pager. Returns whether it succeeded.
    fn close(&mut self) -> bool {
        let Some(mut pager) = self.pager.take() else { return true };
        drop(pager.stdin.take());
        pager.wait().is_ok_and(|it| it.success())
    }
}

impl Drop for Screen<'_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// Starts the pager. `None` if there is none, or if it cannot be started. The default one need not be installed.
fn spawn(globals: &Globals) -> Option<Child> {
    let (line, setting) = settings::pager(globals).unwrap_or_else(|| (DEFAULT.to_owned(), String::new()));
    let failed = |reason: &str| {
        if !setting.is_empty() {
            tell(&format!("warning: failed to start the pager in {setting}: {reason}\n"));
        }
    };
    let words = words::split(&line, words::Style::of_system()).inspect_err(|reason| failed(reason)).ok()?;
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", LESS);
    }
    let started = command.args(arguments).stdin(Stdio::piped()).spawn();
    started.inspect_err(|error| failed(&format!("`{program}`: {}", files::reason(error)))).ok()
}

/// The pager if none is configured.
const DEFAULT: &str = if cfg!(windows) { "more" } else { "less" };
