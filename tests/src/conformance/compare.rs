//! Compares two bodies for equivalence.

mod cbor;
mod xml;

use std::collections::BTreeMap;

use aws_smithy_types::base64;
use serde_json::Value;

/// Compares by media type, or byte by byte if it is absent or unknown.
pub(super) fn bodies(expected: &str, actual: &[u8], media_type: Option<&str>) -> Result<(), String> {
    if media_type == Some("application/cbor") {
        let expected = base64::decode(expected).map_err(|error| format!("in the case's body: {error}"))?;
        return cbor::compare(&expected, actual);
    }
    let actual = std::str::from_utf8(actual).map_err(|_| "the body is not UTF-8".to_owned())?;
    let same = match media_type {
        _ if expected.is_empty() => actual.is_empty(),
        Some("application/json") => json(expected, actual)?,
        Some("application/xml") => xml::read(expected)? == xml::read(actual)?,
        Some("application/x-www-form-urlencoded") => form(expected) == form(actual),
        _ => expected == actual,
    };
    if same { Ok(()) } else { Err(format!("the body is\n    {actual}\n  and not\n    {expected}")) }
}

/// Whether both are equivalent JSON, independent of layout and member order.
pub(super) fn json(one: &str, other: &str) -> Result<bool, String> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| format!("{error} in {text}"));
    Ok(values(&read(one)?, &read(other)?))
}

fn values(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // 1 and 1.0 are the same number.
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64() && (a.is_f64() || b.is_f64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| values(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| values(a, b)))
        }
        _ => one == other,
    }
}

/// The parameters by name. Their order does not matter, except that the action comes first.
fn form(body: &str) -> (Option<&str>, BTreeMap<&str, Vec<&str>>) {
    let mut parameters = BTreeMap::<_, Vec<_>>::new();
    for parameter in body.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        parameters.entry(name).or_default().push(value);
    }
    (body.split('&').next(), parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_compared_by_what_they_say() {
        let json = Some("application/json");
        let form = Some("application/x-www-form-urlencoded");
        let (xml, cbor) = (Some("application/xml"), Some("application/cbor"));
        for (one, other, media_type, same) in [
            (r#"{"a":1,"b":[1.0]}"#, "{\"b\": [1], \"a\": 1}", json, true),
            (r#"{"a":1}"#, r#"{"a":2}"#, json, false),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, json, false),
            ("[1,2]", "[2,1]", json, false),
            ("9007199254740993", "9007199254740992", json, false),
            ("Action=A&b=1&c=2", "Action=A&c=2&b=1", form, true),
            ("Action=A&b=1", "b=1&Action=A", form, false),
            ("Action=A&b=1", "Action=A&b=1&b=1", form, false),
            ("Action=A&b=%20", "Action=A&b=+", form, false),
            ("{}", "{ }", None, false),
            ("", "{}", json, false),
            ("<a x='1'><b>1</b> <c/></a>", "<a x=\"1\"><c></c><b>1</b></a>", xml, true),
            ("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>", xml, false),
            ("<a xmlns='x'/>", "<a/>", xml, false),
            ("<a>1</a>", "<a>2</a>", xml, false),
            ("v2FhAf8=", "\u{1}", cbor, false),
        ] {
            assert_eq!(bodies(one, other.as_bytes(), media_type).is_ok(), same, "{one} {other}");
        }
        assert!(bodies("{}", b"{", json).is_err());
    }
}
