//! Selects the entries that require an action: those of the source that pass the filters, or those that a comparison
//! selects.

use tinsmith_cli::command::Failure;
use tokio::sync::mpsc;

use crate::compare::{Comparison, Entries};
use crate::entry::Entry;
use crate::filters::Filters;

/// The entries of one side that pass the filters.
pub(crate) struct Filtered {
    pub(crate) entries: Entries,
    pub(crate) filters: Filters,
}

impl Filtered {
    pub(crate) async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        loop {
            match self.entries.recv().await.transpose()? {
                Some(entry) if !self.filters.keeps(&entry) => {}
                other => return Ok(other),
            }
        }
    }

    /// Sends the entries to a channel.
    pub(crate) fn spawn(mut self) -> Entries {
        let (sender, entries) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                let next = self.next().await.transpose();
                let Some(next) = next else { break };
                let is_last = next.is_err();
                if sender.send(next).await.is_err() || is_last {
                    break;
                }
            }
        });
        entries
    }
}

/// The entries of a command: all, or those that a comparison selects.
pub(crate) enum Selected {
    All(Filtered),
    Compared(Box<Comparison>),
}

impl Selected {
    pub(crate) async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        match self {
            Self::All(entries) => entries.next().await,
            Self::Compared(comparison) => comparison.next().await,
        }
    }
}
