//! The documentation of a service, decompressed chunk by chunk.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::section::Section;
use super::{Chunk, LARGEST_BLOCK, Pack, Place, decode};
use crate::Broken;

/// The chunks of documentation. Each record is an id and a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DocsIndex {
    /// The service, and the operations with their examples. Searches and overviews read only these.
    pub(super) operations: DocsChunks,
    /// Other shapes, and members.
    pub(super) shapes: DocsChunks,
}

/// Some of the documentation, sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DocsChunks {
    /// The first id of each chunk.
    pub(super) first_ids: Vec<String>,
    pub(super) chunks: Vec<Chunk>,
}

/// The documentation of a service. A chunk is read when a text in it is requested for the first time, and kept.
pub(super) struct PackedDocs {
    parts: [Part; 2],
}

struct Part {
    first_ids: Vec<String>,
    section: Section,
}

impl PackedDocs {
    /// Reads the index in this block. The chunks follow it.
    pub(super) fn load(pack: &Pack, place: Place) -> Result<Self, Broken> {
        let index: DocsIndex = decode(&pack.block(place)?, "the index of the documentation")?;
        let offset = place.offset.checked_add(place.packed.into());
        let mut offset = offset.ok_or_else(|| Broken::new("a block is out of bounds"))?;
        let mut rest = u64::from(LARGEST_BLOCK);
        let mut part = |DocsChunks { first_ids, chunks }| {
            if first_ids.len() != chunks.len() {
                return Err(Broken::new("the index of the documentation does not match its chunks"));
            }
            Ok(Part { first_ids, section: Section::new(chunks, &mut offset, &mut rest)? })
        };
        Ok(Self { parts: [part(index.operations)?, part(index.shapes)?] })
    }

    /// The text with this id.
    pub(super) fn find(&self, pack: &Pack, id: &str) -> Result<Option<&str>, Broken> {
        for part in &self.parts {
            if let Some(text) = part.find(pack, id)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// All ids and texts, sorted by id.
    pub(super) fn all(&self, pack: &Pack) -> Result<Vec<(String, String)>, Broken> {
        let mut all = Vec::new();
        for part in &self.parts {
            for number in 0..part.section.count {
                all.push(decode(part.section.bytes(pack, number, "documentation")?, "documentation")?);
            }
        }
        all.sort();
        Ok(all)
    }
}

impl Part {
    fn find(&self, pack: &Pack, id: &str) -> Result<Option<&str>, Broken> {
        let after = self.first_ids.partition_point(|first| first.as_str() <= id);
        let Some(records) = after.checked_sub(1).and_then(|chunk| self.section.records_of(chunk)) else {
            return Ok(None);
        };
        let (mut low, mut high) = (records.start, records.end);
        while low < high {
            let middle = low.midpoint(high);
            let (found, text): (&str, &str) =
                decode(self.section.bytes(pack, middle, "documentation")?, "documentation")?;
            match found.cmp(id) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok(Some(text)),
            }
        }
        Ok(None)
    }
}
