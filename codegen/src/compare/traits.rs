//! Which traits count, and by what name their differences are counted.

use super::NOTHING;
use crate::model::Node;

/// A kind of difference and the trait that it is about.
pub(super) type Counted = (&'static str, &'static str);

/// Traits of services.
pub(super) const SERVICE: &[Counted] = &[
    ("signing", "aws.auth#sigv4"),
    ("signing", "aws.auth#sigv4a"),
    ("signing", "smithy.api#httpBearerAuth"),
    ("query compatible", "aws.protocols#awsQueryCompatible"),
];

/// The ways of signing, in the order in which they are tried where nothing else is said.
pub(super) const SIGNING: &[&str] = &["aws.auth#sigv4", "aws.auth#sigv4a", "smithy.api#httpBearerAuth"];

/// Traits of services that decide on endpoints, with texts that do not count.
pub(super) const ENDPOINTS: &[Counted] =
    &[("endpoint rules", "smithy.rules#endpointRuleSet"), ("client context", "smithy.rules#clientContextParams")];

/// Traits of operations.
pub(super) const OPERATION: &[Counted] = &[
    ("signing", "smithy.api#optionalAuth"),
    ("signing", "aws.auth#unsignedPayload"),
    ("host prefix", "smithy.api#endpoint"),
    ("checksum", "smithy.api#httpChecksumRequired"),
    ("compression", "smithy.api#requestCompression"),
    ("operation context", "smithy.rules#staticContextParams"),
    ("operation context", "smithy.rules#operationContextParams"),
    ("endpoint discovery", "aws.api#clientDiscoveredEndpoint"),
    ("idempotent", "smithy.api#idempotent"),
    ("readonly", "smithy.api#readonly"),
];

/// Traits of members that a member has from its target where it has none of its own.
pub(super) const INHERITED: &[Counted] = &[
    ("range", "smithy.api#range"),
    ("pattern", "smithy.api#pattern"),
    ("unique items", "smithy.api#uniqueItems"),
    ("sparse", "smithy.api#sparse"),
    ("sensitive", "smithy.api#sensitive"),
    ("timestamp format", "smithy.api#timestampFormat"),
    ("media type", "smithy.api#mediaType"),
    ("streaming", "smithy.api#streaming"),
    ("streaming", "smithy.api#requiresLength"),
];

/// Traits that a member has or has not.
pub(super) const MEMBER: &[Counted] = &[
    ("required", "smithy.api#required"),
    ("default", "smithy.api#default"),
    ("client optional", "smithy.api#clientOptional"),
    ("idempotency token", "smithy.api#idempotencyToken"),
    ("host label", "smithy.api#hostLabel"),
    ("context parameter", "smithy.rules#contextParam"),
    ("event binding", "smithy.api#eventPayload"),
    ("event binding", "smithy.api#eventHeader"),
];

/// Bindings of members to HTTP.
pub(super) const HTTP: &[Counted] = &[
    ("http binding", "smithy.api#httpLabel"),
    ("http binding", "smithy.api#httpHeader"),
    ("http binding", "smithy.api#httpPrefixHeaders"),
    ("http binding", "smithy.api#httpQuery"),
    ("http binding", "smithy.api#httpQueryParams"),
    ("http binding", "smithy.api#httpPayload"),
    ("http binding", "smithy.api#httpResponseCode"),
];

/// Bindings of members to XML.
pub(super) const XML: &[Counted] = &[
    ("xml binding", "smithy.api#xmlFlattened"),
    ("xml binding", "smithy.api#xmlAttribute"),
    ("xml binding", "smithy.api#xmlNamespace"),
];

/// A value for a person; what only has to be there is "yes".
pub(super) fn show(node: Option<&Node>) -> String {
    match node {
        None => NOTHING.to_owned(),
        Some(Node::Object(fields)) if fields.is_empty() => "yes".to_owned(),
        Some(node) => shorten(node.to_string()),
    }
}

/// Rule sets are long; their beginning says enough.
fn shorten(text: String) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}
