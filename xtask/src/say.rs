//! Lines for people to read. A reader that has gone, as behind `| head`, is no reason to panic: the files
//! and the exit code say the rest.

use std::fmt::Display;
use std::io::{self, Write};

/// A line of the result.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints a problem.
pub(crate) fn warn(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
