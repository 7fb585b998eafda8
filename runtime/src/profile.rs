//! The shared files of AWS tools: `~/.aws/config` and `~/.aws/credentials`.
//!
//! Both are read into one set of profiles. If both set a key of a profile, the credentials file wins. The format is
//! described at <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>.
//!
//! Errors in a file only matter if the affected part is used: reading never fails because of a line, and each section
//! keeps its own [mistakes](Profile::mistakes).

mod error;
mod keys;
mod parse;
mod value;

use std::fmt;
use std::path::Path;

use crate::environment::Environment;
use crate::private_file;
pub use error::ProfileError;
use parse::{Kind, Section, Sections};

/// The maximum size of a shared file. Files of organizations with thousands of profiles have about one megabyte.
const MOST_BYTES: u64 = 64 << 20;

/// The profiles of a user.
#[derive(Clone, Default)]
pub struct Profiles {
    sections: Sections,
}

/// The single sign-on settings that several profiles share: an `[sso-session]` section.
#[derive(Clone, Copy)]
pub struct SsoSession<'a> {
    name: &'a str,
    section: &'a Section,
}

/// A section with settings of single services.
#[derive(Clone, Copy)]
pub struct Services<'a> {
    section: &'a Section,
}

impl<'a> Services<'a> {
    /// The value of a key, unless it is empty.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.section.get(key)
    }

    /// The value of a key below another, such as `endpoint_url` below `s3`, unless it is empty.
    pub fn get_nested(&self, key: &str, name: &str) -> Option<&'a str> {
        self.section.get_nested(key, name)
    }

    /// Whether there are keys below a key.
    pub fn has_nested(&self, key: &str) -> bool {
        self.section.has_nested(key)
    }
}

/// One profile.
#[derive(Clone, Copy)]
pub struct Profile<'a> {
    name: &'a str,
    section: &'a Section,
    services: Option<&'a Section>,
}

impl Profiles {
    /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, or else those in the home directory,
    /// like [`load`](Self::load).
    ///
    /// # Errors
    ///
    /// The errors of [`load`](Self::load).
    pub fn of(environment: &Environment) -> Result<Self, Vec<ProfileError>> {
        let config = environment.file("AWS_CONFIG_FILE", ".aws/config");
        let credentials = environment.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
        Self::load(config.as_deref(), credentials.as_deref())
    }

    /// Reads the two files. A file that does not exist, or that the user has no permission to read, counts as empty.
    /// Lines that cannot be read are [mistakes](Profile::mistakes) of their sections.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read for any other reason, or is larger than 64 MiB.
    pub fn load(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Vec<ProfileError>> {
        let mut profiles = Self::default();
        let mut errors = Vec::new();
        for (path, kind) in [(config, Kind::Config), (credentials, Kind::Credentials)] {
            let Some(path) = path else { continue };
            match private_file::read(path, MOST_BYTES) {
                Ok(bytes) => profiles.sections.add(kind, path, &bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    let is_denied = error.kind() == std::io::ErrorKind::PermissionDenied;
                    let error = ProfileError::new(path, None, None, format!("failed to read the file: {error}"));
                    if is_denied {
                        tracing::debug!(%error, "continuing as if the file did not exist");
                        profiles.sections.lost.push(error);
                    } else {
                        errors.push(error);
                    }
                }
            }
        }
        if errors.is_empty() { Ok(profiles) } else { Err(errors) }
    }

    /// The profile with this name.
    pub fn get<'a>(&'a self, name: &'a str) -> Option<Profile<'a>> {
        let section = self.sections.profiles.get(name)?;
        let services = section.get("services").and_then(|it| self.sections.services.get(it));
        Some(Profile { name, section, services })
    }

    /// The single sign-on session with this name.
    pub fn sso_session<'a>(&'a self, name: &'a str) -> Option<SsoSession<'a>> {
        self.sections.sso_sessions.get(name).map(|section| SsoSession { name, section })
    }

    /// The section with settings of single services of this name.
    pub fn services<'a>(&'a self, name: &str) -> Option<Services<'a>> {
        self.sections.services.get(name).map(|section| Services { section })
    }

    /// The names of the profiles, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.profiles.keys()
    }

    /// The message for a missing profile, with possible reasons.
    pub fn missing(&self, name: &str) -> String {
        let mut text = format!("the profile `{name}` does not exist");
        for reason in self.reasons_for_missing(name) {
            text.push_str("; ");
            text.push_str(&reason.to_string());
        }
        text
    }

    /// Possible reasons why a profile is missing: its section in the configuration file lacks the word `profile`, a
    /// file cannot be read for lack of permission, or a section has an invalid header.
    pub fn reasons_for_missing<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a ProfileError> {
        self.sections.unprefixed.get(name).into_iter().chain(self.lost())
    }

    /// What could not be read: files, for lack of permission, and sections with an invalid header.
    pub fn lost(&self) -> &[ProfileError] {
        &self.sections.lost
    }
}

impl fmt::Debug for Profiles {
    /// Shows names without values, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profiles").field("profiles", &self.names().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

impl<'a> Profile<'a> {
    /// The profile's name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The value of a key, unless it is empty.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.section.get(key)
    }

    /// The file and the line, counted from 1, that set a key.
    pub fn place(&self, key: &str) -> Option<(&'a Path, usize)> {
        self.section.place(key)
    }

    /// Describes where a key is set, for messages: "`credential_process` of the profile `work` (/home/me/.aws/config:7)".
    pub fn describe(&self, key: &str) -> String {
        let place = self.place(key).map(|(file, line)| format!(" ({}:{line})", file.display())).unwrap_or_default();
        format!("`{key}` of the profile `{}`{place}", self.name)
    }

    /// The value of a key below another, such as `max_concurrent_requests` below `s3`, unless it is empty.
    pub fn get_nested(&self, key: &str, name: &str) -> Option<&'a str> {
        self.section.get_nested(key, name)
    }

    /// Whether there are keys below a key.
    pub fn has_nested(&self, key: &str) -> bool {
        self.section.has_nested(key)
    }

    /// The value of a key for one service, from the profile's `services` section, by the service's SDK id.
    pub fn get_for_service(&self, sdk_id: &str, key: &str) -> Option<&'a str> {
        self.services?.get_nested(&service_key(sdk_id), key)
    }

    /// The lines of the profile that could not be read, except those of keys that no client reads.
    pub fn mistakes(&self) -> impl Iterator<Item = &'a ProfileError> {
        self.section.mistakes()
    }

    /// The first line that could not be read in the part of the `services` section for a service.
    pub fn mistake_for_service(&self, sdk_id: &str) -> Option<&'a ProfileError> {
        let service = service_key(sdk_id);
        self.services?.mistakes.iter().find(|it| it.key().is_none_or(|key| key == service))
    }
}

/// The key of a service in a `services` section.
fn service_key(sdk_id: &str) -> String {
    sdk_id.to_ascii_lowercase().replace(' ', "_")
}

impl<'a> SsoSession<'a> {
    /// The session's name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The value of a key, unless it is empty.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.section.get(key)
    }

    /// The lines of the section that could not be read, except those of keys that no client reads.
    pub fn mistakes(&self) -> impl Iterator<Item = &'a ProfileError> {
        self.section.mistakes()
    }
}

impl fmt::Debug for SsoSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SsoSession").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Profile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("name", &self.name).finish_non_exhaustive()
    }
}
