//! The pack: a file with the tables of many services. `docs/pack.md` describes its format.
//!
//! A pack is untrusted input. Every length is checked against the available data before memory is allocated for it,
//! reading never recurses, and the checksum of a block is verified before its contents are used.

mod directory;
mod docs;
mod read;
mod section;
mod service;
mod write;

use serde::{Deserialize, Serialize};

use crate::Broken;

pub use read::Pack;
pub use service::PackedService;
pub use write::{PackWriter, Packed};

/// The version of the format, which changes with every change to the types of a description.
pub const VERSION: u32 = 7;

/// The first bytes of every pack.
const MAGIC: [u8; 8] = *b"tinpack\n";

/// The number of bytes before the directory: magic, version, the size and checksum of the directory, and the size of all
/// blocks.
const HEADER: usize = MAGIC.len() + 16;

/// The maximum size of an uncompressed block, and of all chunks of a service. EC2 takes a tenth of it.
const LARGEST_BLOCK: u32 = 16 << 20;

/// The maximum size of an uncompressed chunk: one record, and the list of lengths.
const LARGEST_CHUNK: u32 = (1 << 20) + 64;

/// The size of an uncompressed chunk of texts, and of other records. Only a single record may exceed it. Smaller chunks
/// compress worse, and of larger ones more is decompressed than an operation needs.
const TEXTS_CHUNK: usize = 8 << 10;
const CHUNK: usize = 4 << 10;

/// The size of an uncompressed chunk of documentation. Prose compresses much worse in smaller chunks.
const DOCS_CHUNK: usize = 128 << 10;

/// The number of sections of a service.
const SECTIONS: usize = 6;

/// The maximum size of a record. In memory, a record takes up to a hundred times its size.
const LARGEST_RECORD: usize = 1 << 20;

/// Deflate expands one byte to at most about 1,032.
const LARGEST_RATIO: u32 = 1_100;

/// A service in a pack's directory, whose texts are those of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<'a> {
    /// The name in commands, such as `stepfunctions`.
    pub name: &'a str,
    /// Other names in commands, which lists of commands omit.
    #[serde(borrow)]
    pub second_names: Vec<&'a str>,
    /// The name that SDKs use, such as `SFN`.
    pub sdk_id: &'a str,
    /// The full name.
    pub title: &'a str,
    /// The API version.
    pub version: &'a str,
    /// The number of operations.
    pub operations: u32,
    /// The index of the tables. The chunks follow it.
    tables: Place,
    /// The compressed size of the index and the chunks.
    size: u32,
    /// The index of the documentation. The chunks follow it.
    docs: Option<Place>,
    /// The compressed size of the documentation: the index and the chunks.
    docs_size: u32,
}

impl Entry<'_> {
    /// Whether commands call the service by this name.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.second_names.contains(&name)
    }

    /// Whether the pack contains documentation of the service.
    pub fn has_docs(&self) -> bool {
        self.docs.is_some()
    }

    /// The size of its tables in the pack, in bytes.
    pub fn packed_size(&self) -> u32 {
        self.size
    }
}

/// The location of a compressed block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// The offset from the end of the directory.
    offset: u64,
    /// The compressed size.
    packed: u32,
    /// The uncompressed size.
    raw: u32,
    /// The CRC-32 of the compressed bytes.
    checksum: u32,
}

/// The chunks of a service's sections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    sections: [Vec<Chunk>; SECTIONS],
}

/// Some of the records of a section, which are compressed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Chunk {
    /// The number of records.
    records: u32,
    /// The compressed size.
    packed: u32,
    /// The uncompressed size.
    raw: u32,
    /// The CRC-32 of the compressed bytes.
    checksum: u32,
}

/// Decodes one value. Fails if bytes remain.
fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8], what: &str) -> Result<T, Broken> {
    if bytes.len() > LARGEST_RECORD {
        return Err(Broken::new(format_args!("{what} of {} bytes is too large", bytes.len())));
    }
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(Broken::new(format_args!("unexpected bytes after {what}"))),
        Err(error) => Err(Broken::new(format_args!("{what}: {error}"))),
    }
}
