//! Standard output and standard error.

use std::io::{IsTerminal, Write};

use crate::failure::Failure;
use crate::files;
use crate::visible;

/// Prints to standard output. It is not a failure if nothing reads the output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
        _ => Ok(()),
    }
}

/// Prints to standard output, and fails if nothing reads the output.
pub fn print_all(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| unwritable(&error))
}

/// Writes to standard error. Errors are ignored: there is nowhere left to report them.
pub fn eprint(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Writes a message to standard error. On a terminal, control characters are escaped.
pub fn tell(message: &str) {
    if std::io::stderr().is_terminal() { eprint(&visible::text(message)) } else { eprint(message) }
}

fn unwritable(error: &std::io::Error) -> Failure {
    Failure::General(format!("Unable to write the output: {}", files::reason(error)))
}

/// The destination of standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Any open destination.
    Somewhere,
    /// The null device.
    Null,
    /// None: standard output was closed when the program started.
    Closed,
}

/// Determines the destination of standard output.
///
/// When a program starts, Rust replaces a closed standard output with the null device, so that writing to it succeeds.
/// It opens the device for reading too, which distinguishes it from one that a shell opened. That can only be detected
/// on Linux.
#[cfg(unix)]
pub fn destination() -> Destination {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let Ok(copy) = std::io::stdout().as_fd().try_clone_to_owned() else { return Destination::Closed };
    let own = std::fs::File::from(copy).metadata();
    let is_null =
        own.ok().zip(std::fs::metadata("/dev/null").ok()).is_some_and(|(own, null)| own.rdev() == null.rdev());
    match is_null {
        false => Destination::Somewhere,
        true if is_readable() => Destination::Closed,
        true => Destination::Null,
    }
}

/// Whether standard output is open for reading too.
#[cfg(unix)]
fn is_readable() -> bool {
    const ACCESS: u32 = 3;
    const READ_AND_WRITE: u32 = 2;
    let facts = std::fs::read_to_string("/proc/self/fdinfo/1").unwrap_or_default();
    let flags = facts.lines().find_map(|line| line.strip_prefix("flags:"));
    let flags = flags.and_then(|it| u32::from_str_radix(it.trim(), 8).ok());
    flags.is_some_and(|it| it & ACCESS == READ_AND_WRITE)
}

/// Determines the destination of standard output.
#[cfg(not(unix))]
pub fn destination() -> Destination {
    Destination::Somewhere
}
