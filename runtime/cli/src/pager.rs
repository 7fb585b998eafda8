//! Shows help page by page on a terminal.
//!
//! The program is the one that `AWS_PAGER`, `cli_pager` of the profile or `PAGER` names, else `less`, in the AWS CLI's
//! order. An empty name means none.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::settings;
use crate::terminal::print;
use tinsmith_runtime::words;

/// How `less` behaves: it ends by itself if all fits on the screen, and leaves the text there.
const LESS: &str = "FRX";

/// Shows a page of help, as wide as the terminal.
pub(crate) fn show(globals: &Globals, page: &Page) -> Result<(), Failure> {
    let text = page.plain(settings::help_width());
    if !globals.pager || !std::io::stdout().is_terminal() || !paged(globals, &text) {
        return print(&text);
    }
    Ok(())
}

/// Whether a pager has shown the text.
fn paged(globals: &Globals, text: &str) -> bool {
    let line = settings::pager(globals).unwrap_or_else(|| "less".to_owned());
    let words = words::split(&line, words::Style::of_system()).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else { return false };
    let mut command = Command::new(program);
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", LESS);
    }
    let Ok(mut child) = command.args(arguments).stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // Whoever has read enough ends the pager before all is written.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}
