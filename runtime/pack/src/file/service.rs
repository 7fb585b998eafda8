//! The tables of a service, decompressed chunk by chunk and decoded record by record.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::docs::PackedDocs;
use super::section::Section;
use super::{Entry, Index, LARGEST_BLOCK, Pack, Place, decode};
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

impl Pack {
    /// Loads the tables of a service.
    pub fn load(&self, entry: &Entry<'_>) -> Result<PackedService, Broken> {
        let index = decode(&self.block(entry.tables)?, "the index of a service")?;
        let chunks = entry.tables.offset.checked_add(entry.tables.packed.into());
        let chunks = chunks.ok_or_else(|| Broken::new("a block is out of bounds"))?;
        PackedService::new(self.clone(), entry.docs, index, chunks)
    }
}

impl PackedService {
    /// Reads the index of a service. Its chunks start at `offset`.
    fn new(pack: Pack, docs_place: Option<Place>, index: Index, mut offset: u64) -> Result<Self, Broken> {
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
