//! Files that hold secrets: read up to a limit, and replaced as a whole for their owner alone.
//!
//! Every file with keys or tokens is written here, whoever owns it: the shared credentials file, keys
//! of roles, and tokens of single sign-on.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Reading and writing for the owner, nothing for others.
pub const OWNER_ALONE: u32 = 0o600;

/// Reads a file that holds no more than a limit, so that a device such as `/dev/zero` ends with an
/// error. What was read is overwritten when it is dropped.
pub fn read(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    // A buffer that grows leaves copies behind.
    let expected = file.metadata().map_or(0, |it| it.len()).min(most);
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(expected).unwrap_or_default() + 1));
    let length = file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(length).is_ok_and(|it| it > most) {
        let reason = format!("it holds more than {most} bytes, which is the limit");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// Reads a text as [`read`] does.
pub fn read_text(path: &Path, most: u64) -> io::Result<Zeroizing<String>> {
    let mut bytes = read(path, most)?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
        }
    }
}

/// Replaces a file as a whole, for its owner alone. Directories that are missing are created for
/// their owner alone too.
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

/// Creates a directory and those above it that are missing, for their owner alone.
pub fn create_directory(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)
}

/// Creates an empty file in the directory, which its owner alone can read, to take the place of
/// another. Its name is random, and it is never opened through a link that lies there already.
pub fn create_beside(path: &Path, directory: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = directory.join(format!(".{name}.{:016x}", fastrand::u64(..)));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ALONE);
    options.open(&temporary).map(|file| (temporary, file))
}

/// Writes the new file and gives it the name of the one that it replaces: who reads that file meets
/// the old one or the new one. When this fails, the new file is removed.
pub fn replace(path: &Path, temporary: &Path, mut file: File, bytes: &[u8]) -> io::Result<()> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(temporary, path));
    match written {
        // The name too has to outlast a loss of power. Where a directory cannot be opened, as on
        // Windows, it does so by itself.
        Ok(()) => File::open(directory(path)).and_then(|it| it.sync_all()).or(Ok(())),
        Err(error) => {
            // The first failure is the one to report.
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
        assert!(read(&path, 7).unwrap_err().to_string().contains("more than 7 bytes"));
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
        // Nothing stays beside the file, and a link in its place is replaced and not followed.
        let other = directory.0.join("other");
        fs::write(&other, "untouched").unwrap();
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        write(&path, b"three").unwrap();
        assert_eq!((fs::read(&other).unwrap(), fs::read(&path).unwrap()), (b"untouched".to_vec(), b"three".to_vec()));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
