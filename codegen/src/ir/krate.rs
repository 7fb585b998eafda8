//! Settings of the generated crate.

/// The name of the generated crate, and its dependencies within the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package name. Derived from the SDK ID if not set.
    pub name: Option<String>,
    /// The package version.
    pub version: String,
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

/// A crate that exports `COMMANDS`, a table for `tinsmith_cli::Table::commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandsCrate {
    /// The package name.
    pub name: String,
    /// The path from the generated crate to it, separated by slashes.
    pub path: String,
}

impl CrateInfo {
    /// Settings for checking a service without generating a crate.
    pub fn unnamed() -> Self {
        Self {
            name: None,
            version: String::new(),
            runtime_path: String::new(),
            credentials_path: None,
            cli_path: None,
            commands: None,
            origin: None,
        }
    }
}
