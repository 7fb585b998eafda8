//! Damaged or malicious packs give errors, never panics.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_pack::description::{Description, Kind, Member, Operation, Service, Shape, ShapeRef, Strings, Trait};
use tinsmith_pack::{Pack, PackWriter, Source};

const DOCS: [(&str, &str); 6] = [
    ("demo#Call", "Calls."),
    ("demo#Call%example", "An example\n{}"),
    ("demo#Error", "An error."),
    ("demo#Input", "An input."),
    ("demo#Input$Next", "The next one."),
    ("demo#Output$Last", "The last one."),
];

/// Help does not show the documentation within the members of outputs.
const UNSEEN: (&str, &str) = ("demo#Within", "Within an output.");

/// A service with one operation, whose input is recursive.
fn service(name: &str) -> Description {
    let mut strings = Strings::default();
    let mut text = |it: &str| strings.add(it);
    let member = Member { name: text("Next"), target: ShapeRef(0), traits: vec![Trait::Flag(text("Required"))] };
    let structure = |id, members| Shape { id, kind: Kind::Structure, members, traits: vec![] };
    let within = Member { name: text("Within"), target: ShapeRef(4), traits: vec![] };
    let last = Member { name: text("Last"), target: ShapeRef(2), traits: vec![] };
    let others = [
        structure(text("demo#Output"), vec![last]),
        structure(text("demo#Last"), vec![within]),
        structure(text("demo#Error"), vec![]),
        structure(text("demo#Within"), vec![]),
    ];
    let shape = Shape { id: text("demo#Input"), kind: Kind::Structure, members: vec![member], traits: vec![] };
    let errors = vec![ShapeRef(3)];
    let operation = Operation { name: text("Call"), input: ShapeRef(0), output: ShapeRef(1), errors, traits: vec![] };
    let id = text(&format!("demo#{name}"));
    let service = Service {
        id,
        version: text("1"),
        sdk_id: id,
        endpoint_prefix: text("demo"),
        signing_name: text("demo"),
        title: text("Demo"),
        protocol: text("aws.protocols#awsJson1_0"),
        traits: vec![],
    };
    Description {
        strings,
        service,
        rules: None,
        operations: vec![operation],
        shapes: [vec![shape], others.to_vec()].concat(),
        patterns: vec![],
        waiters: vec![],
        docs: DOCS.iter().chain([&UNSEEN]).map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect(),
    }
}

fn pack(names: &[&str]) -> Vec<u8> {
    let mut writer = PackWriter::new();
    for name in names {
        writer.add(PackWriter::pack(name, &service(name), true).unwrap());
    }
    writer.finish().unwrap()
}

/// Reads all contents of a pack. Fails if it is damaged.
fn read_all(bytes: Vec<u8>) -> Result<usize, tinsmith_pack::Broken> {
    let pack = Pack::of_bytes(bytes)?;
    let mut records = 0;
    for entry in pack.services() {
        let service = pack.load(&entry)?;
        service.service()?;
        service.rules()?;
        for index in 0..service.operation_count() {
            let operation = service.operation(index)?;
            let shape = service.shape(operation.input)?;
            service.text(shape.id)?;
            records += 1;
        }
        records += service.docs()?.len();
    }
    Ok(records)
}

#[test]
fn what_is_packed_is_read() {
    let bytes = pack(&["Beta", "Alpha"]);
    assert_eq!(read_all(bytes.clone()).unwrap(), 14);
    let pack = Pack::of_bytes(bytes).unwrap();
    let names: Vec<&str> = pack.services().map(|entry| entry.name).collect();
    assert_eq!(names, ["Alpha", "Beta"]);
    let loaded = pack.load(&pack.find("Beta").unwrap()).unwrap();
    let described = service("Beta");
    assert_eq!(*loaded.service().unwrap(), described.service);
    assert_eq!(*loaded.shape(ShapeRef(0)).unwrap(), described.shapes[0]);
    assert_eq!(loaded.operation_name(0).unwrap(), "Call");
    assert_eq!(*loaded.docs().unwrap(), described.docs[..DOCS.len()]);
    for (id, text) in DOCS {
        assert_eq!(loaded.doc(id).unwrap(), Some(text));
        assert_eq!(described.doc(id).unwrap(), Some(text));
    }
    for id in ["demo#Within", "demo#Call$Next", "demo#Inpus", "demo#Zed", "a", ""] {
        assert_eq!(loaded.doc(id).unwrap(), None, "{id}");
    }
    assert!(loaded.shape(ShapeRef(5)).is_err());
    assert!(pack.find("Gamma").is_none());
}

#[test]
fn bytes_do_not_depend_on_the_order() {
    assert_eq!(pack(&["Alpha", "Beta"]), pack(&["Beta", "Alpha"]));
}

#[test]
fn services_have_second_names() {
    let mut writer = PackWriter::new();
    writer.add(PackWriter::pack("Alpha", &service("Alpha"), true).unwrap().with_second_names(&["Zed", "A"]));
    writer.add(PackWriter::pack("Beta", &service("Beta"), true).unwrap());
    let pack = Pack::of_bytes(writer.finish().unwrap()).unwrap();
    let found = |name: &str| pack.find(name).map(|entry| entry.name.to_owned());
    assert_eq!(found("Zed").as_deref(), Some("Alpha"));
    assert_eq!(found("Beta").as_deref(), Some("Beta"));
    assert_eq!(found("B"), None);
    assert_eq!(pack.services().count(), 2);
}

#[test]
fn every_cut_is_an_error() {
    let bytes = pack(&["Alpha", "Beta"]);
    for length in 0..bytes.len() {
        assert!(read_all(bytes[..length].to_vec()).is_err(), "cut at {length} of {}", bytes.len());
    }
}

#[test]
fn every_changed_byte_is_an_error() {
    let bytes = pack(&["Alpha", "Beta"]);
    for index in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[index] ^= 1 << bit;
            assert!(read_all(changed).is_err(), "bit {bit} of byte {index}");
        }
    }
}

#[test]
fn a_changed_directory_with_a_valid_checksum_does_not_panic() {
    let bytes = pack(&["Alpha", "Beta"]);
    let size = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let directory = 24..24 + size;
    let mut unchanged = 0;
    for (index, bit) in directory.clone().flat_map(|index| (0..8).map(move |bit| (index, bit))) {
        let mut changed = bytes.clone();
        changed[index] ^= 1 << bit;
        let checksum = crc32fast::hash(&changed[directory.clone()]);
        changed[16..20].copy_from_slice(&checksum.to_le_bytes());
        unchanged += usize::from(read_all(changed.clone()) == Ok(14));
        if let Ok(pack) = Pack::of_bytes(changed) {
            for name in ["Alpha", "Beta", "Gamma"] {
                assert!(pack.find(name).is_none_or(|entry| entry.is_called(name)), "bit {bit} of byte {index}");
            }
        }
    }
    // Changed names and titles do not matter to readers.
    assert!(unchanged > 0);
}

#[test]
fn other_versions_are_told_apart_from_damage() {
    let mut bytes = pack(&["Alpha"]);
    bytes[8] = 9;
    let error = read_all(bytes).unwrap_err().to_string();
    assert_eq!(error, "expected a pack of version 7, found version 9: pack the services again");
    let error = |bytes: &[u8]| read_all(bytes.to_vec()).unwrap_err().to_string();
    assert_eq!(error(b"PK\x03\x04 something else"), "expected a pack of services, found another kind of file");
    assert_eq!(error(b""), "expected a pack of services, found nothing");
    let whole = pack(&["Alpha"]);
    for length in [8, 20, 30, whole.len() - 1] {
        let error = error(&whole[..length]);
        assert!(
            error.starts_with("the pack is incomplete: expected ") && error.ends_with(&format!("found {length}")),
            "{error}"
        );
    }
}
