//! Asks the person at the terminal for a code of multi-factor authentication.

use std::io::{self, BufRead, Write};

use tinsmith_runtime::credentials::MfaPrompt;
use tinsmith_runtime::error::BoxError;

/// Asks on standard error and reads a line of standard input, as the AWS CLI does. The code is
/// seen while it is typed: it is good for once, and for half a minute.
pub(crate) fn prompt() -> MfaPrompt {
    MfaPrompt::new(|serial| async move {
        let (answer, asked) = tokio::sync::oneshot::channel();
        // A thread of its own, which nobody waits for when the user breaks off.
        std::thread::spawn(move || {
            // That nobody waits any more is not a failure.
            let _ = answer.send(ask(&serial));
        });
        Ok::<_, BoxError>(asked.await??)
    })
}

fn ask(serial: &str) -> io::Result<String> {
    let mut error = io::stderr().lock();
    write!(error, "Enter MFA code for {serial}: ")?;
    error.flush()?;
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "standard input has ended")),
        _ => Ok(line),
    }
}
