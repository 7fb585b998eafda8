//! Progress, on standard error.

use tinsmith_cli::command;

/// Writes a line of progress.
pub(super) fn tell(line: &str) {
    command::tell(&format!("{line}\n"));
}
