//! Prompts for MFA codes on the terminal.

use std::io::{self, BufRead};

use crate::terminal::tell;
use tinsmith_runtime::credentials::MfaPrompt;
use tinsmith_runtime::error::BoxError;

/// Prompts on standard error and reads a line from standard input, like the AWS CLI. On a terminal, the code is hidden
/// while it is typed.
pub(crate) fn prompt() -> MfaPrompt {
    MfaPrompt::new(|serial| async move {
        let (answer, asked) = tokio::sync::oneshot::channel();
        // Dropped with this future, even if the user interrupts.
        let _hidden = Hidden::new();
        tell(&format!("Enter MFA code for {serial}: "));
        // A separate thread, which is abandoned after an interrupt.
        std::thread::spawn(move || {
            // If nothing waits for the code any more, it does not matter.
            let _ = answer.send(read());
        });
        Ok::<_, BoxError>(asked.await??)
    })
}

fn read() -> io::Result<String> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "expected a code, found the end of standard input")),
        _ => Ok(line),
    }
}

/// Hides what is typed on the terminal, until it is dropped.
#[cfg(unix)]
struct Hidden(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Hidden {
    fn new() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        // Without a terminal, there is no echo.
        let Ok(before) = tcgetattr(io::stdin()) else { return Self(None) };
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        // Still echo the newline.
        hidden.local_modes.insert(LocalModes::ECHONL);
        let set = tcsetattr(io::stdin(), OptionalActions::Flush, &hidden);
        Self(set.is_ok().then_some(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // An error cannot be reported here.
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, before);
        }
    }
}

#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn new() -> Self {
        Self
    }
}
