//! User-facing JSON.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, MistakeKind, Options};

use crate::schemas::{EVERYTHING, TREE};

/// Reads a text and writes the value again, or returns the mistakes.
fn check(text: &str) -> Result<String, String> {
    let mut value = Dynamic::new(&EVERYTHING);
    json::from_str(text, &mut value).map_err(|error| error.to_string())?;
    Ok(json::to_string(&value))
}

#[test]
fn what_is_written_is_read() {
    let texts = [
        "{}",
        r#"{"Flag":true,"Tiny":-128,"Small":-32768,"Count":-2147483648,"Level":9,"Big":-9223372036854775808}"#,
        r#"{"Ratio":0.1,"Exact":0.1}"#,
        r#"{"Ratio":"NaN","Exact":"-Infinity"}"#,
        r#"{"Exact":1e300}"#,
        r#"{"Huge":123456789012345678901234567890,"Price":0.30000000000000000000000001}"#,
        r#"{"Name":"","Status":"Unheard Of"}"#,
        r#"{"Name":"\"\\\n\t\u0001é😀"}"#,
        r#"{"Data":"aGVsbG8="}"#,
        r#"{"When":"2026-11-24T07:52:52.5Z"}"#,
        r#"{"Any":{"a":[1,-1,1.5,"x",null,true],"b":{}}}"#,
        r#"{"Any":null,"Anys":[null,1]}"#,
        r#"{"Names":["a",""],"Holes":["a",null],"HoleMap":{"a":1,"b":null}}"#,
        r#"{"Names":[],"Texts":{}}"#,
        r#"{"Tags":[{"Key":"a","Value":"b"},{}],"Tag":{}}"#,
        r#"{"Choice":{"Tree":{"Left":{}}},"Choices":[{"Number":1},{"Text":""}]}"#,
    ];
    for text in texts {
        assert_eq!(check(text).as_deref(), Ok(text));
    }
}

#[test]
fn members_are_written_in_model_order() {
    assert_eq!(check(r#"{"Name":"a","Count":1,"Flag":false}"#).unwrap(), r#"{"Flag":false,"Count":1,"Name":"a"}"#);
}

#[test]
fn several_spellings_are_read() {
    let cases = [
        ("\u{feff} { \"Name\" :\r\n\t\"a\" } ", r#"{"Name":"a"}"#),
        (r#"{"Name":"\u0041\/\ud83d\ude00\ud83d!"}"#, "{\"Name\":\"A/\u{1f600}\u{fffd}!\"}"),
        (r#"{"Name":"a","Name":"b"}"#, r#"{"Name":"b"}"#),
        (r#"{"Names":["a"],"Names":["b"]}"#, r#"{"Names":["b"]}"#),
        (r#"{"Ratio":1,"Exact":-0}"#, r#"{"Ratio":1.0,"Exact":-0.0}"#),
        (r#"{"When":"2026-11-24T07:52:52"}"#, r#"{"When":"2026-11-24T07:52:52Z"}"#),
        (r#"{"When":"2026-11-24 07:52:52"}"#, r#"{"When":"2026-11-24T07:52:52Z"}"#),
        (r#"{"When":"2026-11-24T08:52:52+01:00"}"#, r#"{"When":"2026-11-24T07:52:52Z"}"#),
        (r#"{"When":"2026-11-24"}"#, r#"{"When":"2026-11-24T00:00:00Z"}"#),
        (r#"{"When":"Tue, 24 Nov 2026 07:52:52 GMT"}"#, r#"{"When":"2026-11-24T07:52:52Z"}"#),
        (r#"{"When":0}"#, r#"{"When":"1970-01-01T00:00:00Z"}"#),
        (r#"{"When":1.5}"#, r#"{"When":"1970-01-01T00:00:01.5Z"}"#),
        (r#"{"When":1e3}"#, r#"{"When":"1970-01-01T00:16:40Z"}"#),
    ];
    for (text, wanted) in cases {
        assert_eq!(check(text).as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let cases = [
        (r#"[]"#, "expected an object, found a list (line 1, column 1)"),
        (r#"null"#, "expected an object, found null (line 1, column 1)"),
        (r#"{"Name":123}"#, r#"Name: expected a string, found a number: 123 (line 1, column 9)"#),
        (
            r#"{"Name":{"a":[1]},"Flag":"true"}"#,
            "Name: expected a string, found an object (line 1, column 9)\n\
            Flag: expected true or false, found a string: \"true\" (line 1, column 26)",
        ),
        (
            r#"{"Tags":[{"Key":"a"},{"Key":1}]}"#,
            "Tags[1].Key: expected a string, found a number: 1 (line 1, column 29)",
        ),
        (r#"{"Texts":{"a b":1}}"#, "Texts[\"a b\"]: expected a string, found a number: 1 (line 1, column 17)"),
        (
            r#"{"Tiny":128}"#,
            "Tiny: expected a signed 8-bit integer (-128 to 127), found a number: 128 (line 1, column 9)",
        ),
        (
            r#"{"Big":9223372036854775808}"#,
            "Big: expected a signed 64-bit integer, found a number: 9223372036854775808 (line 1, column 8)",
        ),
        (r#"{"Count":1.5}"#, "Count: expected an integer, found a number: 1.5 (line 1, column 10)"),
        (r#"{"Count":1.0}"#, "Count: expected an integer, found a number: 1.0 (line 1, column 10)"),
        (r#"{"Huge":1.5}"#, "Huge: expected an integer, found a number: 1.5 (line 1, column 9)"),
        (r#"{"Ratio":1e39}"#, "Ratio: expected a 32-bit float, found a number: 1e39 (line 1, column 10)"),
        (r#"{"Exact":"nan"}"#, "Exact: expected a number, found a string: \"nan\" (line 1, column 10)"),
        (r#"{"Any":[1e999]}"#, "Any: expected a 64-bit float, found a number: 1e999 (line 1, column 9)"),
        (r#"{"Data":"not base64"}"#, "Data: expected base64, found a string: \"not base64\" (line 1, column 9)"),
        (
            r#"{"When":"yesterday"}"#,
            "When: expected a time such as \"2026-11-24T07:52:52Z\", found a string: \"yesterday\" (line 1, column 9)",
        ),
        (r#"{"Name":null}"#, "Name: null is not allowed here; omit the member to leave it unset (line 1, column 9)"),
        (
            r#"{"Names":["a",null]}"#,
            "Names[1]: null is not allowed here; omit the member to leave it unset (line 1, column 15)",
        ),
        (
            r#"{"Choice":{}}"#,
            "Choice: expected exactly one member, found 0; choose one of Text, Number, Tags, Tree (line 1, column 11)",
        ),
        (
            r#"{"Choice":{"Text":"a","Number":1}}"#,
            "Choice: expected exactly one member, found 2; choose one of Text, Number, Tags, Tree (line 1, column 11)",
        ),
        (
            r#"{"Choice":{"text":"a"}}"#,
            "Choice: unknown member \"text\" (did you mean \"Text\"?); the members are Text, Number, Tags, Tree (line 1, column 12)",
        ),
        (
            "{\"Tag\":\n  {\"Keyy\":1}}",
            "Tag: unknown member \"Keyy\" (did you mean \"Key\"?); the members are Key, Value (line 2, column 4)",
        ),
        (
            r#"{"Tag":{"é":1,"Value":2}}"#,
            "Tag: unknown member \"é\"; the members are Key, Value (line 1, column 9)\n\
            Tag.Value: expected a string, found a number: 2 (line 1, column 23)",
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(check(text).as_ref().map_err(String::as_str), Err(wanted), "{text}");
    }
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let cases = [
        ("", "expected a value, found the end of the text (line 1, column 1)"),
        ("{bad", "expected a key in double quotes (line 1, column 2)"),
        ("{\"Name\":\"u1\",}", "expected a key in double quotes (line 1, column 14)"),
        ("{\"Name\" \"u1\"}", "expected a colon (line 1, column 9)"),
        ("{\"Name\":\"u1\" \"Flag\":true}", "expected a comma or a closing brace (line 1, column 14)"),
        ("{\"Names\":[\"a\" \"b\"]}", "expected a comma or a closing bracket (line 1, column 15)"),
        ("{\"Names\":[\"a\",]}", "expected a value (line 1, column 15)"),
        ("{} x", "expected the end of the text (line 1, column 4)"),
        ("{\"Count\":01}", "invalid number (line 1, column 10)"),
        ("{\"Count\":-}", "invalid number (line 1, column 10)"),
        ("{\"Count\":1.}", "invalid number (line 1, column 10)"),
        ("{\"Count\":NaN}", "expected a value (line 1, column 10)"),
        ("{\"Flag\":tru}", "expected a value (line 1, column 9)"),
        ("{\n\"Näme\": \"a\nb\"}", "a control character in a string must be escaped (line 2, column 11)"),
        ("{\"Name\":\"a", "unterminated string (line 1, column 11)"),
        ("{\"Name\":\"\\x\"}", "unknown escape in a JSON string (line 1, column 11)"),
        ("{\"Name\":\"\\u12g4\"}", "expected four hexadecimal digits (line 1, column 11)"),
        ("{\"Name\":\"\\u12", "expected four hexadecimal digits (line 1, column 11)"),
        ("{\"Unknown\":[{\"a\":1},}", "expected a value (line 1, column 21)"),
    ];
    for (text, wanted) in cases {
        let error = check(text).expect_err(text);
        assert!(error.ends_with(&format!("invalid JSON: {wanted}")), "{text}: {error}");
    }
    let mut value = Dynamic::new(&EVERYTHING);
    let error = json::read(b"{\"Name\":\"\xe9\"}", &mut value, &Options::PEOPLE).unwrap_err();
    assert_eq!(error.to_string(), "invalid JSON: invalid UTF-8 (line 1, column 10)");
    assert!(matches!(error.syntax().unwrap().kind, MistakeKind::Syntax(_)));
}

#[test]
fn mistakes_before_a_broken_place_are_kept() {
    assert_eq!(check(r#"{"Flag":1,"Name"}"#).unwrap_err().lines().count(), 2);
}

#[test]
fn no_depth_overflows_the_stack() {
    for open in [r#"{"Left":"#, r#"{"Branches":["#, r#"{"Unknown":["#] {
        let mut value = Dynamic::new(&TREE);
        let error = json::from_str(&open.repeat(100_000), &mut value).unwrap_err();
        let deep = error.mistakes().iter().any(|it| matches!(it.kind, MistakeKind::TooDeep(128)));
        assert!(deep || open.contains("Unknown"), "{open}");
    }
    let text = format!(r#"{{"Any":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(check(&text).unwrap_err(), "Any: nested deeper than 128 levels (line 1, column 135)");
}

#[test]
fn a_sensitive_value_is_in_no_mistake() {
    let error = check(r#"{"Secret":12345}"#).unwrap_err();
    assert_eq!(error, "Secret: expected a string, found a number (line 1, column 11)");
}

#[test]
fn a_long_value_is_cut() {
    let error = check(&format!(r#"{{"When":"{}"}}"#, "é".repeat(1000))).unwrap_err();
    assert!(error.contains(&format!("\"{}...", "é".repeat(59))), "{error}");
}

#[test]
fn a_text_that_is_wrong_everywhere_is_read_in_time() {
    const WRONG: usize = 40_000;
    let text = format!("\u{feff}{{\n\"Names\":[\"é\"{}]}}", ",1".repeat(WRONG));
    let started = std::time::Instant::now();
    let errors = json::from_str(&text, &mut Dynamic::new(&EVERYTHING)).unwrap_err();
    assert_eq!(errors.mistakes().len(), WRONG);
    let positions = [0, 1, WRONG - 1].map(|it| errors.mistakes()[it].position.map(|it| (it.line, it.column)));
    assert_eq!(positions, [14, 16, 12 + 2 * WRONG].map(|column| Some((2, column))));
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
}
