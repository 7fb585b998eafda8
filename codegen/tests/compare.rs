//! Compares two models of a service, as far as a client can notice.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_codegen::compare::compare;
use tinsmith_codegen::model::{Model, Source, load_sources};

/// The models that result from the import tests contain everything that a comparison considers.
const QUERY: &str = include_str!("import/query/expected.json");
const REST: &str = include_str!("import/rest-xml/expected.json");

/// The effect of a change on a comparison: old text, new text, differences.
type Case = (&'static str, &'static str, &'static [&'static str]);

const OF_QUERY: &[Case] = &[
    ("\"version\": \"2020-01-01\"", "\"version\": \"2021\"", &["service version KeyServiceV2020: 2020-01-01 | 2021"]),
    ("\"sdkId\": \"Example Keys\"", "\"sdkId\": \"Keys\"", &["sdk id KeyServiceV2020: Example Keys | Keys"]),
    ("\"name\": \"key\"", "\"name\": \"k\"", &["signing KeyServiceV2020: {\"name\":\"key\"} | {\"name\":\"k\"}"]),
    (
        "\"uri\": \"https://keys",
        "\"uri\": \"http://keys",
        &[
            "xml namespace KeyServiceV2020: {\"uri\":\"https://keys.example/doc/\"} | {\"uri\":\"http://keys.example/doc/\"}",
        ],
    ),
    ("\"smithy.api#readonly\": {}", "\"smithy.api#internal\": {}", &["readonly ListKeys: yes | -"]),
    (
        "\"items\": \"Keys\",",
        "",
        &["pagination ListKeys: Marker, Marker, Keys, MaxItems | Marker, Marker, -, MaxItems"],
    ),
    ("\"max\": 1000", "\"max\": 999", &["range maxItems: {\"min\":1,\"max\":1000} | {\"min\":1,\"max\":999}"]),
    ("\"max\": 100\n", "\"max\": 10\n", &["length KeyList: 0..100 | 0..10"]),
    ("^ends$", "^ends", &["pattern Secret: \"^ends$\" | \"^ends\""]),
    ("\"In_active\"", "\"Off\"", &["enum member name Status: In_active | Off"]),
    (
        "\"smithy.api#enumValue\": \"a.b\"",
        "\"smithy.api#enumValue\": \"a.c\"",
        &["enum value Status: - | a.c", "enum value Status: a.b | -"],
    ),
    ("\"code\": \"Broken\"", "\"code\": \"Dead\"", &["error code BrokenException: Broken 503 | Dead 503"]),
    ("\"smithy.api#httpError\": 503", "\"smithy.api#httpError\": 500", &["error status BrokenException: 503 | 500"]),
    (
        "\"throttling\": true",
        "\"throttling\": false",
        &["retryable BrokenException: {\"throttling\":true} | {\"throttling\":false}"],
    ),
    (
        "\"smithy.api#idempotencyToken\": {}",
        "\"smithy.api#internal\": {}",
        &["idempotency token DropKeyRequest$Token: yes | -"],
    ),
    (
        "\"smithy.api#xmlName\": \"SecretValue\"",
        "\"smithy.api#xmlName\": \"S\"",
        &["xml binding Key$Secret: SecretValue | S"],
    ),
    ("\"Created\": {", "\"Made\": {", &["member Key$Created: present | -", "member Key$Made: - | present"]),
    (
        "\"smithy.api#default\": false",
        "\"smithy.api#internal\": {}",
        &["default ListKeysResponse$IsTruncated: false | -"],
    ),
    (
        "examplekeys#GetKeyResponse\"",
        "examplekeys#ListKeysResponse\"",
        &[
            "member GetKeyResponse$IsTruncated: - | present",
            "member GetKeyResponse$Key: present | -",
            "member GetKeyResponse$Keys: - | present",
            "member GetKeyResponse$Marker: - | present",
            "type name GetKeyResponse: GetKeyResponse | ListKeysResponse",
        ],
    ),
];

/// Equivalent changes, and changes that no client notices.
const SAME: &[(&str, &str)] = &[
    ("\"In_active\"", "\"INACTIVE\""),
    ("\"errorType\": \"NoSuchKey\"", "\"errorType\": \"com.amazonaws.examplekeys#NoSuchKeyException\""),
    ("\"minDelay\": 5", "\"minDelay\": 5, \"maxDelay\": 120"),
    ("\"max\": 100\n", "\"min\": 0, \"max\": 100\n"),
    ("\"title\": \"Look up the key of Bob\"", "\"title\": \"another\""),
    ("\"required\": false,", "\"required\": false, \"documentation\": \"text\","),
    ("\"message\": \"no longer set\"", "\"message\": \"gone\""),
];

const OF_REST: &[Case] = &[
    (
        "\"code\": 201",
        "\"code\": 200",
        &["http PutThing: PUT /{Bucket}/{Key+}?thing 201 | PUT /{Bucket}/{Key+}?thing 200"],
    ),
    ("\"x-algorithm\"", "\"x-sum\"", &["http binding PutThingRequest$Algorithm: \"x-algorithm\" | \"x-sum\""]),
    (
        "\"smithy.api#xmlName\": \"Tags\"",
        "\"smithy.api#internal\": {}",
        &["xml binding PutThingRequest$Tagging: Tags | TagSet"],
    ),
    ("\"requestChecksumRequired\": true", "\"requestChecksumRequired\": false", &["checksum PutThing: "]),
    (
        "\"hostPrefix\": \"{Route}.\"",
        "\"hostPrefix\": \"x.\"",
        &["host prefix PutThing: {\"hostPrefix\":\"{Route}.\"} | {\"hostPrefix\":\"x.\"}"],
    ),
    ("\"aws.auth#unsignedPayload\": {}", "\"smithy.api#internal\": {}", &["signing PutThing: yes | -"]),
    (
        "\"noErrorWrapping\": true",
        "\"noErrorWrapping\": false",
        &["protocol Things: {\"noErrorWrapping\":true} | {\"noErrorWrapping\":false}"],
    ),
    (
        "\"aws.auth#sigv4\",\n          \"aws.auth#sigv4a\"",
        "\"aws.auth#sigv4a\",\n          \"aws.auth#sigv4\"",
        &[
            "signing GetThing: aws.auth#sigv4, aws.auth#sigv4a | aws.auth#sigv4a, aws.auth#sigv4",
            "signing ListThings: aws.auth#sigv4, aws.auth#sigv4a | aws.auth#sigv4a, aws.auth#sigv4",
            "signing Listen: aws.auth#sigv4, aws.auth#sigv4a | aws.auth#sigv4a, aws.auth#sigv4",
            "signing PutThing: aws.auth#sigv4, aws.auth#sigv4a | aws.auth#sigv4a, aws.auth#sigv4",
        ],
    ),
];

fn load(text: &str) -> Model {
    load_sources(vec![Source::new("model", text)]).unwrap()
}

/// The differences caused by a change, one per line, with IDs without namespace.
fn differences(text: &str, from: &str, to: &str) -> Vec<String> {
    assert!(text.contains(from), "there is nothing to change: {from}");
    let found = compare(&load(text), &load(&text.replacen(from, to, 1))).unwrap();
    let line = |id: &str| id.rsplit('#').next().unwrap().to_owned();
    found.iter().map(|it| format!("{} {}: {} | {}", it.kind, line(&it.shape_id), it.ours, it.theirs)).collect()
}

#[test]
fn each_change_is_told_once() {
    for (text, cases) in [(QUERY, OF_QUERY), (REST, OF_REST)] {
        for (from, to, expected) in cases {
            let found = differences(text, from, to);
            let agree = found.len() == expected.len() && found.iter().zip(*expected).all(|(a, b)| a.starts_with(b));
            assert!(agree, "{from} -> {to}: {found:#?}");
        }
    }
}

#[test]
fn what_no_client_notices_is_no_difference() {
    assert_eq!(differences(REST, "\"smithy\"", "\"smithy\""), [""; 0]);
    for (from, to) in SAME {
        assert_eq!(differences(QUERY, from, to), [""; 0], "{from} -> {to}");
    }
}

#[test]
fn rules_and_waiters_are_compared_as_a_whole() {
    for (from, to, kind) in [
        ("https://keys.{Region}", "https://key.{Region}", "endpoint rules KeyServiceV2020"),
        ("\"minDelay\": 200", "\"minDelay\": 100", "waiters GetKey"),
        ("\"errorType\": \"NoSuchKey\"", "\"errorType\": \"Broken\"", "waiters GetKey"),
    ] {
        let found = differences(QUERY, from, to);
        assert!(found.len() == 1 && found[0].starts_with(kind), "{from}: {found:#?}");
    }
}

#[test]
fn a_model_needs_one_service() {
    let none = load(r#"{"smithy": "2.0", "shapes": {}}"#);
    assert_eq!(compare(&load(QUERY), &none).unwrap_err(), "the second model has no service");
}
