//! Code to files: formatted, and written so that the crate is either new or as it was.

mod format;
mod stage;
mod tree;

use std::path::{Path, PathBuf};

pub use format::{GeneratedFile, LIST, UNPRINTABLE, format_all};
pub use tree::WriteError;

use tree::State;

/// What [`write()`] did, by paths inside the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new content.
    pub written: Vec<String>,
    /// Files that were already as they should be, and were left alone.
    pub unchanged: Vec<String>,
    /// Files of an earlier run that have no place any more, and were removed.
    pub pruned: Vec<String>,
    /// Whether a run was killed before, and this one has ended what it began.
    pub resumed: bool,
}

/// How a crate differs from what would be generated, by paths inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staleness {
    /// Files with other content.
    pub stale: Vec<String>,
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files of an earlier run that have no place any more.
    pub orphaned: Vec<String>,
    /// Staging directories of runs that were killed.
    pub unfinished: Vec<String>,
}

impl Staleness {
    /// Whether the crate is up to date.
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.missing.is_empty() && self.orphaned.is_empty() && self.unfinished.is_empty()
    }
}

/// Compares a crate with what would be generated, and writes nothing.
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

/// Makes the crate what was generated: writes what differs and removes what an earlier run left
/// behind. On an error the crate stays as it was. What was not generated from the same service is never
/// touched, and links are not followed. A run that was killed half way is finished first.
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

/// A path inside a crate on this system.
fn local_path(directory: &Path, path: &str) -> PathBuf {
    path.split('/').fold(directory.to_owned(), |joined, part| joined.join(part))
}
