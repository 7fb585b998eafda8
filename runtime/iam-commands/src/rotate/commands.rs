//! Command lines for the remaining steps.

use tinsmith_cli::Program;
use tinsmith_cli::command::{Globals, connection_options, quoted};

use super::options::Options;

/// Writes commands of this program with the options of the current run.
#[derive(Clone)]
pub(super) struct Commands {
    program: &'static str,
    user: Option<String>,
    profile: Option<String>,
    /// The other options that determine where calls go.
    options: String,
}

impl Commands {
    /// Takes the options of the current run.
    pub(crate) fn new(program: &Program, globals: &Globals, options: &Options) -> Self {
        let (user, profile) = (options.user.clone(), globals.profile.clone());
        Self { program: program.name(), user, profile, options: connection_options(globals) }
    }

    /// Returns the same commands with another profile.
    pub(crate) fn with_profile(&self, profile: &str) -> Self {
        Self { profile: Some(profile.to_owned()), ..self.clone() }
    }

    /// Creates a key.
    pub(crate) fn create(&self) -> String {
        self.line("create-access-key", "")
    }

    /// Lists the keys.
    pub(crate) fn list(&self) -> String {
        self.line("list-access-keys", "")
    }

    /// Deletes a key.
    pub(crate) fn delete(&self, id: &str) -> String {
        self.line("delete-access-key", &format!(" --access-key-id {}", quoted(id)))
    }

    /// Activates or deactivates a key.
    pub(crate) fn set_active(&self, id: &str, active: bool) -> String {
        let status = if active { "Active" } else { "Inactive" };
        self.line("update-access-key", &format!(" --access-key-id {} --status {status}", quoted(id)))
    }

    fn line(&self, command: &str, parameters: &str) -> String {
        let option = |name: &str, value: &Option<String>| {
            value.as_ref().map(|it| format!(" --{name} {}", quoted(it))).unwrap_or_default()
        };
        let (user, profile) = (option("user-name", &self.user), option("profile", &self.profile));
        format!("{} {command}{user}{parameters}{profile}{}", self.program, self.options)
    }
}
