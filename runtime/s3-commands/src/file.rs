//! Files: parts as bodies of requests, and downloads that appear only when they are complete.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, UNIX_EPOCH};

use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tinsmith_cli::command::{Failure, reason};

use crate::parts::Part;

/// The number of bytes read at once.
const PIECE: u64 = 1 << 18;

/// Parts up to this size are read into memory, to be hashed and sent from there.
const IN_MEMORY: u64 = 1 << 18;

/// A part of a file as a body that can be sent again.
pub(crate) fn body(path: &str, part: Part) -> io::Result<ByteStream> {
    if part.len <= IN_MEMORY {
        let mut file = open_at(path, part.start)?;
        let mut bytes = vec![0; part.len as usize];
        file.read_exact(&mut bytes)?;
        return Ok(ByteStream::from(bytes));
    }
    let path = path.to_owned();
    Ok(ByteStream::new(SdkBody::retryable(move || {
        // An error is reported when the body is read.
        let file = open_at(&path, part.start).map_err(Some);
        SdkBody::from_body_1_x(FilePart { file, left: part.len, passed: VecDeque::new() })
    })))
}

fn open_at(path: &str, start: u64) -> io::Result<File> {
    let mut file = File::open(path)?;
    if start > 0 {
        file.seek(SeekFrom::Start(start))?;
    }
    Ok(file)
}

struct FilePart {
    file: Result<File, Option<io::Error>>,
    left: u64,
    /// The pieces that were passed on, the oldest first. Their memory is used again once they were sent.
    passed: VecDeque<Bytes>,
}

impl FilePart {
    /// A buffer of this size for a piece.
    fn buffer(&mut self, size: usize) -> BytesMut {
        let mut buffer = match self.passed.pop_front().map(Bytes::try_into_mut) {
            Some(Ok(sent)) => sent,
            Some(Err(unsent)) => {
                self.passed.push_front(unsent);
                BytesMut::new()
            }
            None => BytesMut::new(),
        };
        buffer.resize(size, 0);
        buffer
    }
}

impl Body for FilePart {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let size = self.left.min(PIECE) as usize;
        let mut piece = self.buffer(size);
        let read = match &mut self.file {
            Ok(file) => file.read(&mut piece),
            Err(error) => Err(error.take().unwrap_or_else(|| io::ErrorKind::NotFound.into())),
        };
        Poll::Ready(Some(match read {
            Ok(0) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter while it was read")),
            Ok(count) => {
                piece.truncate(count);
                self.left -= count as u64;
                let piece = piece.freeze();
                self.passed.push_back(piece.clone());
                Ok(Frame::data(piece))
            }
            Err(error) => Err(error),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A file being downloaded. It has a temporary name until it is complete, and is removed if it never is.
pub(crate) struct Target {
    file: File,
    path: PathBuf,
    /// The temporary path. `None` for special files, which are written directly.
    temporary: Option<PathBuf>,
}

impl Target {
    /// Creates a file and its parent directories.
    pub(crate) fn create(path: &str) -> Result<Self, Failure> {
        let path = PathBuf::from(path);
        if let Some(directory) = path.parent().filter(|it| !it.exists()) {
            std::fs::create_dir_all(directory).map_err(|error| {
                let (directory, why) = (directory.display(), reason(&error));
                Failure::General(format!("Could not create directory {directory}: {why}"))
            })?;
        }
        let is_special = std::fs::metadata(&path).is_ok_and(|it| !it.is_file() && !it.is_dir());
        let temporary = (!is_special).then(|| with_suffix(&path));
        let place = temporary.as_ref().unwrap_or(&path);
        let file = OpenOptions::new().write(true).create(!is_special).truncate(!is_special).open(place);
        let file = file.map_err(|error| failed(place, &error))?;
        Ok(Self { file, path, temporary })
    }

    /// Reserves space for a file of this size. A full disk is noticed before anything is received, and writing takes less
    /// time: otherwise, renaming a file over another one starts to write it to the disk. Only on Linux; file systems that do
    /// not support it do without.
    pub(crate) fn reserve(&self, size: u64) -> Result<(), Failure> {
        #[cfg(target_os = "linux")]
        if self.temporary.is_some() && size > 0 {
            use rustix::fs::{FallocateFlags, fallocate};
            use rustix::io::Errno;
            if let Err(full @ (Errno::NOSPC | Errno::DQUOT)) = fallocate(&self.file, FallocateFlags::empty(), 0, size) {
                return Err(failed(&self.path, &full.into()));
            }
        }
        let _ = size;
        Ok(())
    }

    /// Writes bytes at an offset.
    pub(crate) fn write_at(&self, bytes: &[u8], start: u64) -> Result<(), Failure> {
        let path = self.temporary.as_ref().unwrap_or(&self.path);
        write_all_at(&self.file, bytes, start, self.temporary.is_none()).map_err(|error| failed(path, &error))
    }

    /// Renames the file. The returned value says why its time could not be set.
    pub(crate) fn finish(mut self, seconds: Option<i64>) -> Result<Option<String>, Failure> {
        let time = seconds.and_then(|it| u64::try_from(it).ok()).map(|it| UNIX_EPOCH + Duration::from_secs(it));
        let set = time.map(|time| self.file.set_times(std::fs::FileTimes::new().set_modified(time).set_accessed(time)));
        if let Some(temporary) = &self.temporary {
            std::fs::rename(temporary, &self.path).map_err(|error| failed(&self.path, &error))?;
        }
        let is_special = self.temporary.take().is_none();
        Ok(set.filter(|_| !is_special).and_then(|it| it.err().map(|error| reason(&error))))
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = std::fs::remove_file(temporary);
        }
    }
}

/// The name of an incomplete file.
fn with_suffix(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{:08x}", fastrand::u32(..)));
    PathBuf::from(name)
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::General(format!("{}: {}", path.display(), reason(error)))
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], start: u64, is_special: bool) -> io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::FileExt;

    // A device or pipe accepts bytes only in sequence.
    if is_special { (&mut &*file).write_all(bytes) } else { file.write_all_at(bytes, start) }
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut start: u64, _: bool) -> io::Result<()> {
    use std::os::windows::fs::FileExt;

    while !bytes.is_empty() {
        let count = file.seek_write(bytes, start)?;
        bytes = &bytes[count..];
        start += count as u64;
    }
    Ok(())
}
