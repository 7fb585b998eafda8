//! Sections of the shared files, for commands that write them.

use super::file::{self, Change};
use super::no_home;
use crate::failure::Failure;
use tinsmith_runtime::config::Environment;

/// A section of the shared files.
#[derive(Debug)]
pub enum Section<'a> {
    /// A profile in the configuration file.
    Profile(&'a str),
    /// A profile in the credentials file.
    Credentials(&'a str),
    /// A session of single sign-on in the configuration file.
    SsoSession(&'a str),
}

/// Sets keys of a section. Other lines stay unchanged, and missing files and directories are created.
///
/// # Errors
///
/// Fails if a value has line breaks or the file cannot be written.
pub fn write(program: &str, section: &Section<'_>, keys: &[(&str, String)]) -> Result<(), Failure> {
    let environment = Environment::of_process();
    let (variable, in_home) = match section {
        Section::Credentials(_) => ("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
        Section::Profile(_) | Section::SsoSession(_) => ("AWS_CONFIG_FILE", ".aws/config"),
    };
    let path = environment.file(variable, in_home).ok_or_else(no_home)?;
    let name = match section {
        Section::Profile(name) => file::profile_section(name),
        Section::Credentials(name) => (*name).to_owned(),
        Section::SsoSession(name) => file::section("sso-session", name),
    };
    let changes: Vec<_> = keys.iter().map(|(key, value)| (*key, Change::Text(value.clone()))).collect();
    file::update(&path, &name, &changes)?;
    if matches!(section, Section::Credentials(_)) {
        file::warn_if_readable_by_others(program, &path);
    }
    Ok(())
}
