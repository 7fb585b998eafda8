//! What is wrong with environment variables and the shared files.

use std::fmt;

use crate::profile::ProfileError;

/// A mistake in environment or profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// The profile that was asked for does not exist.
    ProfileNotFound {
        /// Its name.
        name: String,
        /// What the reason may be: a header without the word `profile`, a file that must not be read,
        /// a section with a broken header.
        reasons: Vec<ProfileError>,
    },
    /// A shared file, or a line of the profile in use, cannot be read.
    Profile(ProfileError),
    /// A setting has a value that it cannot have.
    InvalidValue {
        /// The setting: the key of the profile.
        setting: &'static str,
        /// Where the value stands: the variable, or the profile.
        source: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Every mistake that loading a configuration came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    pub(super) fn new(errors: Vec<ConfigError>) -> Self {
        Self(errors)
    }

    /// The mistakes, at least one.
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
