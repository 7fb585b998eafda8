//! A file or object that a command has listed, and where it goes.

use aws_smithy_types::DateTime;
use tinsmith_cli::command::{Fields, Value};

/// Where something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// in the file system
    Local,
    /// in Amazon S3
    S3,
}

/// What is done with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Upload,
    Download,
    Copy,
    Delete,
}

impl Action {
    /// The word that lines about it begin with.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Download => "download",
            Self::Copy => "copy",
            Self::Delete => "delete",
        }
    }
}

/// A file or object.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its path, or bucket and key.
    pub(crate) from: String,
    /// Where it goes: a path, or bucket and key.
    pub(crate) to: String,
    /// Its name below the directory or prefix, by which both sides are compared.
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) action: Action,
    pub(crate) size: Option<u64>,
    /// When it was changed last.
    pub(crate) modified: Option<DateTime>,
    /// What the service says about an object: of a list, or of `HeadObject`.
    pub(crate) facts: Fields,
}

impl Entry {
    /// A text of what the service says about it.
    pub(crate) fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).and_then(Value::as_str)
    }

    /// The entity tag of an object.
    pub(crate) fn etag(&self) -> Option<&str> {
        self.fact("ETag")
    }

    /// Whether the object is archived, and not restored.
    pub(crate) fn is_archived(&self) -> bool {
        let is_archived = matches!(self.fact("StorageClass"), Some("GLACIER" | "DEEP_ARCHIVE"));
        is_archived && !self.fact("Restore").is_some_and(|it| it.contains("ongoing-request=\"false\""))
    }
}
