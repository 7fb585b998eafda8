//! Values that Smithy's protocol tests lack, and invalid documents.

use super::{read, read_strings, write};
use crate::dynamic::Dynamic;
use crate::json;
use crate::schema::{Kind, Member, Schema};

static INTEGER: Schema = Schema::simple("demo#Integer", Kind::Integer, &[]);
static BIG: Schema = Schema::simple("demo#Big", Kind::BigInteger, &[]);
static DECIMAL: Schema = Schema::simple("demo#Decimal", Kind::BigDecimal, &[]);
static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static BLOB: Schema = Schema::simple("demo#Blob", Kind::Blob, &[]);
static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
static ITEMS: Schema = Schema::list("demo#Items", &[Member::new("member", &TEXT, &[])], &[]);
static CHOICE: Schema =
    Schema::union("demo#Choice", &[Member::new("a", &INTEGER, &[]), Member::new("b", &TEXT, &[])], &[]);
static VALUE: Schema = Schema::structure(
    "demo#Value",
    &[
        Member::new("big", &BIG, &[]),
        Member::new("decimal", &DECIMAL, &[]),
        Member::new("integer", &INTEGER, &[]),
        Member::new("blob", &BLOB, &[]),
        Member::new("time", &TIME, &[]),
        Member::new("items", &ITEMS, &[]),
        Member::new("choice", &CHOICE, &[]),
        Member::new("next", &VALUE, &[]),
    ],
    &[],
);

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter_map(|it| char::from(it).to_digit(16)).map(|it| it as u8).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

fn parsed(bytes: &[u8]) -> Result<String, String> {
    let mut value = Dynamic::new(&VALUE);
    read(bytes, &mut value).map_err(|error| error.to_string())?;
    Ok(json::to_string(&value))
}

#[test]
fn what_is_written_is_read_again() {
    for text in [
        r#"{"big":0,"decimal":-1.5}"#,
        r#"{"big":18446744073709551616}"#,
        r#"{"big":-18446744073709551617,"decimal":0.0000000000123456789012345678901234567890}"#,
        r#"{"decimal":-0.05}"#,
        r#"{"decimal":3e400}"#,
        r#"{"decimal":-7e-101}"#,
        r#"{"big":340282366920938463463374607431768211456}"#,
        r#"{"integer":-5,"blob":"AAE=","time":"2014-04-29T18:30:38.25Z","items":["a",""]}"#,
        r#"{"choice":{"b":"x"},"next":{"next":{}}}"#,
    ] {
        let mut value = Dynamic::new(&VALUE);
        json::from_str(text, &mut value).unwrap();
        let bytes = write(&value).unwrap();
        let mut again = Dynamic::new(&VALUE);
        read(&bytes, &mut again).unwrap();
        let (written, read) = (json::to_string(&value), json::to_string(&again));
        assert_eq!(written, read);
    }
}

#[test]
fn other_spellings_are_understood() {
    for (bytes, expected) in [
        // Containers without lengths, and strings and bytes in pieces.
        ("bf 65 6974656d73 9f 7f 6161 6162 ff ff ff", r#"{"items":["ab"]}"#),
        ("a1 64 626c6f62 5f 4100 4101 ff", r#"{"blob":"AAE="}"#),
        // An integer written as a float, and a time without its tag.
        ("a2 67 696e7465676572 fa 40a00000 64 74696d65 01", r#"{"integer":5,"time":"1970-01-01T00:00:01Z"}"#),
        // Unknown members, nulls, and a union with an additional unknown member.
        ("a3 63 6e6577 a1 01 02 67 696e7465676572 f6 66 63686f696365 a2 61 7a 80 61 61 05", r#"{"choice":{"a":5}}"#),
        ("a1 63 626967 c2 49 010000000000000000", r#"{"big":18446744073709551616}"#),
        ("a1 63 626967 c3 49 010000000000000000", r#"{"big":-18446744073709551617}"#),
    ] {
        assert_eq!(parsed(&hex(bytes)).as_deref(), Ok(expected), "{bytes}");
    }
}

#[test]
fn what_is_no_cbor_of_the_shape_is_refused() {
    for (bytes, why) in [
        ("", "unexpected end of the data at byte 0"),
        ("80", "unexpected value at byte 0"),
        ("a1 67 696e7465676572", "unexpected end at byte 9"),
        ("a1 67 696e7465676572 fb 7ff0000000000000", "expected an integer"),
        ("a1 67 696e7465676572 1a ffffffff", "the value of `integer` is out of range"),
        ("a1 64 74696d65 fb 7ff0000000000000", "invalid timestamp"),
        ("a1 64 74696d65 c2 41 01", "expected a timestamp"),
        ("a1 65 6974656d73 9b ffffffffffffffff", "unexpected end"),
        ("a1 66 63686f696365 a2 61 61 01 61 62 61 78", "the union `Choice` has more than one member"),
        ("a0 00", "unexpected data at byte 1"),
        ("a1 65 6974656d73 81 61 ff", "unexpected value"),
    ] {
        let error = parsed(&hex(bytes)).expect_err(bytes);
        assert!(error.contains(why), "{bytes}: {error}");
    }
    let deep: Vec<u8> = hex("a1 64 6e657874").repeat(1000);
    assert!(parsed(&deep).expect_err("too deep").contains("nested deeper than 128 levels"));
}

#[test]
fn strings_of_an_error_are_shown() {
    let mut seen = Vec::new();
    let see = &mut |name: &str, value: &str| seen.push(format!("{name}={value}"));
    read_strings(&hex("a3 61 61 61 78 61 62 81 05 61 63 60"), see).unwrap();
    assert_eq!(seen, ["a=x", "c="]);
}
