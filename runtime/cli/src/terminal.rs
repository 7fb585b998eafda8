//! Standard output and standard error.

use std::io::Write;

use crate::failure::Failure;
use crate::files;

/// Prints to standard output. That nobody reads it is not a failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
        _ => Ok(()),
    }
}

/// Prints to standard output, and fails if nobody reads it.
pub fn print_all(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| unwritable(&error))
}

/// Writes to standard error. Errors are ignored: there is nowhere left to report them.
pub fn eprint(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn unwritable(error: &std::io::Error) -> Failure {
    Failure::General(format!("Unable to write the output: {}", files::reason(error)))
}
