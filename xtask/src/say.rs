//! Prints messages for the user. A closed pipe, as with `| head`, must not cause a panic: files and exit codes also
//! show the result.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints a line to standard output.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints a line to standard error.
pub(crate) fn warn(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
