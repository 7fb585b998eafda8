//! Writes packs.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::{CHUNK, Chunk, Directory, Entry, Index, LARGEST_CHUNK, MAGIC, Place, VERSION};
use crate::description::Description;

/// Writes a pack. The result does not depend on the order in which services are added.
#[derive(Default)]
pub struct PackWriter {
    services: BTreeMap<String, Packed>,
}

/// A service with its compressed blocks.
pub struct Packed {
    entry: Entry,
    tables: Vec<u8>,
    docs: Option<Vec<u8>>,
}

impl PackWriter {
    /// Creates a pack without services.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compresses a service with this command name. This is most of the work, and can run on several threads.
    pub fn pack(name: &str, description: &Description, with_docs: bool) -> io::Result<Packed> {
        let text = |text| description.strings.get(text).unwrap_or_default().to_owned();
        let (place, tables) = tables(description)?;
        let docs = with_docs && !description.docs.is_empty();
        let docs = if docs { Some(compress(&encode(&description.docs)?)?) } else { None };
        let entry = Entry {
            name: name.to_owned(),
            sdk_id: text(description.service.sdk_id),
            title: text(description.service.title),
            version: text(description.service.version),
            operations: number(description.operations.len())?,
            tables: place,
            size: number(tables.len())?,
            docs: docs.as_ref().map(|(place, _)| *place),
        };
        Ok(Packed { entry, tables, docs: docs.map(|(_, bytes)| bytes) })
    }

    /// Adds a service, replacing one with the same name.
    pub fn add(&mut self, packed: Packed) {
        self.services.insert(packed.entry.name.clone(), packed);
    }

    /// Writes the pack.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let mut directory = Directory::default();
        let mut blocks = Vec::new();
        // Tables are first, so that documentation can be removed without moving them.
        let mut packed: Vec<Packed> = self.services.into_values().collect();
        for it in &mut packed {
            it.entry.tables.offset = offset(&blocks);
            blocks.extend_from_slice(&it.tables);
        }
        for it in &mut packed {
            let Some(docs) = &it.docs else { continue };
            it.entry.docs.iter_mut().for_each(|place| place.offset = offset(&blocks));
            blocks.extend_from_slice(docs);
        }
        directory.services.extend(packed.into_iter().map(|it| it.entry));
        let (place, packed) = compress(&encode(&directory)?)?;
        let mut file = MAGIC.to_vec();
        for number in [VERSION, place.packed, place.raw, place.checksum] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        file.extend_from_slice(&packed);
        file.extend_from_slice(&blocks);
        Ok(file)
    }
}

fn offset(blocks: &[u8]) -> u64 {
    blocks.len() as u64
}

fn number(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(|_| io::Error::other("too large for a pack"))
}

fn encode<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_allocvec(value).map_err(io::Error::other)
}

fn compress(raw: &[u8]) -> io::Result<(Place, Vec<u8>)> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(raw)?;
    let packed = encoder.finish()?;
    let place =
        Place { offset: 0, packed: number(packed.len())?, raw: number(raw.len())?, checksum: crc32fast::hash(&packed) };
    Ok((place, packed))
}

/// The index of a service's tables and the chunks after it, compressed, which `block.rs` reads.
fn tables(description: &Description) -> io::Result<(Place, Vec<u8>)> {
    let names: Vec<_> = description.operations.iter().map(|it| it.name).collect();
    let head = vec![encode(&description.service)?, encode(&description.rules)?, encode(&names)?];
    let texts = description.strings.iter().map(|text| text.as_bytes().to_vec()).collect();
    let mut chunks = Vec::new();
    let mut section = |records| section(records, &mut chunks);
    let sections = [
        section(texts)?,
        section(head)?,
        section(encode_all(&description.operations)?)?,
        section(encode_all(&description.shapes)?)?,
        section(encode_all(&description.patterns)?)?,
        section(encode_all(&description.waiters)?)?,
    ];
    let (place, mut tables) = compress(&encode(&Index { sections })?)?;
    tables.append(&mut chunks);
    Ok((place, tables))
}

fn encode_all<T: Serialize>(values: &[T]) -> io::Result<Vec<Vec<u8>>> {
    values.iter().map(encode).collect()
}

/// Compresses the records of a section in chunks, and adds them to those of other sections.
fn section(records: Vec<Vec<u8>>, chunks: &mut Vec<u8>) -> io::Result<Vec<Chunk>> {
    let mut index = Vec::new();
    let mut rest = records.as_slice();
    while !rest.is_empty() {
        let mut size = 0;
        // At least one record, and others as long as they fit.
        let fits = rest.iter().take_while(|record| {
            let is_first = size == 0;
            size += record.len() + 1;
            is_first || size <= CHUNK
        });
        let (some, others) = rest.split_at(fits.count());
        let lengths = some.iter().map(|record| number(record.len())).collect::<io::Result<Vec<u32>>>()?;
        let mut chunk = encode(&lengths)?;
        some.iter().for_each(|record| chunk.extend(record));
        let (Place { packed, raw, checksum, .. }, bytes) = compress(&chunk)?;
        if raw > LARGEST_CHUNK {
            return Err(io::Error::other("a record is too large for a pack"));
        }
        index.push(Chunk { records: number(some.len())?, packed, raw, checksum });
        chunks.extend(bytes);
        rest = others;
    }
    Ok(index)
}
