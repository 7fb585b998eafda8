//! Writes packs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::docs::{DocsChunks, DocsIndex};
use super::{CHUNK, Chunk, DOCS_CHUNK, Entry, Index, LARGEST_CHUNK, MAGIC, Place, TEXTS_CHUNK, VERSION};
use crate::description::{Description, ShapeRef};

/// Writes a pack. The result does not depend on the order in which services are added.
#[derive(Default)]
pub struct PackWriter {
    services: BTreeMap<String, Packed>,
}

/// A service with its compressed blocks.
pub struct Packed {
    name: String,
    second_names: Vec<String>,
    sdk_id: String,
    title: String,
    version: String,
    operations: u32,
    /// The index of the tables, and the chunks after it.
    tables: (Place, Vec<u8>),
    /// The index of the documentation, and the chunks after it.
    docs: Option<(Place, Vec<u8>)>,
}

impl Packed {
    /// Adds other names in commands, which lists of commands omit.
    pub fn with_second_names(mut self, names: &[&str]) -> Self {
        self.second_names.extend(names.iter().map(|&it| it.to_owned()));
        self
    }
}

impl PackWriter {
    /// Creates a pack without services.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compresses a service with this command name. This is most of the work, and can run on several threads.
    pub fn pack(name: &str, description: &Description, with_docs: bool) -> io::Result<Packed> {
        let text = |text| description.strings.get(text).unwrap_or_default().to_owned();
        let with_docs = with_docs && !description.docs.is_empty();
        Ok(Packed {
            name: name.to_owned(),
            second_names: Vec::new(),
            sdk_id: text(description.service.sdk_id),
            title: text(description.service.title),
            version: text(description.service.version),
            operations: number(description.operations.len())?,
            tables: tables(description)?,
            docs: if with_docs { Some(docs(description)?) } else { None },
        })
    }

    /// Adds a service, replacing one with the same name.
    pub fn add(&mut self, packed: Packed) {
        self.services.insert(packed.name.clone(), packed);
    }

    /// Writes the pack.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let mut blocks = Vec::new();
        let mut add = |(place, bytes): &(Place, Vec<u8>)| {
            let offset = blocks.len() as u64;
            blocks.extend_from_slice(bytes);
            Place { offset, ..*place }
        };
        // Tables are first, so that documentation can be removed without moving them.
        let tables: Vec<Place> = self.services.values().map(|it| add(&it.tables)).collect();
        let mut directory = Vec::with_capacity(tables.len());
        for (it, place) in self.services.values().zip(tables) {
            directory.push(encode(&Entry {
                name: &it.name,
                second_names: it.second_names.iter().map(String::as_str).collect(),
                sdk_id: &it.sdk_id,
                title: &it.title,
                version: &it.version,
                operations: it.operations,
                tables: place,
                size: number(it.tables.1.len())?,
                docs: it.docs.as_ref().map(&mut add),
                docs_size: number(it.docs.as_ref().map_or(0, |(_, bytes)| bytes.len()))?,
            })?);
        }
        let directory = records(&directory)?;
        let mut file = MAGIC.to_vec();
        for number in [VERSION, number(directory.len())?, crc32fast::hash(&directory), number(blocks.len())?] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        file.extend_from_slice(&directory);
        file.extend_from_slice(&blocks);
        Ok(file)
    }
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

/// The index of a service's tables and the chunks after it, compressed, which `service.rs` reads.
fn tables(description: &Description) -> io::Result<(Place, Vec<u8>)> {
    let names: Vec<_> = description.operations.iter().map(|it| it.name).collect();
    let head = vec![encode(&description.service)?, encode(&description.rules)?, encode(&names)?];
    let texts = description.strings.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let mut chunks = Vec::new();
    let texts = section(&texts, TEXTS_CHUNK, &mut chunks)?;
    let mut section = |records: Vec<Vec<u8>>| section(&records, CHUNK, &mut chunks);
    let sections = [
        texts,
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

/// The index of a service's documentation and the chunks after it, compressed, which `docs.rs` reads.
fn docs(description: &Description) -> io::Result<(Place, Vec<u8>)> {
    let text = |text| description.strings.get(text).unwrap_or_default();
    let service = text(description.service.id);
    let namespace = service.split_once('#').map_or("", |(namespace, _)| namespace);
    let names: BTreeSet<&str> = description.operations.iter().map(|it| text(it.name)).collect();
    let is_of_operation = |id: &str| {
        let name = id.strip_prefix(namespace).and_then(|it| it.strip_prefix('#')).unwrap_or_default();
        id == service || names.contains(name.split_once('%').map_or(name, |(name, _)| name))
    };
    let shown = shown_ids(description);
    let is_shown = |id: &str| shown.contains(id.split_once('$').map_or(id, |(shape, _)| shape));
    let (operations, others): (Vec<_>, Vec<_>) = description.docs.iter().partition(|(id, _)| is_of_operation(id));
    let shapes = others.into_iter().filter(|(id, _)| is_shown(id)).collect();
    let mut chunks = Vec::new();
    let mut part = |docs: Vec<&(String, String)>| {
        let part = section(&encode_all(&docs)?, DOCS_CHUNK, &mut chunks)?;
        let mut number = 0;
        let mut first_ids = Vec::with_capacity(part.len());
        for chunk in &part {
            first_ids.push(docs.get(number).map(|(id, _)| id.clone()).unwrap_or_default());
            number += usize::try_from(chunk.records).map_err(io::Error::other)?;
        }
        Ok::<_, io::Error>(DocsChunks { first_ids, chunks: part })
    };
    let index = DocsIndex { operations: part(operations)?, shapes: part(shapes)? };
    let (place, mut docs) = compress(&encode(&index)?)?;
    docs.append(&mut chunks);
    Ok((place, docs))
}

/// The ids of the shapes whose documentation help and samples show: all in inputs, the members of outputs, and errors.
fn shown_ids(description: &Description) -> BTreeSet<&str> {
    let shape = |it: ShapeRef| usize::try_from(it.0).ok().and_then(|index| description.shapes.get(index));
    let mut seen = BTreeSet::new();
    let mut pending: Vec<ShapeRef> = description.operations.iter().map(|it| it.input).collect();
    while let Some(next) = pending.pop() {
        if let Some(shape) = shape(next).filter(|_| seen.insert(next.0)) {
            pending.extend(shape.members.iter().map(|member| member.target));
        }
    }
    for operation in &description.operations {
        let members = shape(operation.output).map(|it| it.members.as_slice()).unwrap_or_default();
        seen.insert(operation.output.0);
        seen.extend(members.iter().map(|member| member.target.0));
        seen.extend(operation.errors.iter().map(|error| error.0));
    }
    seen.into_iter().filter_map(|number| description.strings.get(shape(ShapeRef(number))?.id)).collect()
}

/// The lengths of records, followed by the records.
fn records(records: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let lengths = records.iter().map(|record| number(record.len())).collect::<io::Result<Vec<u32>>>()?;
    let mut bytes = encode(&lengths)?;
    records.iter().for_each(|record| bytes.extend(record));
    Ok(bytes)
}

fn encode_all<T: Serialize>(values: &[T]) -> io::Result<Vec<Vec<u8>>> {
    values.iter().map(encode).collect()
}

/// Compresses the records of a section in chunks of this size, and adds them to those of other sections.
fn section(all: &[Vec<u8>], chunk_size: usize, chunks: &mut Vec<u8>) -> io::Result<Vec<Chunk>> {
    let mut index = Vec::new();
    let mut rest = all;
    while !rest.is_empty() {
        let mut size = 0;
        // At least one record, and others as long as they fit.
        let fits = rest.iter().take_while(|record| {
            let is_first = size == 0;
            size += record.len() + 1;
            is_first || size <= chunk_size
        });
        let (some, others) = rest.split_at(fits.count());
        let (Place { packed, raw, checksum, .. }, bytes) = compress(&records(some)?)?;
        if raw > LARGEST_CHUNK {
            return Err(io::Error::other("a record is too large for a pack"));
        }
        index.push(Chunk { records: number(some.len())?, packed, raw, checksum });
        chunks.extend(bytes);
        rest = others;
    }
    Ok(index)
}
