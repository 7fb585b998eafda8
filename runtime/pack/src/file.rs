//! The pack: a file that holds the tables of many services. Its format: `docs/pack.md`.
//!
//! A pack is untrusted input. Every length is checked against what is there before memory is taken
//! for it, nothing that is read recurses, and a block is checked against its checksum before anything
//! in it is believed.

mod block;
mod read;
mod write;

use serde::{Deserialize, Serialize};

use crate::Broken;

pub use block::PackedService;
pub use read::Pack;
pub use write::{PackWriter, Packed};

/// The version of the format, which changes with every change to the types of a description.
pub const VERSION: u32 = 2;

/// What every pack begins with.
const MAGIC: [u8; 8] = *b"tinpack\n";

/// The bytes before the directory: magic, version, and the place of the directory.
const HEADER: usize = MAGIC.len() + 16;

/// The largest block that is read, uncompressed. EC2 takes a tenth of it.
const LARGEST_BLOCK: u32 = 16 << 20;

/// The largest record that is read. A record takes up to a hundred times its size in memory.
const LARGEST_RECORD: usize = 1 << 20;

/// Deflate makes at most about 1,032 bytes of one.
const LARGEST_RATIO: u32 = 1_100;

/// A service in a pack's directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The name by which commands call it, such as `stepfunctions`.
    pub name: String,
    /// The name by which SDKs call it, such as `SFN`.
    pub sdk_id: String,
    /// Its name for people.
    pub title: String,
    /// The API version.
    pub version: String,
    /// How many operations it has.
    pub operations: u32,
    tables: Place,
    docs: Option<Place>,
}

impl Entry {
    /// Whether the pack has documentation of the service.
    pub fn has_docs(&self) -> bool {
        self.docs.is_some()
    }

    /// The bytes that its tables take in the pack.
    pub fn packed_size(&self) -> u32 {
        self.tables.packed
    }
}

/// Where a compressed block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Its offset, from the end of the directory.
    offset: u64,
    /// Its length in the file.
    packed: u32,
    /// Its length uncompressed.
    raw: u32,
    /// The CRC-32 of its bytes in the file.
    checksum: u32,
}

/// Services by name, ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Directory {
    services: Vec<Entry>,
}

/// Reads one value and demands that nothing follows it.
fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8], what: &str) -> Result<T, Broken> {
    if bytes.len() > LARGEST_RECORD {
        return Err(Broken::new(format_args!("{what} of {} bytes is too large", bytes.len())));
    }
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(Broken::new(format_args!("bytes follow {what}"))),
        Err(error) => Err(Broken::new(format_args!("{what}: {error}"))),
    }
}
