//! The shared files of AWS tools: `~/.aws/config` and `~/.aws/credentials`.
//!
//! Both are read into one set of profiles; where both set a key of a profile, the credentials
//! file wins. The format is described at
//! <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>.

mod parse;

use std::fmt;
use std::path::{Path, PathBuf};

use parse::{Kind, Section};

use crate::names::Names;

/// The profiles of a user.
#[derive(Clone, Default)]
pub struct Profiles {
    profiles: Names<Section>,
    services: Names<Section>,
    sso_sessions: Names<Section>,
}

/// What several profiles share of single sign-on: an `[sso-session]` section.
#[derive(Clone, Copy)]
pub struct SsoSession<'a> {
    name: &'a str,
    section: &'a Section,
}

/// One profile.
#[derive(Clone, Copy)]
pub struct Profile<'a> {
    name: &'a str,
    section: &'a Section,
    services: Option<&'a Section>,
}

/// A mistake in a file of profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    file: PathBuf,
    line: Option<usize>,
    message: String,
}

impl ProfileError {
    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The line, which counts from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ProfileError {}

impl Profiles {
    /// Reads the two files. A file that does not exist is an empty one; every mistake of both
    /// files is reported.
    pub fn load(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Vec<ProfileError>> {
        let mut profiles = Self::default();
        let mut errors = Vec::new();
        for (path, kind) in [(config, Kind::Config), (credentials, Kind::Credentials)] {
            let Some(path) = path else { continue };
            match std::fs::read(path) {
                Ok(bytes) => errors.extend(profiles.add(path, kind, &bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => errors.push(ProfileError {
                    file: path.to_owned(),
                    line: None,
                    message: format!("the file cannot be read: {error}"),
                }),
            }
        }
        if errors.is_empty() { Ok(profiles) } else { Err(errors) }
    }

    fn add(&mut self, path: &Path, kind: Kind, bytes: &[u8]) -> Vec<ProfileError> {
        let (sections, mistakes) = parse::parse(kind, bytes);
        for (name, section) in sections.profiles {
            self.profiles.get_or_insert(name, Section::default()).absorb(section);
        }
        for (name, section) in sections.services {
            self.services.get_or_insert(name, Section::default()).absorb(section);
        }
        for (name, section) in sections.sso_sessions {
            self.sso_sessions.get_or_insert(name, Section::default()).absorb(section);
        }
        let error = |(line, message)| ProfileError { file: path.to_owned(), line: Some(line), message };
        mistakes.into_iter().map(error).collect()
    }

    /// The profile of this name.
    pub fn get<'a>(&'a self, name: &'a str) -> Option<Profile<'a>> {
        let section = self.profiles.get(name)?;
        let services = section.get("services").and_then(|it| self.services.get(it));
        Some(Profile { name, section, services })
    }

    /// The session of single sign-on of this name.
    pub fn sso_session<'a>(&'a self, name: &'a str) -> Option<SsoSession<'a>> {
        self.sso_sessions.get(name).map(|section| SsoSession { name, section })
    }

    /// The profiles' names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys()
    }
}

impl fmt::Debug for Profiles {
    /// Shows names and no values, among which are secret keys.
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
        self.section.get(key).filter(|it| !it.is_empty())
    }

    /// The value of a key for one service: from the `services` section that the profile names,
    /// by the service's SDK id.
    pub fn get_for_service(&self, sdk_id: &str, key: &str) -> Option<&'a str> {
        let service = sdk_id.to_ascii_lowercase().replace(' ', "_");
        self.services?.get_nested(&service, key).filter(|it| !it.is_empty())
    }
}

impl<'a> SsoSession<'a> {
    /// The session's name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The value of a key, unless it is empty.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.section.get(key).filter(|it| !it.is_empty())
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
