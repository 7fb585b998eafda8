//! Lists of records, decompressed chunk by chunk.

use std::ops::Range;
use std::sync::OnceLock;

use super::{Chunk, LARGEST_CHUNK, Pack, Place};
use crate::Broken;

/// A list of records.
pub(super) struct Section {
    chunks: Vec<LazyChunk>,
    /// The number of records.
    pub(super) count: u32,
}

/// Some of the records of a section, which are compressed together.
struct LazyChunk {
    /// The number of the first record.
    first: u32,
    records: u32,
    place: Place,
    loaded: OnceLock<Records>,
}

/// The records of a chunk.
struct Records {
    bytes: Vec<u8>,
    /// The offset of the first record.
    start: usize,
    /// The end of each record, from the start of the first one.
    ends: Vec<u32>,
}

impl Section {
    /// The section with these chunks, which start at `offset`. At most `rest` bytes may be in them.
    pub(super) fn new(chunks: Vec<Chunk>, offset: &mut u64, rest: &mut u64) -> Result<Self, Broken> {
        let mut count = 0_u32;
        let mut lazy = Vec::with_capacity(chunks.len());
        for Chunk { records, packed, raw, checksum } in chunks {
            let too_large = || Broken::new("a service is too large");
            if raw > LARGEST_CHUNK || records == 0 || records > raw {
                return Err(Broken::new("a chunk has an impossible size"));
            }
            *rest = rest.checked_sub(raw.into()).ok_or_else(too_large)?;
            let place = Place { offset: *offset, packed, raw, checksum };
            lazy.push(LazyChunk { first: count, records, place, loaded: OnceLock::new() });
            count = count.checked_add(records).ok_or_else(too_large)?;
            *offset = offset.checked_add(packed.into()).ok_or_else(too_large)?;
        }
        Ok(Self { chunks: lazy, count })
    }

    /// The bytes of a record.
    pub(super) fn bytes(&self, pack: &Pack, number: u32, what: &str) -> Result<&[u8], Broken> {
        let after = self.chunks.partition_point(|chunk| chunk.first <= number);
        let chunk = after.checked_sub(1).and_then(|index| self.chunks.get(index));
        let chunk = chunk.filter(|chunk| number - chunk.first < chunk.records);
        let chunk = chunk.ok_or_else(|| Broken::missing(what, number))?;
        chunk.records(pack)?.get(number - chunk.first).ok_or_else(|| Broken::missing(what, number))
    }

    /// The numbers of the records in a chunk.
    pub(super) fn records_of(&self, chunk: usize) -> Option<Range<u32>> {
        // `new` has checked that the sum does not overflow.
        self.chunks.get(chunk).map(|it| it.first..it.first + it.records)
    }
}

impl LazyChunk {
    fn records(&self, pack: &Pack) -> Result<&Records, Broken> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        let records = Records::new(pack.block(self.place)?, self.records)?;
        Ok(self.loaded.get_or_init(|| records))
    }
}

impl Records {
    /// Reads a decompressed chunk: the lengths of its records, and the records.
    fn new(bytes: Vec<u8>, count: u32) -> Result<Self, Broken> {
        let broken = || Broken::new("the records of a chunk do not match their lengths");
        let (lengths, rest) = postcard::take_from_bytes::<Vec<u32>>(&bytes).map_err(|_| broken())?;
        let start = bytes.len() - rest.len();
        let mut end = 0_u32;
        let mut ends = lengths;
        for it in &mut ends {
            end = end.checked_add(*it).ok_or_else(broken)?;
            *it = end;
        }
        let fits = usize::try_from(end).is_ok_and(|end| end == bytes.len() - start);
        if !fits || u32::try_from(ends.len()) != Ok(count) {
            return Err(broken());
        }
        Ok(Self { bytes, start, ends })
    }

    fn get(&self, index: u32) -> Option<&[u8]> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)?;
        let begin = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let (begin, end) = (usize::try_from(begin).ok()?, usize::try_from(end).ok()?);
        self.bytes.get(self.start + begin..self.start + end)
    }
}
