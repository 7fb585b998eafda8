//! Credentials that a program prints: `credential_process`.

mod output;

use std::fmt;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tinsmith_runtime::words;
use tokio::process::Command;

use crate::answer::{Answer, PROCESS};

/// The default time limit of a program, which may wait for a user.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// The maximum number of characters of standard error in a message.
const MOST_CHARACTERS: usize = 1000;

/// Runs a program that prints credentials as JSON
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>).
///
/// The command is not run in a shell: it is split at spaces, except inside quotes. Standard output is never shown. If
/// the program fails, the message contains its standard error. The output may be up to 1 MiB, and is complete when the
/// program has ended, even if a child process keeps standard output open.
#[derive(Clone)]
pub struct ProcessCredentials {
    command: String,
    timeout: Duration,
    /// The setting with the command, as messages show it.
    setting: String,
}

impl ProcessCredentials {
    /// Creates a provider that runs this command.
    pub fn new(command: impl Into<String>) -> Self {
        Self { command: command.into(), timeout: TIMEOUT, setting: "`credential_process`".to_owned() }
    }

    /// Sets the time limit of the program, 5 minutes by default. After it, the program is killed.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets a description of the setting with the command, for messages.
    pub(crate) fn of_setting(mut self, setting: String) -> Self {
        self.setting = setting;
        self
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let shown = &self.setting;
        let invalid = |reason: &str| CredentialsError::invalid_configuration(format!("{shown}: {reason}"));
        let words = words::split(&self.command, words::Style::of_system()).map_err(invalid)?;
        let (program, arguments) = words.split_first().ok_or_else(|| invalid("expected a program"))?;
        let failed = |reason: String| CredentialsError::provider_error(format!("{shown}: `{program}` {reason}"));
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(failed("needs a running tokio runtime".to_owned()));
        }
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| failed(format!("failed to start: {error}")))?;
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
        keys(&output.answer).map_err(|reason| failed(format!("printed invalid credentials: {reason}")))
    }
}

/// Parses the credentials in a program's output.
fn keys(answer: &[u8]) -> Result<Credentials, String> {
    let answer = Answer::read(&PROCESS, answer)?;
    match answer.number("Version") {
        Some(1) => {}
        Some(version) => return Err(format!("`Version` is {version}, expected 1")),
        None => return Err("missing `Version`".to_owned()),
    }
    answer.lasting_keys("SessionToken", "CredentialProcess", SystemTime::now())
}

/// The standard error of a program on one line, truncated for a message.
fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect()
}

impl fmt::Debug for ProcessCredentials {
    /// Omits the command, because its arguments may be secret.
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
