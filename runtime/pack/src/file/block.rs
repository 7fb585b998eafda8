//! The tables of a service, decompressed chunk by chunk and decoded record by record.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::docs::PackedDocs;
use super::{Chunk, Index, LARGEST_BLOCK, LARGEST_CHUNK, Pack, Place, decode};
use crate::description::{Operation, Pattern, PatternRef, Rules, Service, Shape, ShapeRef, Text, Waiter, WaiterRef};
use crate::{Broken, Source};

/// A service in a pack. A chunk is read when a record in it is requested for the first time, and kept. A record is
/// decoded each time.
pub struct PackedService {
    pack: Pack,
    docs_place: Option<Place>,
    docs: OnceLock<PackedDocs>,
    sections: Vec<Section>,
    /// The names of the operations.
    names: Vec<Text>,
}

/// The sections of a service, by their number in the index.
const TEXTS: usize = 0;
const HEAD: usize = 1;
const OPERATIONS: usize = 2;
const SHAPES: usize = 3;
const PATTERNS: usize = 4;
const WAITERS: usize = 5;

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

impl PackedService {
    /// Reads the index of a service. Its chunks start at `offset`.
    pub(super) fn new(pack: Pack, docs_place: Option<Place>, index: Index, mut offset: u64) -> Result<Self, Broken> {
        let mut rest = u64::from(LARGEST_BLOCK);
        let sections = index.sections.into_iter().map(|chunks| Section::new(chunks, &mut offset, &mut rest));
        let sections = sections.collect::<Result<_, _>>()?;
        let mut service = Self { pack, docs_place, docs: OnceLock::new(), sections, names: Vec::new() };
        service.names = service.record(HEAD, 2, "list of operations")?;
        if service.names.len() != usize::try_from(service.sections[OPERATIONS].count).unwrap_or(usize::MAX) {
            return Err(Broken::new("the sections of a service do not match"));
        }
        Ok(service)
    }

    fn record<T: DeserializeOwned>(&self, section: usize, number: u32, what: &str) -> Result<T, Broken> {
        decode(self.bytes(section, number, what)?, what)
    }

    fn bytes(&self, section: usize, number: u32, what: &str) -> Result<&[u8], Broken> {
        self.sections[section].bytes(&self.pack, number, what)
    }

    /// The documentation, whose index is read when a text is requested for the first time.
    fn packed_docs(&self) -> Result<Option<&PackedDocs>, Broken> {
        let Some(place) = self.docs_place else { return Ok(None) };
        if let Some(docs) = self.docs.get() {
            return Ok(Some(docs));
        }
        let docs = PackedDocs::load(&self.pack, place)?;
        Ok(Some(self.docs.get_or_init(|| docs)))
    }
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

impl Source for PackedService {
    fn text(&self, text: Text) -> Result<&str, Broken> {
        let bytes = self.bytes(TEXTS, text.0, "text")?;
        std::str::from_utf8(bytes).map_err(|_| Broken::new("a string is not UTF-8"))
    }

    fn service(&self) -> Result<Cow<'_, Service>, Broken> {
        self.record(HEAD, 0, "service").map(Cow::Owned)
    }

    fn rules(&self) -> Result<Option<Cow<'_, Rules>>, Broken> {
        let rules: Option<Rules> = self.record(HEAD, 1, "endpoint rules")?;
        Ok(rules.map(Cow::Owned))
    }

    fn operation_count(&self) -> usize {
        self.names.len()
    }

    fn operation_name(&self, index: usize) -> Result<&str, Broken> {
        let name = self.names.get(index).ok_or_else(|| Broken::missing("operation", index))?;
        self.text(*name)
    }

    fn operation(&self, index: usize) -> Result<Cow<'_, Operation>, Broken> {
        let index = u32::try_from(index).map_err(|_| Broken::missing("operation", index))?;
        self.record(OPERATIONS, index, "operation").map(Cow::Owned)
    }

    fn shape(&self, shape: ShapeRef) -> Result<Cow<'_, Shape>, Broken> {
        self.record(SHAPES, shape.0, "shape").map(Cow::Owned)
    }

    fn pattern(&self, pattern: PatternRef) -> Result<Cow<'_, Pattern>, Broken> {
        self.record(PATTERNS, pattern.0, "pattern").map(Cow::Owned)
    }

    fn waiter(&self, waiter: WaiterRef) -> Result<Cow<'_, Waiter>, Broken> {
        self.record(WAITERS, waiter.0, "waiter").map(Cow::Owned)
    }

    fn doc(&self, id: &str) -> Result<Option<&str>, Broken> {
        self.packed_docs()?.map_or(Ok(None), |docs| docs.find(&self.pack, id))
    }

    fn docs(&self) -> Result<Cow<'_, [(String, String)]>, Broken> {
        let docs = self.packed_docs()?.map(|docs| docs.all(&self.pack)).transpose()?;
        Ok(Cow::Owned(docs.unwrap_or_default()))
    }
}
