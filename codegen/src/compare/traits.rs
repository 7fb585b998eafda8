//! The traits that are compared, with the categories of their differences.

use super::NOTHING;
use crate::model::Node;

/// The category of a difference, and the trait that it is about.
pub(super) type Counted = (&'static str, &'static str);

/// Traits of services.
pub(super) const SERVICE: &[Counted] = &[
    ("signing", "aws.auth#sigv4"),
    ("signing", "aws.auth#sigv4a"),
    ("signing", "smithy.api#httpBearerAuth"),
    ("query compatible", "aws.protocols#awsQueryCompatible"),
];

/// The authentication traits, in the order of preference if nothing else is configured.
pub(super) const SIGNING: &[&str] = &["aws.auth#sigv4", "aws.auth#sigv4a", "smithy.api#httpBearerAuth"];

/// Traits of services that determine endpoints. Their documentation is ignored.
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

/// Traits that a member inherits from its target unless it has its own.
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

/// Traits that apply only to the member itself.
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

/// HTTP bindings of members.
pub(super) const HTTP: &[Counted] = &[
    ("http binding", "smithy.api#httpLabel"),
    ("http binding", "smithy.api#httpHeader"),
    ("http binding", "smithy.api#httpPrefixHeaders"),
    ("http binding", "smithy.api#httpQuery"),
    ("http binding", "smithy.api#httpQueryParams"),
    ("http binding", "smithy.api#httpPayload"),
    ("http binding", "smithy.api#httpResponseCode"),
];

/// XML bindings of members.
pub(super) const XML: &[Counted] = &[
    ("xml binding", "smithy.api#xmlFlattened"),
    ("xml binding", "smithy.api#xmlAttribute"),
    ("xml binding", "smithy.api#xmlNamespace"),
];

/// A value for display. An annotation trait is "yes".
pub(super) fn show(node: Option<&Node>) -> String {
    match node {
        None => NOTHING.to_owned(),
        Some(Node::Object(fields)) if fields.is_empty() => "yes".to_owned(),
        Some(node) => shorten(node.to_string()),
    }
}

/// Rule sets are long; only their start is shown.
fn shorten(text: String) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}
