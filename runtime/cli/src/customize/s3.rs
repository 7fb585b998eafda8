//! `s3api`: customer keys, copy sources, and names that are not valid in XML.

use aws_smithy_types::base64;
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
        values.set(*hash, Value::String(base64::encode(*md5::compute(&key))));
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

/// Checks the name of a bucket.
pub(super) fn check_bucket_of(values: &mut Fields) -> Result<(), Failure> {
    values.get("Bucket").and_then(Value::as_str).map_or(Ok(()), check_bucket)
}

/// Checks the name of a bucket, as the AWS CLI does for every operation of S3: the service would understand a slash as
/// the beginning of the key.
pub fn check_bucket(name: &str) -> Result<(), Failure> {
    let is_of = |text: &str, more: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || more.contains(it));
    let is_name = (1..=255).contains(&name.len()) && is_of(name, ".-_");
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    let is_arn = match parts[..] {
        ["arn", partition, service, region, account, resource] => {
            let is_account = account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit());
            let words: Vec<&str> = resource.split(['/', ':']).collect();
            let fits = |word: &str, more: &str| (1..=63).contains(&word.len()) && is_of(word, more);
            let is_resource = match (service, &words[..]) {
                ("s3" | "s3-object-lambda", ["accesspoint", point]) => fits(point, "-."),
                ("s3-outposts", ["outpost", outpost, "accesspoint", point]) => {
                    !region.is_empty() && fits(outpost, "-") && fits(point, "-")
                }
                _ => false,
            };
            partition.starts_with("aws") && is_account && is_of(region, "-") && is_resource
        }
        _ => false,
    };
    match is_name || is_arn {
        true => Ok(()),
        false => Err(Failure::Param(format!(
            "Parameter validation failed:\nInvalid bucket name \"{name}\": expected up to 255 letters, digits, dots, \
             hyphens and underscores, or the ARN of an access point"
        ))),
    }
}
