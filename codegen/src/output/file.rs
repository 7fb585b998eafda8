//! Writes single files, completely or not at all.

use std::fs;
use std::io;
use std::path::Path;

/// Replaces a file atomically: readers see either the old contents or the new ones. Creates its directory if it is
/// missing. A file that has these contents keeps its modification time. Returns whether the file was written.
///
/// # Errors
///
/// Fails if the path has no file name, or if the file or its directory cannot be written. The old file stays.
pub fn replace_file(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<bool> {
    let bytes = bytes.as_ref();
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    if let Some(directory) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        fs::create_dir_all(directory)?;
    }
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let done = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        // The first error is the one to report; the temporary file may not exist.
        let _ = fs::remove_file(&temporary);
    }
    done.map(|()| true)
}

#[cfg(test)]
mod tests {
    use super::replace_file;
    use std::fs;

    #[test]
    fn a_file_is_replaced_or_stays() {
        let directory = std::env::temp_dir().join(format!("tinsmith-replace-{}", std::process::id()));
        let path = directory.join("new/file");
        for (text, is_written) in [("a", true), ("a", false), ("b", true)] {
            assert_eq!(replace_file(&path, text).unwrap(), is_written, "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        // A directory cannot be replaced, and nothing is left beside it.
        assert!(replace_file(&directory.join("new"), "c").is_err());
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        fs::remove_dir_all(directory).unwrap();
    }
}
