//! A configuration loader that supports all kinds of credentials.

use std::path::PathBuf;

use tinsmith_runtime::config::{Builder, Config, ConfigErrors, Environment, Loader as Keys, ProviderChain};
use tinsmith_runtime::credentials::MfaPrompt;

use crate::DefaultChain;

/// Loads a configuration like other AWS tools: the environment wins over the profile.
///
/// Reads the same settings as the runtime's own [`Loader`](Keys), and takes credentials from the [`DefaultChain`].
/// Credentials are loaded when the first request is signed, and cached until shortly before they expire.
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

    /// Loads from the given environment instead of the process's.
    pub fn environment(self, environment: Environment) -> Self {
        Self(self.0.environment(environment))
    }

    /// Selects a profile. Credentials and web identities in environment variables are then ignored.
    pub fn profile_name(self, name: impl Into<String>) -> Self {
        Self(self.0.profile_name(name))
    }

    /// Overrides what environment and files contain. Unlike settings made after loading, these also apply to the calls
    /// that load credentials, except for the endpoint URL.
    pub fn overrides(self, overrides: Builder) -> Self {
        Self(self.0.overrides(overrides))
    }

    /// Sets the prompt for MFA codes. Without it, a profile with `mfa_serial` is an error.
    pub fn mfa_prompt(self, prompt: MfaPrompt) -> Self {
        Self(self.0.mfa_prompt(prompt))
    }

    /// Caches the credentials of a profile's roles in files in this directory, for later programs. Without it, they are
    /// only kept in memory.
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
    /// Fails with all errors in environment and files, except those about credentials, which are reported by the call
    /// that needs them.
    pub fn load(self) -> Result<Config, ConfigErrors> {
        self.0.load()
    }

    /// Loads the configuration into a builder, whose setters override it.
    ///
    /// # Errors
    ///
    /// Like [`load`](Self::load).
    pub fn load_builder(self) -> Result<Builder, ConfigErrors> {
        self.0.load_builder()
    }
}

impl Default for Loader {
    fn default() -> Self {
        Self::new()
    }
}
