//! The options of the JSON codec.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options, Timestamps};

use crate::schemas::EVERYTHING;

/// Writes a text, read as user-facing JSON, with these options.
fn check(text: &str, options: &Options) -> String {
    let mut value = Dynamic::new(&EVERYTHING);
    json::from_str(text, &mut value).unwrap();
    json::write(&value, options)
}

#[test]
fn pretty_is_the_layout_of_the_aws_cli() {
    let text = r#"{"Names":["é","b"],"Holes":[],"Texts":{"k":"v"},"Tag":{}}"#;
    let wanted = "{\n    \"Names\": [\n        \"\\u00e9\",\n        \"b\"\n    ],\n    \"Holes\": [],\n    \
        \"Texts\": {\n        \"k\": \"v\"\n    },\n    \"Tag\": {}\n}";
    assert_eq!(check(text, &Options { ascii: true, ..Options::PRETTY }), wanted);
    assert_eq!(check(text, &Options::PRETTY), wanted.replace("\\u00e9", "é"));
}

#[test]
fn ascii_escapes_pairs() {
    assert_eq!(
        check(r#"{"Name":"😀\u007f~"}"#, &Options { ascii: true, ..Options::PEOPLE }),
        r#"{"Name":"\ud83d\ude00\u007f~"}"#
    );
}

#[test]
fn json_names_replace_member_names() {
    const NAMED: Options = Options { json_names: true, ..Options::PEOPLE };
    assert_eq!(check(r#"{"Renamed":"a"}"#, &NAMED), r#"{"other":"a"}"#);
    let mut value = Dynamic::new(&EVERYTHING);
    json::read(br#"{"other":"a"}"#, &mut value, &NAMED).unwrap();
    assert_eq!(json::to_string(&value), r#"{"Renamed":"a"}"#);
}

#[test]
fn raw_blobs_are_their_own_text() {
    const RAW: Options = Options { raw_blobs: true, ..Options::PEOPLE };
    let mut value = Dynamic::new(&EVERYTHING);
    json::read(br#"{"Data":"hello"}"#, &mut value, &RAW).unwrap();
    assert_eq!(json::to_string(&value), r#"{"Data":"aGVsbG8="}"#);
    assert_eq!(json::write(&value, &RAW), r#"{"Data":"hello"}"#);
    assert_eq!(check(r#"{"Data":"//8="}"#, &RAW), r#"{"Data":"//8="}"#, "bytes that are no text stay base64");
}

#[test]
fn a_time_ends_in_the_wanted_zone() {
    for (zone, wanted) in [("Z", "Z"), ("+00:00", "+00:00"), ("", "")] {
        let options = Options { timestamps: Timestamps::Text(zone), ..Options::PEOPLE };
        let text = check(r#"{"When":0}"#, &options);
        assert_eq!(text, format!(r#"{{"When":"1970-01-01T00:00:00{wanted}"}}"#));
    }
}
