//! Relative and absolute paths.

use std::path::{Component, Path, PathBuf};

use crate::Failure;

/// An absolute path without `.` and `..`. It does not have to exist.
pub fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let joined = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut clean = PathBuf::new();
    for part in joined.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// The relative path from one absolute directory to another, separated by slashes.
pub fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
