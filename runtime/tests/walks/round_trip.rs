//! Random values: written values can be read back, and broken texts never panic.

use aws_smithy_types::{DateTime, Document};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::shape::{Shape, Slot, Structure};
use tinsmith_runtime::validate::validate;

use crate::schemas::STRUCTURES;

/// The number of values per schema.
const ROUNDS: u64 = 300;

/// Sets about half of the members to random values.
fn fill(value: &mut dyn Structure, random: &mut fastrand::Rng, depth: usize) {
    for (index, member) in value.schema().members().iter().enumerate() {
        if random.bool() {
            put(value.member_mut(index).unwrap(), member, random, depth);
        }
    }
}

fn put(place: &mut dyn Shape, member: &'static Member, random: &mut fastrand::Rng, depth: usize) {
    let count = if depth > 4 { 0 } else { random.usize(0..4) };
    match place.slot() {
        Slot::Boolean(it) => *it = random.bool(),
        Slot::Byte(it) => *it = random.i8(..),
        Slot::Short(it) => *it = random.i16(..),
        Slot::Integer(it) => *it = random.i32(..),
        Slot::Long(it) => *it = random.i64(..),
        Slot::Float(it) => *it = [random.f32(), f32::from_bits(random.u32(..)), f32::INFINITY][random.usize(0..3)],
        Slot::Double(it) => *it = [random.f64(), f64::from_bits(random.u64(..)), f64::NEG_INFINITY][random.usize(0..3)],
        Slot::BigInteger(it) => *it = format!("{}{}", random.i64(..), random.u64(..)).parse().unwrap(),
        Slot::BigDecimal(it) => *it = format!("{}.{}e-7", random.i64(..), random.u64(..)).parse().unwrap(),
        Slot::String(it) => *it = text(random),
        Slot::Enum(it) => it.put(&text(random)),
        Slot::Blob(it) => *it = aws_smithy_types::Blob::new(text(random)),
        Slot::Timestamp(it) => *it = DateTime::from_secs_and_nanos(random.i64(..1 << 37), random.u32(0..1_000_000_000)),
        Slot::Document(it) => *it = document(random, depth),
        Slot::List(it) => (0..count).for_each(|_| put(it.push(), &member.target().members()[0], random, depth + 1)),
        Slot::Map(it) => {
            (0..count).for_each(|_| put(it.insert(&text(random)), &member.target().members()[1], random, depth + 1));
        }
        Slot::Structure(it) if depth <= 4 => fill(it, random, depth + 1),
        Slot::Union(it) => {
            // Scalars are first in the unions of the schemas, and end the recursion.
            let members = it.schema().members();
            let scalar = members.iter().position(|it| !matches!(it.target().kind(), Kind::Structure | Kind::Union));
            let index = if depth > 4 { scalar.unwrap() } else { random.usize(0..members.len()) };
            put(it.set(index).unwrap(), &members[index], random, depth + 1);
        }
        _ => {}
    }
}

fn text(random: &mut fastrand::Rng) -> String {
    let letters = ['a', 'Z', '0', ' ', '"', '\\', '\n', '\0', '\u{7f}', 'é', '\u{2028}', '😀'];
    (0..random.usize(0..6)).map(|_| letters[random.usize(0..letters.len())]).collect()
}

fn document(random: &mut fastrand::Rng, depth: usize) -> Document {
    let count = random.usize(0..3);
    match random.u8(0..if depth > 4 { 5 } else { 7 }) {
        0 => Document::Null,
        1 => random.bool().into(),
        2 => random.i64(..).into(),
        3 => random.f64().into(),
        4 => text(random).into(),
        5 => Document::Array((0..count).map(|_| document(random, depth + 1)).collect()),
        _ => Document::Object((0..count).map(|_| (text(random), document(random, depth + 1))).collect()),
    }
}

#[test]
fn what_is_written_is_read_again() {
    const ASCII: Options = Options { ascii: true, ..Options::PRETTY };
    let mut random = fastrand::Rng::with_seed(2);
    for (schema, _) in STRUCTURES.iter().flat_map(|schema| (0..ROUNDS).map(move |round| (schema, round))) {
        let mut value = Dynamic::new(schema);
        fill(&mut value, &mut random, 0);
        for options in [Options::PEOPLE, Options::PRETTY, ASCII, Options::WIRE] {
            let text = json::write(&value, &options);
            let mut read = Dynamic::new(schema);
            json::read(text.as_bytes(), &mut read, &options).unwrap_or_else(|error| panic!("{error}\n{text}"));
            // Compares texts rather than values, because NaN does not equal itself.
            let again = json::write(&read, &options);
            // HTTP dates have no fraction of a second, so they change on the wire.
            if options != Options::WIRE {
                assert_eq!(again, text);
            }
        }
        // No function panics on any value.
        let _ = (format!("{value:?}"), validate(&value));
    }
}

#[test]
fn broken_texts_are_mistakes_and_no_panics() {
    let mut random = fastrand::Rng::with_seed(3);
    let mut refused = 0;
    for (schema, _) in STRUCTURES.iter().flat_map(|schema| (0..ROUNDS).map(move |round| (schema, round))) {
        let mut value = Dynamic::new(schema);
        fill(&mut value, &mut random, 0);
        let mut bytes = json::to_string(&value).into_bytes();
        let place = random.usize(0..bytes.len());
        match random.u8(0..3) {
            0 => bytes.truncate(place),
            1 => bytes[place] = b"{}[]\",:\\0e-\xff"[random.usize(0..12)],
            _ => drop(bytes.remove(place)),
        }
        for options in [Options::PEOPLE, Options::WIRE] {
            if let Err(error) = json::read(&bytes, &mut Dynamic::new(schema), &options) {
                refused += 1;
                assert!(!error.to_string().is_empty());
            }
        }
    }
    assert!(refused > 500, "{refused}");
}
