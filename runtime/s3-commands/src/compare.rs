//! Determines what a sync must do, by comparing source and destination in the order of their names.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tinsmith_cli::command::{Failure, eprint};
use tokio::sync::mpsc::Receiver;

use crate::entry::{Action, Entry};
use crate::options::{Given, Verb};

/// The entries of one side, or the error that ended the list.
pub(crate) type Entries = Receiver<Result<Entry, Failure>>;

/// The documentation of names that differ only by case.
const CASE_PAGE: &str = "https://docs.aws.amazon.com/cli/latest/topic/s3-case-insensitivity.html";

/// The names of downloads in progress, in lowercase.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ongoing(Arc<Mutex<HashSet<String>>>);

impl Ongoing {
    /// Removes a download that has ended.
    pub(crate) fn remove(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&name.to_lowercase());
    }

    fn add(&self, name: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_lowercase())
    }

    fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&name.to_lowercase())
    }
}

/// How to handle names that differ only by case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conflict {
    Ignore,
    Skip,
    Warn,
    Error,
}

/// When files on both sides count as equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Equal {
    /// By size and modification time.
    SizeAndTime,
    SizeOnly,
    ExactTime,
    /// Always: existing files are not transferred.
    Never,
    /// Never: existing files are transferred again.
    Always,
}

/// The comparison of two sides.
pub(crate) struct Comparison {
    source: Side,
    destination: Side,
    equal: Equal,
    conflict: Conflict,
    deletes: bool,
    ongoing: Ongoing,
}

/// One side, with its next entry.
struct Side {
    entries: Entries,
    next: Option<Entry>,
    is_over: bool,
}

impl Side {
    fn new(entries: Entries) -> Self {
        Self { entries, next: None, is_over: false }
    }

    async fn fill(&mut self) -> Result<(), Failure> {
        if self.next.is_none() && !self.is_over {
            self.next = self.entries.recv().await.transpose()?;
            self.is_over = self.next.is_none();
        }
        Ok(())
    }
}

impl Comparison {
    /// Creates the comparison of a sync, or of a copy that checks for names that differ only by case.
    pub(crate) fn new(given: &Given, source: Entries, destination: Entries, ongoing: Ongoing) -> Self {
        let equal = match given.verb() {
            Verb::Sync if given.has("no-overwrite") => Equal::Never,
            Verb::Sync if given.has("exact-timestamps") => Equal::ExactTime,
            Verb::Sync if given.has("size-only") => Equal::SizeOnly,
            Verb::Sync => Equal::SizeAndTime,
            _ => Equal::Always,
        };
        let conflict = match given.text("case-conflict") {
            Some("skip") => Conflict::Skip,
            Some("warn") => Conflict::Warn,
            Some("error") => Conflict::Error,
            _ => Conflict::Ignore,
        };
        let (source, destination) = (Side::new(source), Side::new(destination));
        Self { source, destination, equal, conflict, deletes: given.has("delete"), ongoing }
    }

    /// The next entry that requires an action.
    pub(crate) async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        loop {
            self.source.fill().await?;
            self.destination.fill().await?;
            let order = match (&self.source.next, &self.destination.next) {
                (None, None) => return Ok(None),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(source), Some(destination)) => source.name.cmp(&destination.name),
            };
            let source = if order.is_le() { self.source.next.take() } else { None };
            let destination = if order.is_ge() { self.destination.next.take() } else { None };
            let chosen = match (source, destination) {
                (Some(source), Some(destination)) => self.differs(&source, &destination).then_some(source),
                (Some(source), None) => self.is_added(&source)?.then_some(source),
                (None, destination) => destination.filter(|_| self.deletes),
            };
            if chosen.is_some() {
                return Ok(chosen);
            }
        }
    }

    /// Whether an entry that exists on both sides must be transferred.
    fn differs(&self, source: &Entry, destination: &Entry) -> bool {
        let same_size = source.size == destination.size;
        match self.equal {
            Equal::Never => false,
            Equal::Always => true,
            Equal::SizeOnly => !same_size,
            Equal::SizeAndTime => !same_size || !is_up_to_date(source, destination, false),
            Equal::ExactTime => !same_size || !is_up_to_date(source, destination, true),
        }
    }

    /// Whether an entry that is missing at the destination must be transferred.
    fn is_added(&self, source: &Entry) -> Result<bool, Failure> {
        if source.action != Action::Download || self.conflict == Conflict::Ignore {
            return Ok(true);
        }
        if self.ongoing.has(&source.name) || Path::new(&source.to).exists() {
            let (from, to) = (&source.from, &source.to);
            let why = "a file whose name differs only by case either exist";
            match self.conflict {
                Conflict::Ignore => {}
                Conflict::Skip => {
                    eprint(&format!("warning: Skipping {from} -> {to} because {why}s or is being downloaded.\n"));
                    return Ok(false);
                }
                Conflict::Error => {
                    let message = format!("Failed to download {from} -> {to} because {why}s or is being downloaded.");
                    return Err(Failure::General(message));
                }
                Conflict::Warn => eprint(&format!(
                    "warning: Downloading {from} -> {to} despite {why}ing or being downloaded. This behavior is not \
                     defined on case-insensitive filesystems and may result in overwriting existing files or race \
                     conditions between concurrent downloads. For more information, see {CASE_PAGE}.\n"
                )),
            }
        }
        self.ongoing.add(&source.name);
        Ok(true)
    }
}

/// Whether the destination is recent enough.
fn is_up_to_date(source: &Entry, destination: &Entry, is_exact: bool) -> bool {
    let (Some(from), Some(to)) = (source.modified, destination.modified) else { return false };
    match source.action {
        // A downloaded file gets the time of its object, so a newer object has changed.
        Action::Download if is_exact => from == to,
        Action::Download => to <= from,
        _ => to >= from,
    }
}
