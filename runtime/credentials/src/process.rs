//! Keys that a program writes: `credential_process`.

mod words;

use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tokio::process::Command;

use crate::answer::{Answer, PROCESS};

/// How long a program may take unless it is said otherwise: it may wait for a person.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// How much of what the program wrote to standard error is told.
const MOST_CHARACTERS: usize = 1000;

/// Runs a program that writes keys as JSON to its standard output
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>).
///
/// No shell is started: the command is split at spaces, and quotes keep spaces together. What the
/// program writes to standard output is never shown; when it fails, what it wrote to standard
/// error is in the message.
#[derive(Clone)]
pub struct ProcessCredentials {
    command: String,
    timeout: Duration,
}

impl ProcessCredentials {
    /// The keys that this command writes.
    pub fn new(command: impl Into<String>) -> Self {
        Self { command: command.into(), timeout: TIMEOUT }
    }

    /// How long the program may take, 5 minutes unless set. Then it is ended.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let invalid =
            |reason: String| CredentialsError::invalid_configuration(format!("`credential_process`: {reason}"));
        let words =
            words::split(&self.command, words::Style::of_system()).map_err(|reason| invalid(reason.to_owned()))?;
        let (program, arguments) = words.split_first().ok_or_else(|| invalid("it names no program".to_owned()))?;
        if tokio::runtime::Handle::try_current().is_err() {
            let reason = format!("`{program}` needs a tokio runtime to be run in, and none is running");
            return Err(CredentialsError::provider_error(reason));
        }
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let failed = |reason: String| CredentialsError::provider_error(format!("`{program}` {reason}"));
        let child = command.spawn().map_err(|error| failed(format!("cannot be started: {error}")))?;
        let output = match tokio::time::timeout(self.timeout, child.wait_with_output()).await {
            Ok(output) => output.map_err(|error| failed(format!("cannot be waited for: {error}")))?,
            Err(_) => return Err(failed(format!("took longer than {:?}", self.timeout))),
        };
        if !output.status.success() {
            let said = readable(&output.stderr);
            let said = if said.is_empty() { said } else { format!(": {said}") };
            return Err(failed(format!("failed ({}){said}", output.status)));
        }
        let unusable = |reason: String| failed(format!("wrote what cannot be used: {reason}"));
        let answer = Answer::read(&PROCESS, &output.stdout).map_err(unusable)?;
        match answer.number("Version") {
            Some(1) => answer.keys("SessionToken", "CredentialProcess").map_err(unusable),
            Some(version) => Err(unusable(format!("`Version` is {version}, and 1 is the only one known"))),
            None => Err(unusable("it has no `Version`".to_owned())),
        }
    }
}

/// A program's complaint on one line, not longer than a message may be.
fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect()
}

impl fmt::Debug for ProcessCredentials {
    /// Leaves the command out, whose arguments may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessCredentials").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl ProvideCredentials for ProcessCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
