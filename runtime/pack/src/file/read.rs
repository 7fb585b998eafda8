//! Reads packs.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::bufread::DeflateDecoder;

use super::{Directory, Entry, HEADER, LARGEST_BLOCK, LARGEST_RATIO, MAGIC, PackedService, Place, VERSION};
use crate::Broken;

/// A pack: its directory, and the source of its blocks.
#[derive(Clone)]
pub struct Pack(Arc<Opened>);

struct Opened {
    storage: Storage,
    /// The offset of the first block.
    start: u64,
    directory: Directory,
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
        let header = storage.slice(0, HEADER as u64).map_err(|_| Broken::new("expected a pack"))?;
        let Some(numbers) = header.strip_prefix(&MAGIC) else {
            return Err(Broken::new("expected a pack"));
        };
        let mut numbers =
            numbers.chunks_exact(4).map(|it| it.iter().rev().fold(0, |all, it| all << 8 | u32::from(*it)));
        let mut next = || numbers.next().unwrap_or_default();
        let (version, packed, raw, checksum) = (next(), next(), next(), next());
        if version != VERSION {
            return Err(Broken::unreadable(format_args!(
                "expected a pack of version {VERSION}, found version {version}: pack the services again"
            )));
        }
        let place = Place { offset: 0, packed, raw, checksum };
        let directory = storage.block(HEADER as u64, place)?;
        let directory: Directory = super::decode(&directory, "the directory")?;
        if !directory.services.is_sorted_by(|left, right| left.name < right.name) {
            return Err(Broken::new("the directory is not sorted"));
        }
        let start = HEADER as u64 + u64::from(packed);
        Ok(Self(Arc::new(Opened { storage, start, directory })))
    }

    /// The services, sorted by name.
    pub fn services(&self) -> &[Entry] {
        &self.0.directory.services
    }

    /// The service with this command name.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let services = self.services();
        let index = services.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        services.get(index)
    }

    /// Loads the tables of a service.
    pub fn load(&self, entry: &Entry) -> Result<PackedService, Broken> {
        let index = super::decode(&self.block(entry.tables)?, "the index of a service")?;
        let chunks = entry.tables.offset.checked_add(entry.tables.packed.into());
        let chunks = chunks.ok_or_else(|| Broken::new("a block is out of bounds"))?;
        PackedService::new(self.clone(), entry.docs, index, chunks)
    }

    /// Reads a block and decompresses it.
    pub(super) fn block(&self, place: Place) -> Result<Vec<u8>, Broken> {
        self.0.storage.block(self.0.start, place)
    }

    /// Loads the documentation in a block.
    pub(super) fn docs(&self, place: Place) -> Result<Vec<(String, String)>, Broken> {
        let block = self.block(place)?;
        match postcard::take_from_bytes(&block) {
            Ok((docs, [])) => Ok(docs),
            _ => Err(Broken::new("the documentation is invalid")),
        }
    }
}

impl Storage {
    /// Reads a block and decompresses it.
    fn block(&self, start: u64, place: Place) -> Result<Vec<u8>, Broken> {
        if place.raw > LARGEST_BLOCK || place.raw > place.packed.saturating_mul(LARGEST_RATIO) {
            return Err(Broken::new("a block is too large"));
        }
        let offset = start.checked_add(place.offset).ok_or_else(|| Broken::new("a block is out of bounds"))?;
        let packed = self.slice(offset, place.packed.into())?;
        if crc32fast::hash(&packed) != place.checksum {
            return Err(Broken::new("the checksum of a block does not match"));
        }
        let length = usize::try_from(place.raw).unwrap_or(usize::MAX);
        let mut raw = Vec::with_capacity(length);
        // Reading one additional byte shows whether the block is too long.
        let read = DeflateDecoder::new(&*packed).take(u64::from(place.raw) + 1).read_to_end(&mut raw);
        match read {
            Ok(read) if read == length => Ok(raw),
            _ => Err(Broken::new("a block cannot be decompressed")),
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
