//! Keys that a program writes: `credential_process`.

mod output;
mod words;

use std::fmt;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

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
/// error is in the message. Its answer may have up to 1 MiB, and counts once the program has ended,
/// even if a child that it left behind keeps standard output open.
#[derive(Clone)]
pub struct ProcessCredentials {
    command: String,
    timeout: Duration,
    profile: Option<String>,
}

impl ProcessCredentials {
    /// The keys that this command writes.
    pub fn new(command: impl Into<String>) -> Self {
        Self { command: command.into(), timeout: TIMEOUT, profile: None }
    }

    /// How long the program may take, 5 minutes unless set. Then it is ended.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The profile that the command stands in, for messages.
    pub(crate) fn of_profile(mut self, name: String) -> Self {
        self.profile = Some(name);
        self
    }

    /// What messages begin with.
    fn shown(&self) -> String {
        match &self.profile {
            Some(profile) => format!("`credential_process` of the profile `{profile}`"),
            None => "`credential_process`".to_owned(),
        }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let shown = self.shown();
        let invalid = |reason: &str| CredentialsError::invalid_configuration(format!("{shown}: {reason}"));
        let words = words::split(&self.command, words::Style::of_system()).map_err(invalid)?;
        let (program, arguments) = words.split_first().ok_or_else(|| invalid("it names no program"))?;
        let failed = |reason: String| CredentialsError::provider_error(format!("{shown}: `{program}` {reason}"));
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(failed("needs a tokio runtime to be run in, and none is running".to_owned()));
        }
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| failed(format!("cannot be started: {error}")))?;
        let is_whole = |bytes: &[u8]| Answer::read(&PROCESS, bytes).is_ok();
        let output = match tokio::time::timeout(self.timeout, output::of(&mut child, is_whole)).await {
            Ok(output) => output.map_err(failed)?,
            Err(_) => return Err(failed(format!("took longer than {:?}", self.timeout))),
        };
        if !output.status.success() {
            let said = readable(&output.complaint);
            let said = if said.is_empty() { said } else { format!(": {said}") };
            return Err(failed(format!("failed ({}){said}", output.status)));
        }
        keys(&output.answer).map_err(|reason| failed(format!("wrote an answer that cannot be used: {reason}")))
    }
}

/// The keys of an answer, or why there are none.
fn keys(answer: &[u8]) -> Result<Credentials, String> {
    let answer = Answer::read(&PROCESS, answer)?;
    match answer.number("Version") {
        Some(1) => {}
        Some(version) => return Err(format!("`Version` is {version}, expected 1")),
        None => return Err("it has no `Version`".to_owned()),
    }
    answer.lasting_keys("SessionToken", "CredentialProcess", SystemTime::now())
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
