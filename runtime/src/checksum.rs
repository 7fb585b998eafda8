//! Checksums of requests and responses, and the hashes of some uploads.
//!
//! <https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait>

mod algorithm;
#[cfg(feature = "checksum")]
mod body;
#[cfg(feature = "checksum")]
mod chunked;
#[cfg(feature = "checksum")]
mod crc64;
#[cfg(feature = "message-digests")]
mod messages;
#[cfg(not(feature = "message-digests"))]
#[path = "checksum/no_messages.rs"]
mod messages;
#[cfg(all(any(feature = "checksum", feature = "digest-auth"), not(target_family = "wasm")))]
pub(crate) mod sha;
#[cfg(all(any(feature = "checksum", feature = "digest-auth"), target_family = "wasm"))]
#[path = "checksum/sha_portable.rs"]
pub(crate) mod sha;
#[cfg(all(test, feature = "checksum", not(target_family = "wasm")))]
mod sha_portable;
mod sign_chunk;
mod stream;
#[cfg(test)]
mod tests;
mod tree;

use aws_smithy_types::body::SdkBody;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};

use crate::message::{Headers, ParseError, Response, SerializeError};
use crate::scan;
use crate::schema::{Datum, Record, Trait};
use crate::service::Operation;
use crate::shape::{Structure, View};

use algorithm::Algorithm;
pub(crate) use messages::Digests;
pub(crate) use sign_chunk::SignChunk;
pub(crate) use stream::{Streamed, plan};

/// The checksum of bytes in base64, with the algorithm of this name. `None` if it is not supported.
#[doc(hidden)]
#[inline]
pub fn digest(algorithm: &str, bytes: &[u8]) -> Option<String> {
    Algorithm::of_name(algorithm).map(|it| it.digest(bytes))
}

/// The prefix of header fields with checksums.
const PREFIX: &str = "x-amz-checksum-";

/// Requests a checksum of the response, if the client validates it and the caller did not decide.
pub(crate) fn ask(operation: &Operation, input: &mut dyn Structure, when: ResponseChecksumValidation) {
    let Some(record) = operation.http_checksum() else { return };
    if when == ResponseChecksumValidation::WhenRequired || !cfg!(feature = "checksum") {
        return;
    }
    let member = Datum::find(record, "requestValidationModeMember").and_then(Datum::text);
    let Some((index, _)) = member.and_then(|name| input.schema().find_member(name)) else { return };
    if let Some(place) = input.member_mut(index)
        && place.view().is_absent()
    {
        // The member is an enum, which accepts any string.
        let _ = place.slot().put_string("ENABLED".to_owned());
    }
}

/// The selected algorithm for a request's checksum, by name.
pub(crate) struct Choice {
    name: String,
    /// Whether the caller set it or the service requires one.
    is_needed: bool,
    /// The header field that names the algorithm.
    field: Option<&'static str>,
}

/// Selects the algorithm for a request's checksum. `None` if it gets none.
pub(crate) fn choose(
    operation: &Operation,
    input: &dyn Structure,
    when: RequestChecksumCalculation,
    default: &str,
) -> Option<Choice> {
    let record = operation.http_checksum()?;
    let is_required = Datum::find(record, "requestChecksumRequired") == Some(Datum::Flag(true));
    let found = Datum::find(record, "requestAlgorithmMember").and_then(Datum::text);
    let found = found.and_then(|name| input.schema().find_member(name));
    let field = found.and_then(|(_, member)| {
        member.traits().iter().find_map(|it| match it {
            Trait::HttpHeader(name) => Some(*name),
            _ => None,
        })
    });
    let named = found.and_then(|(index, _)| match input.member(index)?.view() {
        View::String(name) => Some(name.to_owned()),
        _ => None,
    });
    let is_supported = found.is_some() && when == RequestChecksumCalculation::WhenSupported;
    if named.is_none() && !is_required && !is_supported {
        return None;
    }
    let is_needed = is_required || named.is_some();
    Some(Choice { name: named.unwrap_or_else(|| default.to_owned()), is_needed, field })
}

/// Adds the checksum of a body in memory, if the caller did not set one. A streaming body gets none, because it cannot
/// be read before it is sent.
pub(crate) fn apply(choice: Option<&Choice>, headers: &mut Headers, body: Option<&[u8]>) -> Result<(), SerializeError> {
    let Some(choice) = choice else { return Ok(()) };
    if has_own(headers) {
        return Ok(());
    }
    let Some(body) = body else { return Ok(()) };
    if let Some(algorithm) = choice.known()? {
        choice.announce(headers);
        headers.insert(choice.header(), algorithm.digest(body));
    }
    Ok(())
}

impl Choice {
    /// The algorithm, if it is supported. Fails if it is not but the checksum is required.
    fn known(&self) -> Result<Option<Algorithm>, SerializeError> {
        let known = Algorithm::of_name(&self.name);
        if known.is_none() && self.is_needed {
            let why = match cfg!(feature = "checksum") {
                true => "which this client does not support: compute it and set the member with its value",
                false => "which needs the runtime's feature `checksum`",
            };
            let name = &self.name;
            return Err(SerializeError::new(format!("the request needs a checksum with the algorithm {name}, {why}")));
        }
        Ok(known)
    }

    /// Names the algorithm, if the operation has a header field for it.
    fn announce(&self, headers: &mut Headers) {
        if let Some(field) = self.field {
            headers.insert(field, self.name.clone());
        }
    }

    /// The name of the checksum's header field.
    fn header(&self) -> String {
        format!("{PREFIX}{}", self.name.to_ascii_lowercase())
    }
}

/// Adds the hash and the tree hash of an upload
/// (<https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html>).
#[doc(hidden)]
pub fn apply_tree_hash(
    operation: &Operation,
    headers: &mut Headers,
    body: Option<&[u8]>,
) -> Result<(), SerializeError> {
    if !operation.has_tree_hash() {
        return Ok(());
    }
    let Some(body) = body else {
        let why = "must be hashed before it is sent: pass the body in memory";
        return Err(SerializeError::new(format!("the upload of `{}` {why}", operation.name)));
    };
    let [whole, tree] = tree::hashes(body)?;
    for (name, value) in [("x-amz-content-sha256", whole), ("x-amz-sha256-tree-hash", tree)] {
        if headers.get(name).is_none() {
            headers.insert(name, value);
        }
    }
    Ok(())
}

/// The checksum of a response, if it can be validated.
fn expected(record: Record, headers: &Headers) -> Option<(Algorithm, String)> {
    let names = Datum::find(record, "responseAlgorithms").map(Datum::texts).unwrap_or_default();
    names.iter().find_map(|name| {
        let value = headers.get(format!("{PREFIX}{}", name.to_ascii_lowercase()))?;
        // The checksum of an object uploaded in parts is computed from those of the parts, and contains their number.
        if scan::has(value, b'-') {
            return None;
        }
        Some((Algorithm::of_name(name)?, value.to_owned()))
    })
}

/// Validates the checksum of a complete response.
pub(crate) fn validate(
    operation: &Operation,
    response: &Response,
    when: ResponseChecksumValidation,
) -> Result<(), ParseError> {
    if operation.service.has_crc32()
        && response.headers().get("content-encoding").is_none()
        && let Some(expected) = response.headers().get("x-amz-crc32")
        && let Some(actual) = crc32(response.body())
        && expected.trim().parse() != Ok(actual)
    {
        return Err(mismatch("x-amz-crc32"));
    }
    let Some(record) = operation.http_checksum().filter(|_| when == ResponseChecksumValidation::WhenSupported) else {
        return Ok(());
    };
    match expected(record, response.headers()) {
        Some((algorithm, expected)) if algorithm.digest(response.body()) != expected => Err(mismatch(algorithm.name())),
        _ => Ok(()),
    }
}

/// Wraps the body of a streaming response, which is validated while it is read.
pub(crate) fn validating(
    operation: &Operation,
    headers: &Headers,
    body: SdkBody,
    when: ResponseChecksumValidation,
) -> SdkBody {
    let record = operation.http_checksum().filter(|_| when == ResponseChecksumValidation::WhenSupported);
    // The response for a range of an object has the checksum of the whole object.
    let is_whole = headers.get("content-range").is_none();
    match record.filter(|_| is_whole).and_then(|record| expected(record, headers)) {
        #[cfg(feature = "checksum")]
        Some((algorithm, expected)) => body::validating(body, algorithm, expected),
        _ => body,
    }
}

/// The CRC-32 of bytes. `None` without the feature, which the generator enables for services with such checksums.
#[cfg(feature = "crc32")]
fn crc32(bytes: &[u8]) -> Option<u32> {
    Some(crc32fast::hash(bytes))
}

#[cfg(not(feature = "crc32"))]
fn crc32(_: &[u8]) -> Option<u32> {
    None
}

fn mismatch(what: &str) -> ParseError {
    ParseError::new(format!("the body of the response does not match its checksum ({what})"))
}

/// Whether the caller set a checksum.
fn has_own(headers: &Headers) -> bool {
    headers.iter().any(|(name, _)| scan::strip_prefix(name, PREFIX).is_some())
}
