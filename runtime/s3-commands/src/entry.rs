//! A listed file or object, with its destination.

use aws_smithy_types::DateTime;
use tinsmith_cli::command::{Fields, Value};

/// The location of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The file system.
    Local,
    /// Amazon S3.
    S3,
}

/// The action on an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Upload,
    Download,
    Copy,
    Delete,
}

impl Action {
    /// The first word of lines about it.
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
    /// Its path, or its bucket and key.
    pub(crate) from: String,
    /// The destination: a path, or bucket and key.
    pub(crate) to: String,
    /// The name relative to the directory or prefix, by which both sides are compared.
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) action: Action,
    pub(crate) size: Option<u64>,
    /// The time of the last modification.
    pub(crate) modified: Option<DateTime>,
    /// What the service returned about an object, in a list or from `HeadObject`.
    pub(crate) facts: Fields,
}

impl Entry {
    /// A string that the service returned about the object.
    pub(crate) fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).and_then(Value::as_str)
    }

    /// The entity tag of an object.
    pub(crate) fn etag(&self) -> Option<&str> {
        self.fact("ETag")
    }

    /// Whether the object is archived and not restored.
    pub(crate) fn is_archived(&self) -> bool {
        let is_archived = matches!(self.fact("StorageClass"), Some("GLACIER" | "DEEP_ARCHIVE"));
        is_archived && !self.fact("Restore").is_some_and(|it| it.contains("ongoing-request=\"false\""))
    }
}
