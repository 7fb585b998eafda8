//! `s3api`: customer keys, copy sources, and names that are not valid in XML.

use aws_smithy_types::base64;
use md5::{Digest, Md5};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::Given;

/// Keys provided by the customer, with the members for their hashes.
const CUSTOMER_KEYS: &[(&str, &str)] =
    &[("SSECustomerKey", "SSECustomerKeyMD5"), ("CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5")];

/// The characters of a copy source that are not encoded.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'_').remove(b'.').remove(b'-');

/// The output members that contain names, including those of list elements.
const NAMES: &[&str] =
    &["Delimiter", "KeyMarker", "Marker", "NextKeyMarker", "NextMarker", "Prefix", "StartAfter", "Key"];
const LISTS: &[&str] = &["CommonPrefixes", "Contents", "DeleteMarkers", "Versions"];

/// Encodes keys given as plain text, and adds their hashes.
pub(super) fn encode_customer_keys(values: &mut Fields) -> Result<(), Failure> {
    for (member, hash) in CUSTOMER_KEYS {
        let key = match values.get(member) {
            Some(Value::String(text)) if !values.contains(hash) => text.clone().into_bytes(),
            Some(Value::Bytes(bytes)) => bytes.clone(),
            _ => continue,
        };
        values.set(*member, Value::String(base64::encode(&key)));
        values.set(*hash, Value::String(base64::encode(Md5::digest(&key))));
    }
    Ok(())
}

/// Encodes the source of a copy, except its version.
pub(super) fn encode_copy_source(values: &mut Fields) -> Result<(), Failure> {
    let Some(source) = values.get("CopySource").and_then(Value::as_str) else { return Ok(()) };
    const VERSION: &str = "?versionId=";
    let (path, version) = match source.rfind(VERSION) {
        Some(at) => source.split_at(at),
        None => (source, ""),
    };
    let encoded = format!("{}{version}", utf8_percent_encode(path, PLAIN));
    values.set("CopySource", Value::String(encoded));
    Ok(())
}

/// Requests percent-encoded names, unless another encoding is set: not all names are valid in XML.
pub(super) fn ask_for_encoded_keys(values: &mut Fields) -> Result<(), Failure> {
    if !values.contains("EncodingType") {
        values.push("EncodingType", Value::string("url"));
    }
    Ok(())
}

/// Decodes names, unless the user requested the encoding.
pub(super) fn decode_keys(given: &Given<'_>, answer: &mut Fields) -> Result<(), Failure> {
    if given.members.iter().any(|it| it == "EncodingType") {
        return Ok(());
    }
    let is_encoded = answer.get("EncodingType").and_then(Value::as_str) == Some("url");
    answer.remove("EncodingType");
    if !is_encoded {
        return Ok(());
    }
    decode_names(answer);
    for list in LISTS {
        let Some(Value::List(values)) = answer.get_mut(list) else { continue };
        for value in values {
            if let Value::Object(fields) = value {
                decode_names(fields);
            }
        }
    }
    Ok(())
}

fn decode_names(fields: &mut Fields) {
    for name in NAMES {
        if let Some(Value::String(text)) = fields.get_mut(name) {
            *text = percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        }
    }
}
