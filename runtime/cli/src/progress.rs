//! A line that tells a person at a terminal how far a long list has come.

use std::io::IsTerminal;

use super::globals::Globals;
use super::output::Format;
use crate::terminal::eprint;

/// The number of pages from which on the wait is long enough to be told of.
const MANY: usize = 3;

/// The line. It stands on standard error, only while pages come, and only where that is a terminal
/// and nothing else is written in between.
#[derive(Debug)]
pub(crate) struct Progress {
    wanted: bool,
    pages: usize,
}

impl Progress {
    /// Begins to count.
    pub(crate) fn new(globals: &Globals, format: Format) -> Self {
        let able = || std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|it| it != "dumb");
        Self { wanted: !globals.debug && format != Format::YamlStream && able(), pages: 0 }
    }

    /// Tells of one more page, with which there are so many results.
    pub(crate) fn page(&mut self, results: i64) {
        self.pages += 1;
        if self.is_shown() {
            eprint(&format!("\r{results} results in {} pages ...\x1b[K", self.pages));
        }
    }

    fn is_shown(&self) -> bool {
        self.wanted && self.pages >= MANY
    }
}

impl Drop for Progress {
    /// Takes the line away.
    fn drop(&mut self) {
        if self.is_shown() {
            eprint("\r\x1b[K");
        }
    }
}
