//! The loader of a configuration that knows every kind of credentials.

use std::path::PathBuf;

use tinsmith_runtime::config::{Builder, Config, ConfigErrors, Environment, Loader as Keys, ProviderChain};
use tinsmith_runtime::credentials::MfaPrompt;

use crate::DefaultChain;

/// Loads a configuration as AWS tools do: what the environment sets wins over the profile.
///
/// It reads what the runtime's own [`Loader`](Keys) reads, and takes credentials from the
/// [`DefaultChain`]. Credentials are looked for when the first request is to be signed, and are
/// kept until shortly before they expire.
///
/// ```
/// # mod tinsmith_iam { pub mod config { pub use tinsmith_credentials::Loader; pub use tinsmith_runtime::config::*; } }
/// use tinsmith_iam::config::{Config, ConfigErrors, Loader, MfaPrompt};
///
/// fn configure(prompt: MfaPrompt) -> Result<Config, ConfigErrors> {
///     Loader::new().profile_name("work").mfa_prompt(prompt).load()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Loader(Keys);

impl Loader {
    /// Loads from the process's environment.
    pub fn new() -> Self {
        Self(Keys::new().provider_chain(DefaultChain))
    }

    /// Loads from this environment instead of the process's.
    pub fn environment(self, environment: Environment) -> Self {
        Self(self.0.environment(environment))
    }

    /// Uses this profile. Then neither keys nor a web identity of the environment count.
    pub fn profile_name(self, name: impl Into<String>) -> Self {
        Self(self.0.profile_name(name))
    }

    /// Takes what this builder sets instead of what environment and files say. Other than what is
    /// set after loading, it also holds for the calls by which credentials are fetched; the URL of
    /// the client's endpoint does not.
    pub fn overrides(self, overrides: Builder) -> Self {
        Self(self.0.overrides(overrides))
    }

    /// Asks for codes of multi-factor authentication with this. Without it, a profile with
    /// `mfa_serial` is an error.
    pub fn mfa_prompt(self, prompt: MfaPrompt) -> Self {
        Self(self.0.mfa_prompt(prompt))
    }

    /// Keeps the keys of a profile's roles in files of this directory, for the next program. Without
    /// it, they are kept in memory alone.
    pub fn role_directory(self, directory: impl Into<PathBuf>) -> Self {
        Self(self.0.role_directory(directory))
    }

    /// Takes credentials from this chain instead of the [`DefaultChain`].
    pub fn provider_chain(self, chain: impl ProviderChain + 'static) -> Self {
        Self(self.0.provider_chain(chain))
    }

    /// Loads the configuration.
    ///
    /// # Errors
    ///
    /// Every mistake in environment and files, but for those about credentials: these are told by
    /// the call that needs them.
    pub fn load(self) -> Result<Config, ConfigErrors> {
        self.0.load()
    }

    /// Loads the configuration and leaves it open for more: what is set on the builder wins.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_builder(self) -> Result<Builder, ConfigErrors> {
        self.0.load_builder()
    }
}

impl Default for Loader {
    fn default() -> Self {
        Self::new()
    }
}
