//! Paths in the repository and next to it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The build directory.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

/// The shared test data: `TINSMITH_SHARED` or `../shared`. `None` if neither exists.
pub(crate) fn shared() -> Option<PathBuf> {
    let directory = match std::env::var_os("TINSMITH_SHARED") {
        Some(directory) => PathBuf::from(directory),
        None => root().parent()?.join("shared"),
    };
    directory.canonicalize().ok().filter(|it| it.is_dir())
}

/// A command that runs the current cargo in the workspace.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
