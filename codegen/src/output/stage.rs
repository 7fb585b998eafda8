//! Replaces several files of a crate atomically.
//!
//! New files are first written completely to a staging directory inside the crate, so that a full disk or missing
//! permission is found before anything changes. Then a journal is written next to them, which commits the run. Each old
//! file is moved into the staging directory and the new one to its place; if that fails, every move is undone. An
//! interrupted run leaves its staging directory, and the next run handles it: with a journal, it makes the remaining
//! moves; without one, nothing was changed.
//!
//! A staging directory is recognized by its name and by a marker file inside; no other directory is ever removed.

use std::fs::{File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::format::GeneratedFile;
use super::local_path;
use super::tree::{self, WriteError};

/// The prefix of staging directory names, followed by sixteen digits.
const PREFIX: &str = ".tinsmith-stage-";

/// The marker file of a staging directory. The process that uses the directory holds a lock on it.
const MARK: &str = "TINSMITH-STAGE";

const MARK_TEXT: &str = "Written by tinsmith while it replaces files of the crate around it. \
                         If no tinsmith is running, the next run finishes or removes this directory.\n";

const JOURNAL: &str = "journal";

/// Writes the files and removes those in `pruned`.
pub(super) fn replace(directory: &Path, files: &[&GeneratedFile], pruned: &[String]) -> Result<(), WriteError> {
    let mut created = Vec::new();
    let result = Stage::create(directory, &mut created).and_then(|mut stage| {
        let result = stage.prepare(files, pruned).and_then(|()| stage.run(files, pruned));
        if result.is_err() {
            stage.take_back();
        }
        stage.remove();
        result
    });
    if result.is_ok() {
        remove_empty_folders(directory, pruned);
    } else {
        // Removes created directories that are empty again, innermost first.
        created.iter().rev().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    result
}

/// The staging directories of interrupted runs, sorted by name.
pub(super) fn leftovers(directory: &Path) -> Result<Vec<String>, WriteError> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(WriteError::new("read", directory, error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| WriteError::new("read", directory, error))?;
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let name = entry.file_name().to_string_lossy().into_owned();
        let digits = name.strip_prefix(PREFIX).unwrap_or_default();
        let is_named = digits.len() == 16 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        // A run may be interrupted before it creates the marker file.
        let is_ours = || is_regular(&entry.path().join(MARK)) || is_empty(&entry.path());
        if is_directory && is_named && is_ours() {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Completes interrupted runs. Returns whether there were any.
pub(super) fn finish_leftovers(directory: &Path) -> Result<bool, WriteError> {
    let names = leftovers(directory)?;
    for name in &names {
        finish(directory, &directory.join(name))?;
    }
    Ok(!names.is_empty())
}

fn finish(directory: &Path, place: &Path) -> Result<(), WriteError> {
    if is_empty(place) {
        return std::fs::remove_dir(place).map_err(|error| WriteError::new("remove", place, error));
    }
    let lock = lock(&place.join(MARK), directory)?;
    let journal = place.join(JOURNAL);
    let pruned = match std::fs::read_to_string(&journal) {
        Ok(text) => finish_journal(directory, place, &text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(WriteError::new("read", &journal, error)),
    };
    std::fs::remove_dir_all(place).map_err(|error| WriteError::new("remove", place, error))?;
    drop(lock);
    remove_empty_folders(directory, &pruned);
    Ok(())
}

/// Makes the remaining moves of a journal, and returns the paths it prunes.
fn finish_journal(directory: &Path, place: &Path, journal: &str) -> Result<Vec<String>, WriteError> {
    let mut pruned = Vec::new();
    for line in journal.lines() {
        let Some((action, path)) = line.split_once(' ').filter(|(_, path)| tree::is_inside(path)) else { continue };
        let target = local_path(directory, path);
        tree::refuse_links(directory, path)?;
        let staged = local_path(&place.join("new"), path);
        if action == "write" && is_regular(&staged) {
            make_parent(&target, &mut Vec::new())?;
            std::fs::rename(&staged, &target).map_err(|error| WriteError::new("write", &target, error))?;
        } else if action == "prune" {
            if is_regular(&target) {
                std::fs::remove_file(&target).map_err(|error| WriteError::new("remove", &target, error))?;
            }
            pruned.push(path.to_owned());
        }
    }
    Ok(pruned)
}

struct Stage<'a> {
    directory: &'a Path,
    /// The staging directory.
    place: PathBuf,
    /// Held until the directory is removed.
    _lock: File,
    /// Directories that were created, outermost first.
    created: &'a mut Vec<PathBuf>,
    /// Moves that were made: from, to.
    moved: Vec<(PathBuf, PathBuf)>,
}

impl<'a> Stage<'a> {
    fn create(directory: &'a Path, created: &'a mut Vec<PathBuf>) -> Result<Self, WriteError> {
        // The keys of the hasher are random, which is enough for a unique name.
        let name = format!("{PREFIX}{:016x}", RandomState::new().hash_one(std::process::id()));
        let place = directory.join(name);
        make_parent(&place, created)?;
        std::fs::create_dir(&place).map_err(|error| WriteError::new("create", &place, error))?;
        let mark = place.join(MARK);
        std::fs::write(&mark, MARK_TEXT).map_err(|error| WriteError::new("write", &mark, error))?;
        let lock = lock(&mark, directory)?;
        Ok(Self { directory, place, _lock: lock, created, moved: Vec::new() })
    }

    /// Writes the new files and the journal. Does not touch existing files.
    fn prepare(&mut self, files: &[&GeneratedFile], pruned: &[String]) -> Result<(), WriteError> {
        let new = self.place.join("new");
        for file in files {
            let path = local_path(&new, &file.path);
            make_parent(&path, self.created)?;
            std::fs::write(&path, &file.text).map_err(|error| WriteError::new("write", &path, error))?;
        }
        let writes = files.iter().map(|file| format!("write {}\n", file.path));
        let journal: String = writes.chain(pruned.iter().map(|path| format!("prune {path}\n"))).collect();
        let (draft, path) = (self.place.join("journal.part"), self.place.join(JOURNAL));
        std::fs::write(&draft, journal).map_err(|error| WriteError::new("write", &draft, error))?;
        std::fs::rename(&draft, &path).map_err(|error| WriteError::new("write", &path, error))
    }

    fn run(&mut self, files: &[&GeneratedFile], pruned: &[String]) -> Result<(), WriteError> {
        for (from, to) in self.moves(files, pruned) {
            // A new file has no old version to move away.
            if from.exists() {
                self.move_file(&from, &to)?;
            }
        }
        Ok(())
    }

    /// All moves, as from and to, in order.
    fn moves(&self, files: &[&GeneratedFile], pruned: &[String]) -> Vec<(PathBuf, PathBuf)> {
        let (new, old) = (self.place.join("new"), self.place.join("old"));
        let replaced = files.iter().map(|file| &file.path).chain(pruned);
        let away = replaced.map(|path| (local_path(self.directory, path), local_path(&old, path)));
        let into = files.iter().map(|file| (local_path(&new, &file.path), local_path(self.directory, &file.path)));
        away.chain(into).collect()
    }

    fn move_file(&mut self, from: &Path, to: &Path) -> Result<(), WriteError> {
        make_parent(to, self.created)?;
        std::fs::rename(from, to).map_err(|error| WriteError::new("write", to, error))?;
        self.moved.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Undoes all moves, last first.
    fn take_back(&mut self) {
        for (from, to) in self.moved.drain(..).rev() {
            // The error that caused this is the one to report.
            let _ = std::fs::rename(to, from);
        }
    }

    /// Removes the staging directory. If this fails, the next run finds the directory and completes it with the same
    /// result.
    fn remove(&self) {
        let _ = std::fs::remove_dir_all(&self.place);
    }
}

/// Locks a marker file, so that other runs do not take the directory for a leftover.
fn lock(mark: &Path, directory: &Path) -> Result<File, WriteError> {
    let file = File::open(mark).map_err(|error| WriteError::new("read", mark, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WriteError::busy(directory)),
        // Some file systems do not support locks.
        Err(TryLockError::Error(_)) => Ok(file),
    }
}

fn make_parent(path: &Path, created: &mut Vec<PathBuf>) -> Result<(), WriteError> {
    let missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
        match std::fs::create_dir(folder) {
            Ok(()) => created.push(folder.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(WriteError::new("create", folder, error)),
        }
    }
    Ok(())
}

/// Removes directories that are empty after pruning.
fn remove_empty_folders(directory: &Path, pruned: &[String]) {
    for path in pruned {
        for folder in local_path(directory, path).ancestors().skip(1).take_while(|folder| *folder != directory) {
            // This fails if the directory is not empty, as it should.
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Whether a path is a regular file and not a link.
fn is_regular(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_file())
}

fn is_empty(directory: &Path) -> bool {
    std::fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests;
