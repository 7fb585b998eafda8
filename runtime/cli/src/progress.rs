//! A progress line on the terminal for long lists.

use std::io::IsTerminal;

use super::globals::Globals;
use super::output::Format;
use crate::terminal::eprint;

/// The number of pages after which progress is shown.
const MANY: usize = 3;

/// The progress line. It is written to standard error, only while pages are loaded, and only if that is a terminal and
/// nothing else is written meanwhile.
#[derive(Debug)]
pub(crate) struct Progress {
    wanted: bool,
    pages: usize,
}

impl Progress {
    /// Starts to count.
    pub(crate) fn new(globals: &Globals, format: Format) -> Self {
        let able = || std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|it| it != "dumb");
        Self { wanted: !globals.debug && format != Format::YamlStream && able(), pages: 0 }
    }

    /// Counts a page. `results` is the number of results so far.
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
    /// Removes the line.
    fn drop(&mut self) {
        if self.is_shown() {
            eprint("\r\x1b[K");
        }
    }
}
