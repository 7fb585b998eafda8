//! Unpacks archives of models to the target directory with the system's `tar`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace;

/// Whether a file is an archive, judging by its name.
pub(crate) fn is_archive(path: &Path) -> bool {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    path.is_file() && [".tar", ".tar.xz", ".tar.gz"].iter().any(|end| name.ends_with(end))
}

/// Unpacks an archive and returns the directory.
pub(crate) fn unpack(path: &Path) -> Result<PathBuf, String> {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let stem = name.split(".tar").next().unwrap_or(name);
    let place = workspace::target().join("sweep").join(stem);
    let io = |error: std::io::Error| format!("{}: {error}", place.display());
    // Files of an older archive must not remain.
    match std::fs::remove_dir_all(&place) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => std::fs::create_dir_all(&place).map_err(io)?,
    }
    let status = Command::new("tar").arg("-xf").arg(path).arg("-C").arg(&place).status();
    match status {
        Ok(status) if status.success() => Ok(place),
        Ok(status) => Err(format!("tar failed to unpack {}: {status}", path.display())),
        Err(error) => Err(format!("failed to start tar, which is needed to unpack {}: {error}", path.display())),
    }
}
