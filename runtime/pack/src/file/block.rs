//! The tables of a service, decoded record by record from its block.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::{Pack, Place, decode};
use crate::description::{Operation, Pattern, PatternRef, Rules, Service, Shape, ShapeRef, Text, Waiter, WaiterRef};
use crate::{Broken, Source};

/// A service in a pack. Its block is in memory. A record is decoded when it is requested.
pub struct PackedService {
    pack: Pack,
    docs: Option<Place>,
    block: Vec<u8>,
    texts: Section,
    head: Section,
    operations: Section,
    shapes: Section,
    patterns: Section,
    waiters: Section,
    /// The names of the operations.
    names: Vec<Text>,
}

/// A list of records in a block.
struct Section {
    /// The offset of the first record.
    start: usize,
    /// The end of each record, from the start of the section.
    ends: Vec<usize>,
}

impl PackedService {
    pub(super) fn new(pack: Pack, docs: Option<Place>, block: Vec<u8>) -> Result<Self, Broken> {
        let mut at = 0;
        let texts = Section::read(&block, &mut at)?;
        let head = Section::read(&block, &mut at)?;
        let operations = Section::read(&block, &mut at)?;
        let shapes = Section::read(&block, &mut at)?;
        let patterns = Section::read(&block, &mut at)?;
        let waiters = Section::read(&block, &mut at)?;
        let names: Vec<Text> = record(&block, &head, 2, "list of operations")?;
        if at != block.len() || names.len() != operations.ends.len() {
            return Err(Broken::new("the sections of a block do not match"));
        }
        Ok(Self { pack, docs, block, texts, head, operations, shapes, patterns, waiters, names })
    }

    fn record<T: DeserializeOwned>(&self, section: &Section, index: u32, what: &str) -> Result<T, Broken> {
        record(&self.block, section, index, what)
    }
}

fn record<T: DeserializeOwned>(block: &[u8], section: &Section, index: u32, what: &str) -> Result<T, Broken> {
    let bytes = section.range(index).and_then(|range| block.get(range));
    decode(bytes.ok_or_else(|| Broken::missing(what, index))?, what)
}

impl Section {
    /// Reads the section at an offset, and moves the offset past it.
    fn read(block: &[u8], at: &mut usize) -> Result<Self, Broken> {
        let broken = || Broken::new("a section is longer than its block");
        let bytes = block.get(*at..).unwrap_or_default();
        let (lengths, rest) = postcard::take_from_bytes::<Vec<u32>>(bytes).map_err(|_| broken())?;
        let start = block.len() - rest.len();
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(lengths.len());
        for length in lengths {
            end = usize::try_from(length).ok().and_then(|length| end.checked_add(length)).ok_or_else(broken)?;
            ends.push(end);
        }
        if end > rest.len() {
            return Err(broken());
        }
        *at = start + end;
        Ok(Self { start, ends })
    }

    fn range(&self, index: u32) -> Option<Range<usize>> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)?;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(self.start + begin..self.start + end)
    }
}

impl Source for PackedService {
    fn text(&self, text: Text) -> Result<&str, Broken> {
        let bytes = self.texts.range(text.0).and_then(|range| self.block.get(range));
        let bytes = bytes.ok_or_else(|| Broken::missing("text", text.0))?;
        std::str::from_utf8(bytes).map_err(|_| Broken::new("a string is not UTF-8"))
    }

    fn service(&self) -> Result<Cow<'_, Service>, Broken> {
        self.record(&self.head, 0, "service").map(Cow::Owned)
    }

    fn rules(&self) -> Result<Option<Cow<'_, Rules>>, Broken> {
        let rules: Option<Rules> = self.record(&self.head, 1, "endpoint rules")?;
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
        self.record(&self.operations, index, "operation").map(Cow::Owned)
    }

    fn shape(&self, shape: ShapeRef) -> Result<Cow<'_, Shape>, Broken> {
        self.record(&self.shapes, shape.0, "shape").map(Cow::Owned)
    }

    fn pattern(&self, pattern: PatternRef) -> Result<Cow<'_, Pattern>, Broken> {
        self.record(&self.patterns, pattern.0, "pattern").map(Cow::Owned)
    }

    fn waiter(&self, waiter: WaiterRef) -> Result<Cow<'_, Waiter>, Broken> {
        self.record(&self.waiters, waiter.0, "waiter").map(Cow::Owned)
    }

    fn docs(&self) -> Result<Cow<'_, [(String, String)]>, Broken> {
        let docs = self.docs.map(|place| self.pack.docs(place)).transpose()?;
        Ok(Cow::Owned(docs.unwrap_or_default()))
    }
}
