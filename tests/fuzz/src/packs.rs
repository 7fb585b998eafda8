//! Packs: as files, and as the records of a service in a pack with valid checksums.

use std::io::Write as _;
use std::sync::LazyLock;

use aws_smithy_types::retry::RetryConfig;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use tinsmith_pack::description::Description;
use tinsmith_pack::{Pack, Source as _, VERSION};
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest};
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_runtime::validate::ValidationPolicy;
use tinsmith_tables::{Client, Tables};

/// The most operations of a service that are called.
const OPERATIONS: usize = 4;

/// A pack, or the sections of a service as a list of lists of records, followed by the body of responses.
pub fn pack(data: &[u8]) {
    if data.starts_with(b"tinpack\n") {
        calls(data.to_vec(), &[]);
    } else if let Ok((sections, response)) = postcard::take_from_bytes::<Vec<Vec<Vec<u8>>>>(data) {
        calls(packed(&sections), response);
    }
}

/// Loads every service of a pack, and calls some of its operations with their samples.
pub fn calls(bytes: Vec<u8>, response: &[u8]) {
    let Ok(pack) = Pack::of_bytes(bytes) else { return };
    for entry in pack.services().take(OPERATIONS) {
        let Ok(service) = pack.load(&entry) else { continue };
        let _ = service.docs();
        for index in 0..service.operation_count().min(OPERATIONS) {
            let Ok(name) = service.operation_name(index) else { continue };
            // After an operation that cannot be loaded, its service loads no others.
            let Ok(tables) = pack.load(&entry).map(Tables::new) else { continue };
            call(tables, name, response);
        }
    }
}

fn call(tables: Tables, operation: &str, response: &[u8]) {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> =
        LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime"));
    let config = Config::builder()
        .region(Region::new("eu-north-1"))
        .credentials_provider(Credentials::new("AKIAEXAMPLE", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .validation(ValidationPolicy::Warn)
        .http_client(Answers(response.to_vec()))
        .build();
    let Ok(client) = Client::new(tables, config) else { return };
    if let Ok(Some(sample)) = client.sample(operation) {
        for input in [sample.as_str(), "{}"] {
            if let Err(error) = RUNTIME.block_on(client.call(operation, input)) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

/// A connector that answers every request with this body: the first byte decides whether it is an error.
#[derive(Debug)]
struct Answers(Vec<u8>);

impl HttpClient for Answers {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        let (first, body) = self.0.split_first().map_or((0, &[][..]), |(first, body)| (*first, body));
        let status = if first % 2 == 0 { 200 } else { 400 };
        let response = Response::new(status, Headers::default(), body.to_vec());
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// The sections of a service.
pub fn sections(it: &Description) -> Vec<Vec<Vec<u8>>> {
    fn all<T: serde::Serialize>(values: &[T]) -> Vec<Vec<u8>> {
        values.iter().map(encode).collect()
    }
    let names: Vec<_> = it.operations.iter().map(|it| it.name).collect();
    vec![
        it.strings.iter().map(|text| text.as_bytes().to_vec()).collect(),
        vec![encode(&it.service), encode(&it.rules), encode(&names)],
        all(&it.operations),
        all(&it.shapes),
        all(&it.patterns),
        all(&it.waiters),
    ]
}

/// A pack with one service, written as `docs/pack.md` describes it.
pub fn packed(sections: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let mut chunks = Vec::new();
    let mut index: [Vec<[u32; 4]>; 6] = Default::default();
    for (section, records) in index.iter_mut().zip(sections) {
        if records.is_empty() {
            continue;
        }
        let mut raw = encode(&records.iter().map(Vec::len).collect::<Vec<_>>());
        records.iter().for_each(|record| raw.extend(record));
        let (place, bytes) = compress(&raw);
        section.push([records.len() as u32, place[0], place[1], place[2]]);
        chunks.extend(bytes);
    }
    let (tables, index) = compress(&encode(&index));
    let operations = sections.get(2).map_or(0, Vec::len) as u32;
    let place = (0_u64, tables[0], tables[1], tables[2]);
    let second_names: [&str; 0] = [];
    let names = ("demo", second_names.as_slice(), "Demo", "Demo", "1");
    let entry = (names, operations, place, 0_u32, None::<(u64, u32, u32, u32)>, 0_u32);
    let entry = encode(&entry);
    let directory = [encode(&[entry.len()].as_slice()), entry].concat();
    let mut file = b"tinpack\n".to_vec();
    let blocks = index.len() + chunks.len();
    for number in [VERSION, directory.len() as u32, crc32fast::hash(&directory), blocks as u32] {
        file.extend(number.to_le_bytes());
    }
    [file, directory, index, chunks].concat()
}

fn encode<T: serde::Serialize + ?Sized>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("it can be encoded")
}

/// The compressed size, the size and the checksum; and the bytes.
fn compress(raw: &[u8]) -> ([u32; 3], Vec<u8>) {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(raw).expect("memory");
    let bytes = encoder.finish().expect("memory");
    ([bytes.len() as u32, raw.len() as u32, crc32fast::hash(&bytes)], bytes)
}
