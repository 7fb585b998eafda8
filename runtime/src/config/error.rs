//! Errors in environment variables and the shared files.

use std::fmt;

use crate::profile::ProfileError;

/// An error in the environment or a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// The requested profile does not exist.
    ProfileNotFound {
        /// The name of the profile.
        name: String,
        /// Possible reasons: a section header without the word `profile`, a file that cannot be read, an invalid
        /// section header.
        reasons: Vec<ProfileError>,
    },
    /// A shared file, or a line of the selected profile, cannot be read.
    Profile(ProfileError),
    /// A setting has an invalid value.
    InvalidValue {
        /// The setting, by its key in profiles.
        setting: &'static str,
        /// Where the value was found: the variable or the profile.
        source: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// All errors found while loading a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    pub(super) fn new(errors: Vec<ConfigError>) -> Self {
        Self(errors)
    }

    /// The errors, at least one.
    pub fn iter(&self) -> impl Iterator<Item = &ConfigError> {
        self.0.iter()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProfileNotFound { name, reasons } => {
                write!(f, "the profile `{name}` does not exist")?;
                reasons.iter().try_for_each(|reason| write!(f, "; {reason}"))
            }
            Self::Profile(error) => write!(f, "{error}"),
            Self::InvalidValue { setting, source, value, reason } => {
                write!(f, "invalid value {value:?} for `{setting}` ({source}): {reason}")
            }
        }
    }
}

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
