//! Files with secrets: read up to a limit, and replaced atomically with access for the owner only.
//!
//! All files with keys or tokens are written here: the shared credentials file, cached role credentials, and tokens of
//! single sign-on.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use zeroize::Zeroizing;

/// Read and write access for the owner only.
pub const OWNER_ALONE: u32 = 0o600;

/// Reads a file of limited size, so that a device such as `/dev/zero` gives an error. The contents are overwritten when
/// they are dropped.
pub fn read(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    // A buffer that grows would leave copies behind.
    let expected = file.metadata().map_or(0, |it| it.len()).min(most);
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(expected).unwrap_or_default() + 1));
    let length = file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(length).is_ok_and(|it| it > most) {
        let reason = format!("the file is larger than the limit of {most} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// Reads a text like [`read`].
#[inline]
pub fn read_text(path: &Path, most: u64) -> io::Result<Zeroizing<String>> {
    let mut bytes = read(path, most)?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::new(io::ErrorKind::InvalidData, "the file is not UTF-8"))
        }
    }
}

/// Replaces a file atomically, with access for the owner only. Missing directories are created, also for the owner
/// only.
#[inline]
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = directory(path);
    create_directory(directory)?;
    let (temporary, file) = create_beside(path, directory)?;
    replace(path, &temporary, file, bytes)
}

/// The directory of a file.
pub fn directory(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a directory and its missing parents, with access for the owner only.
pub fn create_directory(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)
}

/// Creates an empty temporary file in the directory, with access for the owner only. Its name is random, and it is
/// never opened through an existing link.
#[inline]
pub fn create_beside(path: &Path, directory: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = directory.join(format!(".{name}.{:016x}", fastrand::u64(..)));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ALONE);
    options.open(&temporary).map(|file| (temporary, file))
}

/// A lock on the files of a directory. It is released when dropped, or when the process ends.
#[derive(Debug)]
pub struct Lock {
    _directory: File,
}

/// Takes a lock that keeps other programs that ask for it from changing files of the directory. It is a lock on the
/// directory itself, so no lock file is left behind. `None` if directories cannot be locked, as on Windows.
///
/// # Errors
///
/// Fails if another program still has the lock after this time.
#[inline]
pub fn lock(directory: &Path, longest: Duration) -> io::Result<Option<Lock>> {
    /// The interval for checking the lock.
    const LOOK_AGAIN: Duration = Duration::from_millis(50);
    let Ok(file) = File::open(directory) else { return Ok(None) };
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(Lock { _directory: file })),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if start.elapsed() > longest => return Err(io::ErrorKind::TimedOut.into()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK_AGAIN),
        }
    }
}

/// Writes the temporary file and renames it to the file that it replaces, so that readers see either the old or the new
/// contents. On failure, the temporary file is removed.
#[inline]
pub fn replace(path: &Path, temporary: &Path, mut file: File, bytes: &[u8]) -> io::Result<()> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(temporary, path));
    match written {
        // The rename must also survive a power loss. If a directory cannot be opened, as on Windows, this is skipped.
        Ok(()) => File::open(directory(path)).and_then(|it| it.sync_all()).or(Ok(())),
        Err(error) => {
            // The first error is the one to report.
            let _ = fs::remove_file(temporary);
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{read, read_text, write};

    struct Directory(PathBuf);

    impl Directory {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("tinsmith-private-{:016x}", fastrand::u64(..)));
            fs::create_dir(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn reading_has_a_limit() {
        let directory = Directory::new();
        let path = directory.0.join("file");
        fs::write(&path, "12345678").unwrap();
        assert_eq!(read(&path, 8).unwrap().as_slice(), b"12345678");
        assert!(read(&path, 7).unwrap_err().to_string().contains("limit of 7 bytes"));
        fs::write(&path, b"\xff").unwrap();
        assert!(read_text(&path, 8).unwrap_err().to_string().contains("not UTF-8"));
        #[cfg(unix)]
        assert!(read(Path::new("/dev/zero"), 1 << 20).unwrap_err().to_string().contains("the limit"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory = Directory::new();
        let path = directory.0.join("a/b/file");
        let access = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        write(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(
            (access(&path), access(&directory.0.join("a/b")), access(&directory.0.join("a"))),
            (0o600, 0o700, 0o700)
        );
        // No temporary file is left, and a link in the file's place is replaced, not followed.
        let other = directory.0.join("other");
        fs::write(&other, "untouched").unwrap();
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        write(&path, b"three").unwrap();
        assert_eq!((fs::read(&other).unwrap(), fs::read(&path).unwrap()), (b"untouched".to_vec(), b"three".to_vec()));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
