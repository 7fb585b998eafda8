//! Progress, on standard error.

use tinsmith_cli::command::eprint;

/// Writes a line of progress.
pub(super) fn tell(line: &str) {
    eprint(&format!("{line}\n"));
}
