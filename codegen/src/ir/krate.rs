//! Settings of the generated crate.

use super::symbols;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::text;

/// The name of the generated crate, and its dependencies within the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package name. Derived from the SDK ID if not set.
    pub name: Option<String>,
    /// The package version.
    pub version: String,
    /// The package license, as an SPDX expression. The default is Apache-2.0 for clients of AWS services, and none for
    /// others.
    pub license: Option<String>,
    /// The source of the project's crates.
    pub source: DependencySource,
    /// The path from the crate to `tinsmith-runtime`, separated by slashes.
    pub runtime_path: String,
    /// The path from the crate to `tinsmith-credentials`, separated by slashes. Without it, the crate supports only
    /// access keys. The crates that `tinsmith-credentials` itself depends on must not set it.
    pub credentials_path: Option<String>,
    /// The path from the crate to `tinsmith-cli`, separated by slashes. Without it, the crate has no command-line
    /// program.
    pub cli_path: Option<String>,
    /// The crate with commands that only this service has. The command-line program links it.
    pub commands: Option<CommandsCrate>,
    /// The source of the crate, if its manifest records it for the next run.
    pub origin: Option<Origin>,
}

/// The source of a crate: `[package.metadata.tinsmith]` in its manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The model files, relative to the workspace, separated by slashes.
    pub models: Vec<String>,
    /// The operations, if not all are generated.
    pub operations: Option<Vec<String>>,
}

/// Where a generated crate finds the crates of the project that it depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DependencySource {
    /// In directories, using the paths in [`CrateInfo`].
    #[default]
    Paths,
    /// In a git repository.
    Git {
        /// The URL.
        url: String,
        /// The revision to check out: `rev`, `tag` or `branch`, and its name.
        reference: Option<(&'static str, String)>,
    },
    /// In the registry, with this version requirement.
    Version(String),
}

/// A crate that exports `COMMANDS`, a table for `tinsmith_cli::Table::commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandsCrate {
    /// The package name.
    pub name: String,
    /// The path from the generated crate to it, separated by slashes.
    pub path: String,
}

impl Default for CrateInfo {
    fn default() -> Self {
        Self::unnamed()
    }
}

impl CrateInfo {
    /// Settings for checking a service without generating a crate.
    pub fn unnamed() -> Self {
        Self {
            name: None,
            version: String::new(),
            license: None,
            source: DependencySource::Paths,
            runtime_path: String::new(),
            credentials_path: None,
            cli_path: None,
            commands: None,
            origin: None,
        }
    }
}

/// The package.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package name, with dashes.
    pub name: String,
    /// The name in Rust paths, with underscores.
    pub module: String,
    /// The version.
    pub version: String,
    /// The description: one line.
    pub description: String,
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// The source of the project's crates.
    pub source: DependencySource,
    /// The path to `tinsmith-runtime`.
    pub runtime_path: String,
    /// Whether it is an AWS service. Its client also accepts configuration from the official crates.
    pub is_of_aws: bool,
    /// The path to `tinsmith-credentials`.
    pub credentials_path: Option<String>,
    /// The path to `tinsmith-cli`.
    pub cli_path: Option<String>,
    /// The crate with commands that only this service has.
    pub commands: Option<CommandsCrate>,
    /// The source of the crate, for its manifest.
    pub origin: Option<Origin>,
    /// The name of the program.
    pub program: String,
    /// The features of the runtime that the operations need.
    pub features: Vec<&'static str>,
    /// Whether the service supports event streams over HTTP/2 only.
    pub needs_http2: bool,
    /// Whether some endpoints of the service require asymmetric signatures, which a feature of the crate enables.
    pub offers_sigv4a: bool,
}

/// Checks the settings that Cargo has rules for.
pub(super) fn check_crate(info: &CrateInfo) -> Diagnostics {
    let mut found = Diagnostics::default();
    if let Some(name) = info.name.as_deref().filter(|name| !symbols::is_crate_name(name)) {
        let message = format!("invalid package name {name:?}");
        let hint = "use letters, digits, `-` and `_`, and no name that Rust or Tinsmith uses itself";
        found.push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned()));
    }
    if !info.version.is_empty() && !is_version(&info.version) {
        let message = format!("invalid package version {:?}", info.version);
        let hint = "use a version such as 1.0.0 or 1.0.0-beta.1";
        found.push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned()));
    }
    found
}

/// Whether a text is a version by <https://semver.org>.
fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let is_number =
        |it: &str| it == "0" || it.parse::<u64>().is_ok() && it.starts_with(|c: char| ('1'..='9').contains(&c));
    let is_word = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_pre = |it: &str| is_word(it) && (is_number(it) || !it.bytes().all(|byte| byte.is_ascii_digit()));
    let numbers: Vec<&str> = core.split('.').collect();
    numbers.len() == 3
        && numbers.into_iter().all(is_number)
        && pre.is_none_or(|it| it.split('.').all(is_pre))
        && build.is_none_or(|it| it.split('.').all(is_word))
}

/// The package settings of a service.
pub(super) fn describe_crate(info: &CrateInfo, sdk_id: &str, title: &str, is_of_aws: bool) -> Crate {
    let name = info.name.clone().unwrap_or_else(|| symbols::crate_name(sdk_id));
    Crate {
        module: name.replace('-', "_"),
        name,
        version: info.version.clone(),
        // Cargo passes it to the build as an environment variable, which cannot hold every character.
        description: format!("A thin client for {}", text::line(title)),
        license: info.license.clone().or_else(|| is_of_aws.then(|| "Apache-2.0".to_owned())),
        source: info.source.clone(),
        runtime_path: info.runtime_path.clone(),
        credentials_path: info.credentials_path.clone().filter(|_| is_of_aws),
        is_of_aws,
        cli_path: info.cli_path.clone(),
        commands: info.commands.clone().filter(|_| info.cli_path.is_some()),
        origin: info.origin.clone(),
        program: symbols::program_name(sdk_id),
        features: Vec::new(),
        needs_http2: false,
        offers_sigv4a: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_are_those_of_cargo() {
        let check = |name: &str, version: &str| {
            let info = CrateInfo { name: Some(name.to_owned()), version: version.to_owned(), ..CrateInfo::default() };
            !check_crate(&info).has_errors()
        };
        for name in ["a", "my-client", "_x2", "weather_client"] {
            assert!(check(name, "0.1.0"), "{name}");
        }
        for name in ["", "a b", "../x", "2x", "ü", "std", "self", "match", "test", "tinsmith-runtime", "tinsmith_cli"]
        {
            assert!(!check(name, "0.1.0"), "{name}");
        }
        for version in ["0.1.0", "1.2.3-beta.1", "1.0.0+build.01", "10.20.30-a-b+c"] {
            assert!(check("a", version), "{version}");
        }
        for version in ["1", "1.0", "01.0.0", "1.0.0-", "1.0.0-01", "v1.0.0", "1.0.0+", "1.0.x", "1.0.0 "] {
            assert!(!check("a", version), "{version}");
        }
    }
}
