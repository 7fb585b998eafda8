//! The table of traits: their values, and the shapes they can be applied to.
//!
//! The rules are from <https://smithy.io/2.0/trait-index.html> and, for `aws.*`, from
//! <https://smithy.io/2.0/aws/index.html>. Traits that are not listed here are not used anywhere in this crate.

use super::trait_checks::{
    check_encodings, check_field_name, check_field_prefix, check_http_error, check_length, check_method, check_range,
    check_status, check_uri,
};
use super::trait_places::{
    BODY_FIELD, ENUM_MEMBER, FIELD, FIELD_OR_CHOICE, FLAT, HOST_LABEL, INTEGER_FIELD, LABEL, LIST_OR_MAP, NUMBER,
    OPERATION, On, QUERY_MAP_FIELD, SCALAR_FIELD, SCALARS_FIELD, SERVICE, SERVICE_OR_OPERATION, SIZED, STREAM, STRING,
    STRING_FIELD, STRING_MAP_FIELD, STRUCTURE, TEXT_OR_BLOB, TIMESTAMP, TITLED, VALUE,
};
use crate::model::ShapeKind;

/// The value that a trait can have.
pub(super) enum Value {
    Any,
    /// An empty object: the trait has no other information.
    Annotation,
    Text,
    /// A non-empty string.
    Name,
    Flag,
    OneOf(&'static [&'static str]),
    Texts,
    Objects,
    /// An object with these fields and possibly more.
    Open(&'static [Field]),
    /// An object with these fields and no others.
    Closed(&'static [Field]),
    Checked(fn(&crate::model::Node) -> Result<(), String>),
}

/// A field in a trait's value.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) value: Value,
}

/// The rule for one trait.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) value: Value,
    pub(super) on: On,
}

const fn rule(id: &'static str, value: Value, on: On) -> Rule {
    Rule { id, value, on }
}

const fn need(name: &'static str, value: Value) -> Field {
    Field { name, required: true, value }
}

const fn may(name: &'static str, value: Value) -> Field {
    Field { name, required: false, value }
}

const XML_NAMESPACE: &[Field] = &[need("uri", Value::Name), may("prefix", Value::Name)];
const PROTOCOL: &[Field] =
    &[may("http", Value::Texts), may("eventStreamHttp", Value::Texts), may("noErrorWrapping", Value::Flag)];

/// All traits that are validated.
pub(super) const RULES: &[Rule] = &[
    // Documentation
    rule("smithy.api#documentation", Value::Text, On::Any),
    rule("smithy.api#title", Value::Name, TITLED),
    rule("smithy.api#tags", Value::Texts, On::Any),
    rule("smithy.api#since", Value::Text, On::Any),
    rule("smithy.api#internal", Value::Annotation, On::Any),
    rule("smithy.api#deprecated", Value::Closed(&[may("message", Value::Text), may("since", Value::Text)]), On::Any),
    rule("smithy.api#examples", Value::Objects, OPERATION),
    rule("smithy.api#externalDocumentation", Value::Open(&[]), On::Any),
    rule("smithy.api#sensitive", Value::Annotation, VALUE),
    rule("smithy.api#suppress", Value::Texts, On::Any),
    // Type refinement
    rule("smithy.api#required", Value::Annotation, FIELD),
    rule("smithy.api#clientOptional", Value::Annotation, FIELD),
    rule("smithy.api#default", Value::Any, On::Any),
    rule("smithy.api#addedDefault", Value::Annotation, FIELD),
    rule("smithy.api#enumValue", Value::Any, ENUM_MEMBER),
    rule("smithy.api#input", Value::Annotation, STRUCTURE),
    rule("smithy.api#output", Value::Annotation, STRUCTURE),
    rule("smithy.api#error", Value::OneOf(&["client", "server"]), STRUCTURE),
    rule("smithy.api#mixin", Value::Closed(&[may("localTraits", Value::Texts)]), On::Any),
    rule("smithy.api#sparse", Value::Annotation, LIST_OR_MAP),
    // Constraints
    rule("smithy.api#length", Value::Checked(check_length), SIZED),
    rule("smithy.api#pattern", Value::Text, STRING),
    rule("smithy.api#range", Value::Checked(check_range), NUMBER),
    rule("smithy.api#uniqueItems", Value::Annotation, On::Shapes(|kind| matches!(kind, ShapeKind::List), "a list")),
    // Behavior
    rule("smithy.api#idempotencyToken", Value::Annotation, STRING_FIELD),
    rule("smithy.api#idempotent", Value::Annotation, OPERATION),
    rule("smithy.api#readonly", Value::Annotation, OPERATION),
    rule("smithy.api#retryable", Value::Closed(&[may("throttling", Value::Flag)]), On::Errors),
    rule(
        "smithy.api#paginated",
        Value::Closed(&[
            may("inputToken", Value::Name),
            may("outputToken", Value::Name),
            may("items", Value::Name),
            may("pageSize", Value::Name),
        ]),
        SERVICE_OR_OPERATION,
    ),
    rule(
        "smithy.api#requestCompression",
        Value::Closed(&[need("encodings", Value::Checked(check_encodings))]),
        OPERATION,
    ),
    rule("smithy.waiters#waitable", Value::Open(&[]), OPERATION),
    // Authentication
    rule("smithy.api#auth", Value::Texts, SERVICE_OR_OPERATION),
    rule("smithy.api#optionalAuth", Value::Annotation, OPERATION),
    rule("aws.auth#sigv4", Value::Open(&[need("name", Value::Name)]), SERVICE),
    rule("aws.auth#unsignedPayload", Value::Annotation, OPERATION),
    // Serialization
    rule("smithy.api#jsonName", Value::Name, FIELD_OR_CHOICE),
    rule("smithy.api#mediaType", Value::Name, TEXT_OR_BLOB),
    rule("smithy.api#timestampFormat", Value::OneOf(&["date-time", "http-date", "epoch-seconds"]), TIMESTAMP),
    rule("smithy.api#xmlName", Value::Name, VALUE),
    rule("smithy.api#xmlFlattened", Value::Annotation, FLAT),
    rule("smithy.api#xmlAttribute", Value::Annotation, SCALAR_FIELD),
    rule("smithy.api#xmlNamespace", Value::Closed(XML_NAMESPACE), On::Any),
    // Streaming and the host name
    rule("smithy.api#streaming", Value::Annotation, STREAM),
    rule("smithy.api#requiresLength", Value::Annotation, STREAM),
    rule("smithy.api#eventPayload", Value::Annotation, FIELD),
    rule("smithy.api#eventHeader", Value::Annotation, FIELD),
    rule("smithy.api#endpoint", Value::Closed(&[need("hostPrefix", Value::Name)]), OPERATION),
    rule("smithy.api#hostLabel", Value::Annotation, HOST_LABEL),
    // HTTP
    rule(
        "smithy.api#http",
        Value::Closed(&[
            need("method", Value::Checked(check_method)),
            need("uri", Value::Checked(check_uri)),
            may("code", Value::Checked(check_status)),
        ]),
        OPERATION,
    ),
    rule("smithy.api#httpError", Value::Checked(check_http_error), On::Errors),
    rule("smithy.api#httpHeader", Value::Checked(check_field_name), SCALARS_FIELD),
    rule("smithy.api#httpLabel", Value::Annotation, LABEL),
    rule("smithy.api#httpPayload", Value::Annotation, BODY_FIELD),
    rule("smithy.api#httpPrefixHeaders", Value::Checked(check_field_prefix), STRING_MAP_FIELD),
    rule("smithy.api#httpQuery", Value::Name, SCALARS_FIELD),
    rule("smithy.api#httpQueryParams", Value::Annotation, QUERY_MAP_FIELD),
    rule("smithy.api#httpResponseCode", Value::Annotation, INTEGER_FIELD),
    rule("smithy.api#httpChecksumRequired", Value::Annotation, OPERATION),
    // AWS
    rule(
        "aws.api#service",
        Value::Open(&[
            need("sdkId", Value::Name),
            may("arnNamespace", Value::Name),
            may("cloudFormationName", Value::Name),
            may("cloudTrailEventSource", Value::Name),
            may("docId", Value::Name),
            may("endpointPrefix", Value::Name),
        ]),
        SERVICE,
    ),
    rule("aws.protocols#awsQuery", Value::Annotation, SERVICE),
    rule("aws.protocols#ec2Query", Value::Annotation, SERVICE),
    rule("aws.protocols#awsJson1_0", Value::Closed(PROTOCOL), SERVICE),
    rule("aws.protocols#awsJson1_1", Value::Closed(PROTOCOL), SERVICE),
    rule("aws.protocols#restJson1", Value::Closed(PROTOCOL), SERVICE),
    rule("aws.protocols#restXml", Value::Closed(PROTOCOL), SERVICE),
    rule("smithy.protocols#rpcv2Cbor", Value::Closed(PROTOCOL), SERVICE),
    rule("smithy.protocols#rpcv2Json", Value::Closed(PROTOCOL), SERVICE),
    rule("aws.protocols#awsQueryCompatible", Value::Annotation, SERVICE),
    rule(
        "aws.protocols#awsQueryError",
        Value::Closed(&[need("code", Value::Name), need("httpResponseCode", Value::Checked(check_http_error))]),
        On::Errors,
    ),
    rule(
        "smithy.api#httpApiKeyAuth",
        Value::Closed(&[
            need("name", Value::Name),
            need("in", Value::OneOf(&["header", "query"])),
            may("scheme", Value::Name),
        ]),
        SERVICE,
    ),
    rule("aws.protocols#ec2QueryName", Value::Name, FIELD),
    rule(
        "aws.protocols#httpChecksum",
        Value::Open(&[
            may("requestAlgorithmMember", Value::Name),
            may("requestChecksumRequired", Value::Flag),
            may("requestValidationModeMember", Value::Name),
            may("responseAlgorithms", Value::Texts),
        ]),
        OPERATION,
    ),
];

/// Other traits of the prelude. They are known, but have no effect on generated clients.
pub(super) const UNCHECKED: &[&str] = &[
    "smithy.api#authDefinition",
    "smithy.api#box",
    "smithy.api#cors",
    "smithy.api#enum",
    "smithy.api#enumDefault",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
    "smithy.api#idRef",
    "smithy.api#nestedProperties",
    "smithy.api#noReplace",
    "smithy.api#notProperty",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#protocolDefinition",
    "smithy.api#recommended",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#trait",
    "smithy.api#traitValidators",
    "smithy.api#unitType",
    "smithy.api#unstable",
];
