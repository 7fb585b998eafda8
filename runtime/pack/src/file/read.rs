//! Reads packs.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Decompress, FlushDecompress, Status};

use super::directory::Directory;
use super::{Entry, HEADER, LARGEST_BLOCK, LARGEST_RATIO, MAGIC, Place, VERSION};
use crate::Broken;

/// A pack: its directory, and the source of its blocks.
#[derive(Clone)]
pub struct Pack(Arc<Opened>);

struct Opened {
    storage: Storage,
    /// The offset of the first block.
    start: u64,
    directory: Directory,
    /// Used for one block after the other, because creating it takes longer than some blocks.
    decompress: Mutex<Decompress>,
}

/// The bytes of a pack.
enum Storage {
    Memory(Cow<'static, [u8]>),
    File(Mutex<File>, u64),
}

impl Pack {
    /// Opens a file and reads its directory.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        let name = path.display();
        let unreadable = |error| Broken::unreadable(format_args!("failed to read the pack {name}: {error}"));
        // Opening a pipe would wait for a writer, and blocks are not read in the order in which a pipe has them.
        if !fs::metadata(path).map_err(unreadable)?.is_file() {
            return Err(Broken::unreadable(format_args!("failed to read the pack {name}: expected a file")));
        }
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        Self::read(Storage::File(Mutex::new(file), length))
            .map_err(|error| Broken::unreadable(format_args!("{name}: {error}")))
    }

    /// Reads a pack in memory, such as one that is part of the program.
    pub fn of_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Broken> {
        Self::read(Storage::Memory(bytes.into()))
    }

    fn read(storage: Storage) -> Result<Self, Broken> {
        let length = storage.length();
        if length == 0 {
            return Err(Broken::unreadable("expected a pack of services, found nothing"));
        }
        let header = storage.slice(0, length.min(HEADER as u64))?;
        let Some(numbers) = header.strip_prefix(&MAGIC) else {
            return Err(Broken::unreadable("expected a pack of services, found another kind of file"));
        };
        if numbers.len() < HEADER - MAGIC.len() {
            return Err(incomplete(HEADER as u64, length));
        }
        let mut numbers =
            numbers.chunks_exact(4).map(|it| it.iter().rev().fold(0, |all, it| all << 8 | u32::from(*it)));
        let mut next = || numbers.next().unwrap_or_default();
        let (version, size, checksum, blocks) = (next(), next(), next(), next());
        if version != VERSION {
            return Err(Broken::unreadable(format_args!(
                "expected a pack of version {VERSION}, found version {version}: pack the services again"
            )));
        }
        let start = HEADER as u64 + u64::from(size);
        let end = start + u64::from(blocks);
        if end > length {
            return Err(incomplete(end, length));
        }
        let directory = storage.slice(HEADER as u64, size.into())?;
        if crc32fast::hash(&directory) != checksum {
            return Err(Broken::new("the checksum of the directory does not match"));
        }
        if end < length {
            return Err(Broken::new("unexpected bytes after the last block"));
        }
        let directory = Directory::new(directory.into_owned())?;
        Ok(Self(Arc::new(Opened { storage, start, directory, decompress: Mutex::new(Decompress::new(false)) })))
    }

    /// The services, sorted by name. They are decoded each time.
    pub fn services(&self) -> impl Iterator<Item = Entry<'_>> {
        self.0.directory.entries()
    }

    /// The service that commands call by this name.
    pub fn find(&self, name: &str) -> Option<Entry<'_>> {
        self.0.directory.find(name)
    }

    /// Reads a block and decompresses it.
    pub(super) fn block(&self, place: Place) -> Result<Vec<u8>, Broken> {
        self.0.block(place)
    }
}

impl Opened {
    /// Reads a block and decompresses it.
    fn block(&self, place: Place) -> Result<Vec<u8>, Broken> {
        if place.raw > LARGEST_BLOCK || place.raw > place.packed.saturating_mul(LARGEST_RATIO) {
            return Err(Broken::new("a block is too large"));
        }
        let offset = self.start.checked_add(place.offset).ok_or_else(|| Broken::new("a block is out of bounds"))?;
        let packed = self.storage.slice(offset, place.packed.into())?;
        if crc32fast::hash(&packed) != place.checksum {
            return Err(Broken::new("the checksum of a block does not match"));
        }
        let length = usize::try_from(place.raw).unwrap_or(usize::MAX);
        let mut raw = Vec::with_capacity(length);
        let mut decompress = self.decompress.lock().unwrap_or_else(PoisonError::into_inner);
        decompress.reset(false);
        // The block is decompressed into its place in one step, without a window. It must not need more.
        let status = decompress.decompress_vec(&packed, &mut raw, FlushDecompress::Finish);
        match status {
            Ok(Status::StreamEnd) if raw.len() == length => Ok(raw),
            _ => Err(Broken::new("a block cannot be decompressed")),
        }
    }
}

/// The error of a file that ends early.
fn incomplete(expected: u64, found: u64) -> Broken {
    Broken::unreadable(format_args!("the pack is incomplete: expected {expected} bytes, found {found}"))
}

impl Storage {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, length) => *length,
        }
    }

    fn slice(&self, offset: u64, length: u64) -> Result<Cow<'_, [u8]>, Broken> {
        let out_of_bounds = || Broken::new("a block is out of bounds");
        let end = offset.checked_add(length).ok_or_else(out_of_bounds)?;
        match self {
            Self::Memory(bytes) => {
                let range = usize::try_from(offset).ok().zip(usize::try_from(end).ok());
                let bytes = range.and_then(|(from, to)| bytes.get(from..to)).ok_or_else(out_of_bounds)?;
                Ok(Cow::Borrowed(bytes))
            }
            Self::File(_, size) if end > *size => Err(out_of_bounds()),
            Self::File(file, _) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let mut bytes = vec![0; usize::try_from(length).map_err(|_| out_of_bounds())?];
                file.seek(SeekFrom::Start(offset))
                    .and_then(|_| file.read_exact(&mut bytes))
                    .map_err(|error| Broken::unreadable(format_args!("failed to read the pack: {error}")))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}
