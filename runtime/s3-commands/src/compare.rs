//! What a sync has to do: the source beside the destination, both in the order of their names.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tinsmith_cli::command::{Failure, eprint};
use tokio::sync::mpsc::Receiver;

use crate::entry::{Action, Entry};
use crate::options::{Given, Verb};

/// Entries of one side, or why there are no more.
pub(crate) type Entries = Receiver<Result<Entry, Failure>>;

/// Where to read about names that differ by case.
const CASE_PAGE: &str = "https://docs.aws.amazon.com/cli/latest/topic/s3-case-insensitivity.html";

/// Names of downloads that are being made, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ongoing(Arc<Mutex<HashSet<String>>>);

impl Ongoing {
    /// Forgets a download that has ended.
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

/// What is done with names that differ by case alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conflict {
    Ignore,
    Skip,
    Warn,
    Error,
}

/// How files on both sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Equal {
    /// by size, and by which is newer
    SizeAndTime,
    SizeOnly,
    ExactTime,
    /// what is there already is left alone
    Never,
    /// what is there already is written anew
    Always,
}

/// The two sides.
pub(crate) struct Comparison {
    source: Side,
    destination: Side,
    equal: Equal,
    conflict: Conflict,
    deletes: bool,
    ongoing: Ongoing,
}

/// One side, with the entry that is next.
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
    /// Compares as the options of a sync, or of a copy that minds names that differ by case.
    pub(crate) fn new(given: &Given, source: Entries, destination: Entries, ongoing: Ongoing) -> Self {
        let equal = match given.verb() {
            Verb::Sync if given.has("no-overwrite") => Equal::Never,
            Verb::Sync if given.has("size-only") => Equal::SizeOnly,
            Verb::Sync if given.has("exact-timestamps") => Equal::ExactTime,
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

    /// The next entry that something has to be done with.
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

    /// Whether an entry that is on both sides has to be transferred.
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

    /// Whether an entry that is not at the destination has to be transferred.
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

/// Whether the destination is as new as the source has to be.
fn is_up_to_date(source: &Entry, destination: &Entry, is_exact: bool) -> bool {
    let (Some(from), Some(to)) = (source.modified, destination.modified) else { return false };
    match source.action {
        // A download gets the time of its object, so that a newer object means a change.
        Action::Download if is_exact => from == to,
        Action::Download => to <= from,
        _ => to >= from,
    }
}
