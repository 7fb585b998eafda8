//! Prompts for MFA codes on the terminal.

use std::io::{self, BufRead};

use crate::terminal::tell;
use tinsmith_runtime::credentials::MfaPrompt;
use tinsmith_runtime::error::BoxError;

/// Asks on standard error and reads a line of standard input, as the AWS CLI does. On a terminal the code is not
/// shown while it is typed.
pub(crate) fn prompt() -> MfaPrompt {
    MfaPrompt::new(|serial| async move {
        let (answer, asked) = tokio::sync::oneshot::channel();
        // Dropped with this future, also when the user interrupts.
        let _hidden = Hidden::new();
        tell(&format!("Enter MFA code for {serial}: "));
        // A thread of its own, which nobody waits for after an interrupt.
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

/// While it lives, the terminal does not show what is typed.
#[cfg(unix)]
struct Hidden(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Hidden {
    fn new() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        // Without a terminal there is no echo.
        let Ok(before) = tcgetattr(io::stdin()) else { return Self(None) };
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        // The line ends on the screen too.
        hidden.local_modes.insert(LocalModes::ECHONL);
        let set = tcsetattr(io::stdin(), OptionalActions::Flush, &hidden);
        Self(set.is_ok().then_some(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // There is nobody to tell that it cannot be undone.
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
