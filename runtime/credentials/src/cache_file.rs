//! Files in which tools of AWS keep what they got, for each other and for the next run.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use sha1::{Digest, Sha1};

/// The file's name, under which all tools look: the SHA-1 of what it is about.
pub(crate) fn name(key: &str) -> String {
    let mut name = String::new();
    for byte in Sha1::digest(key) {
        // Writing to a string does not fail.
        let _ = write!(name, "{byte:02x}");
    }
    name + ".json"
}

/// Replaces the file as a whole, for its owner alone.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&temporary).and_then(|mut file| file.write_all(text.as_bytes()));
    let done = written.and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        // The first error is the one to tell; the file may not even be there.
        let _ = fs::remove_file(&temporary);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn files_are_named_as_by_the_aws_cli() {
        assert_eq!(name("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d.json");
    }
}
