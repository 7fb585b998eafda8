//! JSON of the awsJson protocols.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};

use crate::schemas::EVERYTHING;

/// Reads a text and writes the value again, or returns the mistakes.
fn check(text: &str) -> Result<String, String> {
    let mut value = Dynamic::new(&EVERYTHING);
    json::read(text.as_bytes(), &mut value, &Options::WIRE).map_err(|error| error.to_string())?;
    Ok(json::write(&value, &Options::WIRE))
}

#[test]
fn it_is_lenient_where_people_are_told() {
    let cases = [
        (r#"{"Name":null,"Count":null,"Tag":null,"Choice":null}"#, "{}"),
        (
            r#"{"Names":["a",null,"b"],"Holes":["a",null],"Texts":{"a":null,"b":""}}"#,
            r#"{"Names":["a","b"],"Holes":["a",null],"Texts":{"b":""}}"#,
        ),
        (r#"{"New":{"a":[{"b":null}]},"Name":"a","__type":"x"}"#, r#"{"Name":"a"}"#),
        (r#"{"Count":1.0,"Big":1e3}"#, r#"{"Count":1,"Big":1000}"#),
        (r#"{"Choice":{"__type":"x","Text":"a","Number":null}}"#, r#"{"Choice":{"Text":"a"}}"#),
        (r#"{"Choice":{"New":1}}"#, r#"{"Choice":{}}"#),
        (r#"{"Any":null}"#, r#"{"Any":null}"#),
        (r#"{"Renamed":"a","other":"b"}"#, r#"{"Renamed":"a"}"#),
    ];
    for (text, wanted) in cases {
        assert_eq!(check(text).as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn times_have_the_modeled_format() {
    assert_eq!(
        check(r#"{"When":1.5,"WhenHttp":"Tue, 24 Nov 2026 07:52:52 GMT","WhenText":"2026-11-24T07:52:52Z"}"#).unwrap(),
        r#"{"When":1.5,"WhenHttp":"Tue, 24 Nov 2026 07:52:52 GMT","WhenText":"2026-11-24T07:52:52Z"}"#
    );
}

#[test]
fn what_cannot_be_right_is_a_mistake() {
    for text in
        [r#"{"Name":1}"#, r#"{"Choice":{"Text":"a","Number":1}}"#, r#"{"Count":1.5}"#, r#"{"Count":1e10}"#, "[]"]
    {
        assert!(check(text).is_err(), "{text}");
    }
}

#[test]
fn strings_of_an_object_are_seen_without_a_schema() {
    let mut seen = Vec::new();
    let text = br#"{"__type":"a#B","message":"m","Code":1,"deep":{"message":"no"},"list":[1]}"#;
    json::read_strings(text, &mut |key, value| seen.push(format!("{key}={value}"))).unwrap();
    assert_eq!(seen, ["__type=a#B", "message=m"]);
    assert!(json::read_strings(b"<html>", &mut |_, _| {}).is_err());
    assert!(json::read_strings(b"[1]", &mut |_, _| {}).is_ok());
}
