//! Replaces files of a crate, all of them or none.
//!
//! New files are first written in full into a directory inside the crate, so that a full disk or
//! a missing permission shows before anything is touched. Then each old file is moved into that
//! directory and the new one into its place; if that fails, every move is taken back.

use std::io;
use std::path::{Path, PathBuf};

use super::format::GeneratedFile;
use super::local_path;
use super::tree::WriteError;

/// The name of the directory.
const STAGE: &str = ".tinsmith-stage";

/// Writes the files and removes those at the paths of `pruned`.
pub(super) fn replace(directory: &Path, files: &[&GeneratedFile], pruned: &[String]) -> Result<(), WriteError> {
    let mut stage = Stage { directory, created: Vec::new(), moved: Vec::new() };
    let result = stage.run(files, pruned);
    if result.is_err() {
        stage.take_back();
    }
    // Only what was staged is in there: leftovers do no harm, and the result stands.
    let _ = std::fs::remove_dir_all(directory.join(STAGE));
    if result.is_ok() {
        remove_empty_folders(directory, pruned);
    } else {
        stage.remove_created();
    }
    result
}

struct Stage<'a> {
    directory: &'a Path,
    /// Directories that were not there before, outermost first.
    created: Vec<PathBuf>,
    /// Moves that were made: from, to.
    moved: Vec<(PathBuf, PathBuf)>,
}

impl Stage<'_> {
    fn run(&mut self, files: &[&GeneratedFile], pruned: &[String]) -> Result<(), WriteError> {
        let (new, old) = (self.directory.join(STAGE).join("new"), self.directory.join(STAGE).join("old"));
        for file in files {
            let path = local_path(&new, &file.path);
            self.make_parent(&path)?;
            std::fs::write(&path, &file.text).map_err(|error| WriteError::new("write", &path, error))?;
        }
        let replaced = files.iter().map(|file| &file.path);
        for path in replaced.chain(pruned) {
            let place = local_path(self.directory, path);
            if place.exists() {
                self.move_file(&place, &local_path(&old, path))?;
            }
        }
        for file in files {
            self.move_file(&local_path(&new, &file.path), &local_path(self.directory, &file.path))?;
        }
        Ok(())
    }

    fn move_file(&mut self, from: &Path, to: &Path) -> Result<(), WriteError> {
        self.make_parent(to)?;
        std::fs::rename(from, to).map_err(|error| WriteError::new("write", to, error))?;
        self.moved.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn make_parent(&mut self, path: &Path) -> Result<(), WriteError> {
        let missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            match std::fs::create_dir(folder) {
                Ok(()) => self.created.push(folder.to_owned()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(WriteError::new("create", folder, error)),
            }
        }
        Ok(())
    }

    /// Moves everything back, last first.
    fn take_back(&mut self) {
        for (from, to) in self.moved.drain(..).rev() {
            // The error that led here is the one to report.
            let _ = std::fs::rename(to, from);
        }
    }

    /// Removes directories that were made and are empty again.
    fn remove_created(&mut self) {
        for folder in self.created.drain(..).rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// Removes directories that held nothing but what was pruned.
fn remove_empty_folders(directory: &Path, pruned: &[String]) {
    for path in pruned {
        for folder in local_path(directory, path).ancestors().skip(1).take_while(|folder| *folder != directory) {
            // It fails where something is left inside, which is as it should be.
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
