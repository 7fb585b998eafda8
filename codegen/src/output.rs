//! Formats code and writes it to files, so that a crate is either fully updated or unchanged.

mod file;
mod format;
mod layout;
mod stage;
mod tree;

use std::path::{Path, PathBuf};

pub use file::replace_file;
pub use format::{GeneratedFile, LIST, UNPRINTABLE, format_all};
pub use tree::WriteError;

use tree::State;

/// The result of [`write()`], as paths inside the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were created or changed.
    pub written: Vec<String>,
    /// Files that were already up to date.
    pub unchanged: Vec<String>,
    /// Files from an earlier run that are no longer generated and were removed.
    pub pruned: Vec<String>,
    /// Whether an earlier run was interrupted and this run completed it.
    pub resumed: bool,
}

/// The differences between a crate and what would be generated, as paths inside the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staleness {
    /// Files with different content.
    pub stale: Vec<String>,
    /// Files that do not exist.
    pub missing: Vec<String>,
    /// Files from an earlier run that are no longer generated.
    pub orphaned: Vec<String>,
    /// Staging directories of interrupted runs.
    pub unfinished: Vec<String>,
}

impl Staleness {
    /// Whether the crate is up to date.
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.missing.is_empty() && self.orphaned.is_empty() && self.unfinished.is_empty()
    }
}

/// Compares a crate with what would be generated. Writes nothing.
pub fn check(directory: &Path, files: &[GeneratedFile]) -> Result<Staleness, WriteError> {
    let mut found = Staleness::default();
    for (file, state) in tree::states(directory, files)? {
        match state {
            State::Same => {}
            State::Different => found.stale.push(file.path.clone()),
            State::Missing => found.missing.push(file.path.clone()),
        }
    }
    found.orphaned = tree::orphans(directory, files)?;
    found.unfinished = stage::leftovers(directory)?;
    Ok(found)
}

/// Updates the crate: writes files that differ and removes those that are no longer generated. If this fails, the crate
/// stays unchanged. Files that were not generated from the same service are never touched, and links are not followed.
/// An interrupted earlier run is completed first.
pub fn write(directory: &Path, files: &[GeneratedFile]) -> Result<Written, WriteError> {
    let mut done = Written { resumed: stage::finish_leftovers(directory)?, ..Written::default() };
    let mut changed = Vec::new();
    for (file, state) in tree::states(directory, files)? {
        match state {
            State::Same => done.unchanged.push(file.path.clone()),
            State::Different | State::Missing => changed.push(file),
        }
    }
    done.pruned = tree::orphans(directory, files)?;
    if !changed.is_empty() || !done.pruned.is_empty() {
        stage::replace(directory, &changed, &done.pruned)?;
    }
    done.written = changed.into_iter().map(|file| file.path.clone()).collect();
    Ok(done)
}

/// The local path of a file inside a crate.
fn local_path(directory: &Path, path: &str) -> PathBuf {
    path.split('/').fold(directory.to_owned(), |joined, part| joined.join(part))
}
