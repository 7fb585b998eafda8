//! What its caller decides about the generated crate.

/// What the generated crate is called, and which crates of the project it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateInfo {
    /// The package's name; after the SDK id if left out.
    pub name: Option<String>,
    /// The package's version.
    pub version: String,
    /// The path from the crate to `tinsmith-runtime`, with slashes.
    pub runtime_path: String,
    /// The path from the crate to `tinsmith-credentials`, with slashes. Without it, the
    /// crate has no credentials beyond keys. The crates that `tinsmith-credentials` depends on must not
    /// depend on it.
    pub credentials_path: Option<String>,
    /// The path from the crate to `tinsmith-cli`, with slashes. Without it the crate has no command.
    pub cli_path: Option<String>,
    /// The crate with the commands of this service alone, which its command line links.
    pub commands: Option<CommandsCrate>,
}

/// A crate that exports `COMMANDS`, a table for `tinsmith_cli::Table::commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandsCrate {
    /// The package's name.
    pub name: String,
    /// The path to it from the generated crate, with slashes.
    pub path: String,
}

impl CrateInfo {
    /// For a service of which no crate is generated.
    pub fn unnamed() -> Self {
        Self {
            name: None,
            version: String::new(),
            runtime_path: String::new(),
            credentials_path: None,
            cli_path: None,
            commands: None,
        }
    }
}
