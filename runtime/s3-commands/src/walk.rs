//! Lists the files under a directory, in the order in which the service lists keys.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::DateTime;
use tinsmith_cli::command::{Failure, Fields};
use tokio::sync::mpsc::Sender;

use crate::entry::{Action, Entry, Place};
use crate::paths::Mapping;
use crate::report::Report;

/// A walk over files. It reads one directory at a time, and keeps the names in the directories that are open.
pub(crate) struct Walk {
    pub(crate) mapping: Mapping,
    pub(crate) action: Action,
    pub(crate) follows_symlinks: bool,
    pub(crate) report: Report,
    pub(crate) entries: Sender<Result<Entry, Failure>>,
}

/// Nothing receives the entries any more.
struct Over;

impl Walk {
    /// Sends all files, until nothing receives them any more.
    pub(crate) fn run(self) {
        let root = self.mapping.from.clone();
        if self.is_left_out(&root) {
            return;
        }
        let _ = match self.mapping.is_tree() {
            true => self.directory(root),
            false => self.file(&root),
        };
    }

    /// Sends the files in a directory and below it. For the order, directory names have a trailing slash, like keys.
    fn directory(&self, root: String) -> Result<(), Over> {
        let mut stack = vec![self.names(&root)];
        let mut open = vec![root];
        while let Some(names) = stack.last_mut() {
            let Some(name) = names.pop() else {
                stack.pop();
                open.pop();
                continue;
            };
            let path = format!("{}{name}", open.last().map_or("", String::as_str));
            match path.ends_with(MAIN_SEPARATOR) {
                true if is_open(&path, &open) => {
                    self.report.warn_skipped(&path, "The link leads to a directory that contains it.");
                }
                true => {
                    stack.push(self.names(&path));
                    open.push(path);
                }
                false => self.file(&path)?,
            }
        }
        Ok(())
    }

    /// The names in a directory, in reverse order.
    fn names(&self, directory: &str) -> Vec<String> {
        let Ok(listed) = fs::read_dir(directory) else { return Vec::new() };
        let mut names = Vec::new();
        for entry in listed.flatten() {
            let name = match entry.file_name().into_string() {
                Ok(name) => name,
                Err(name) => {
                    let shown = name.to_string_lossy();
                    self.report.warn_skipped(&shown, "The name of the file is not valid UTF-8.");
                    continue;
                }
            };
            let path = format!("{directory}{name}");
            if self.is_left_out(&path) {
                continue;
            }
            names.push(if Path::new(&path).is_dir() { format!("{name}{MAIN_SEPARATOR}") } else { name });
        }
        names.sort_unstable_by(|one, other| other.cmp(one));
        names
    }

    /// Whether a file or directory is skipped: a link that is not followed, or one with a warning.
    fn is_left_out(&self, path: &str) -> bool {
        let plain = path.strip_suffix(MAIN_SEPARATOR).filter(|it| !it.is_empty()).unwrap_or(path);
        if !self.follows_symlinks && Path::new(plain).is_symlink() {
            return true;
        }
        let Some(reason) = unusable(path) else { return false };
        self.report.warn_skipped(path, reason);
        true
    }

    fn file(&self, path: &str) -> Result<(), Over> {
        let Ok(metadata) = fs::metadata(path) else {
            self.report.warn_skipped(path, "File does not exist.");
            return Ok(());
        };
        let (name, to) = self.mapping.of(path);
        let entry = Entry {
            from: path.to_owned(),
            to,
            name,
            place: Place::Local,
            action: self.action,
            size: Some(metadata.len()),
            modified: metadata.modified().ok().map(date),
            facts: Fields::default(),
        };
        self.entries.blocking_send(Ok(entry)).map_err(|_| Over)
    }
}

/// Whether a directory is a link to one of those that are being listed, so that listing it would not end.
fn is_open(path: &str, open: &[String]) -> bool {
    let plain = Path::new(path.trim_end_matches(MAIN_SEPARATOR));
    let Some(target) = plain.is_symlink().then(|| fs::canonicalize(plain).ok()).flatten() else { return false };
    open.iter().any(|it| fs::canonicalize(it).is_ok_and(|it| it == target))
}

/// The reason why a file or directory cannot be read.
fn unusable(path: &str) -> Option<&'static str> {
    let Ok(metadata) = fs::metadata(path) else { return Some("File does not exist.") };
    if !metadata.is_file() && !metadata.is_dir() {
        return Some("File is character special device, block special device, FIFO, or socket.");
    }
    let is_readable = match metadata.is_dir() {
        true => fs::read_dir(path).is_ok(),
        false => fs::File::open(path).is_ok(),
    };
    (!is_readable).then_some("File/Directory is not readable.")
}

fn date(time: SystemTime) -> DateTime {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => DateTime::from_secs_and_nanos(since.as_secs() as i64, since.subsec_nanos()),
        Err(before) => DateTime::from_secs(-(before.duration().as_secs() as i64)),
    }
}
