//! Errors in shared files, with their location.

use std::fmt;
use std::path::{Path, PathBuf};

/// An error in a shared file. Its message never quotes the file, which may contain secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    file: PathBuf,
    line: Option<usize>,
    key: Option<String>,
    message: String,
}

impl ProfileError {
    pub(super) fn new(file: &Path, line: Option<usize>, key: Option<String>, message: String) -> Self {
        Self { file: file.to_owned(), line, key, message }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The line, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The affected key, if there is only one.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The message, without the location.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ProfileError {}
