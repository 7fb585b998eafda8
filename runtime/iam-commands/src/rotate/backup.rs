//! A copy of the credentials file during a rotation.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tinsmith_runtime::private_file;

/// A copy of a file as it was, next to it and readable only by its owner. It is removed when this is dropped, and
/// remains if the process is killed.
pub(super) struct Backup(PathBuf);

impl Backup {
    /// Writes the contents of this file to a copy.
    pub(super) fn write(path: &Path, contents: &[u8]) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = path.with_file_name(format!("{name}.backup"));
        let (copy, mut file) = private_file::create_beside(&named, private_file::directory(path))?;
        let backup = Self(copy);
        file.write_all(contents)?;
        file.sync_all()?;
        Ok(backup)
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        // A copy that cannot be removed harms nobody: only its owner can read it.
        let _ = fs::remove_file(&self.0);
    }
}
