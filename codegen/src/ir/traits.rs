//! Resolves the traits of shapes to traits of schema tables.

use super::Pattern;
use super::records::resolve_records;
use super::symbols::{Space, Symbol};
use super::trait_values::{DefaultValue, Trait};
use crate::model::{ErrorFault, Number, Paginated, TimestampFormat, Traits};
use crate::pattern;

/// The distinct patterns of a service, named among the tables.
pub(super) struct Patterns {
    tables: Space,
    found: Vec<Pattern>,
}

impl Patterns {
    /// An empty collection. Names will not clash with those already in `tables`.
    pub(super) fn new(tables: Space) -> Self {
        Self { tables, found: Vec::new() }
    }

    /// All patterns, in the order in which they were found.
    pub(super) fn into_found(self) -> Vec<Pattern> {
        self.found
    }

    fn table(&mut self, source: &str) -> Symbol {
        if let Some(known) = self.found.iter().find(|known| known.source == source) {
            return known.symbol.clone();
        }
        let symbol = self.tables.claim_table(&format!("Pattern_{}", self.found.len() + 1));
        // The service checks patterns that the engine does not support.
        let tree = pattern::parse(source).ok();
        self.found.push(Pattern { symbol: symbol.clone(), source: source.to_owned(), tree });
        symbol
    }
}

/// The traits of a shape, member, service or operation that a table holds, in the order of the runtime's list.
pub(super) fn resolve_traits(traits: &Traits, patterns: &mut Patterns) -> Vec<Trait> {
    let mut found = flags(traits);
    found.extend(texts(traits));
    found.extend(traits.error().map(|fault| Trait::Truth("Error", fault == ErrorFault::Client)));
    found.extend(traits.retryable().map(|it| Trait::Truth("Retryable", it.throttling)));
    found.extend(traits.discovered_endpoint().map(|it| Trait::Truth("DiscoveredEndpoint", it)));
    found.extend(constraints(traits, patterns));
    found.extend(traits.http_error().map(Trait::HttpError));
    found.extend(
        traits
            .xml_namespace()
            .map(|it| Trait::XmlNamespace(it.uri.to_owned(), it.prefix.unwrap_or_default().to_owned())),
    );
    found.extend(traits.timestamp_format().map(|format| {
        Trait::TimestampFormat(match format {
            TimestampFormat::DateTime => "DateTime",
            TimestampFormat::HttpDate => "HttpDate",
            TimestampFormat::EpochSeconds => "EpochSeconds",
        })
    }));
    found.extend(resolve_records(traits));
    found.extend(traits.http().map(|it| Trait::Http(it.method.to_owned(), it.uri.to_owned(), it.code)));
    found.extend(
        traits
            .request_compression()
            .map(|encodings| Trait::RequestCompression(encodings.into_iter().map(str::to_owned).collect())),
    );
    found
}

/// Traits without a value that corrections add, with their names in the runtime.
const CORRECTIONS: [(&str, &str); 14] = [
    ("accountId", "AccountId"),
    ("crc32", "Crc32"),
    ("endpointUrl", "EndpointUrl"),
    ("errorInSuccess", "ErrorInSuccess"),
    ("expectContinue", "ExpectContinue"),
    ("lenient", "Lenient"),
    ("messageDigests", "MessageDigests"),
    ("notSent", "NotSent"),
    ("payloadHash", "PayloadHash"),
    ("policyDocument", "PolicyDocument"),
    ("presignInQuery", "PresignInQuery"),
    ("regionRedirect", "RegionRedirect"),
    ("resourceId", "ResourceId"),
    ("treeHash", "TreeHash"),
];

/// Traits without a value.
fn flags(traits: &Traits) -> Vec<Trait> {
    let mut found = Vec::new();
    let mut flag = |is_set: bool, name| found.extend(is_set.then_some(Trait::Flag(name)));
    flag(traits.required(), "Required");
    flag(traits.client_optional(), "ClientOptional");
    flag(traits.unique_items(), "UniqueItems");
    flag(traits.sparse(), "Sparse");
    flag(traits.sensitive(), "Sensitive");
    flag(traits.deprecated().is_some(), "Deprecated");
    flag(traits.input(), "Input");
    flag(traits.output(), "Output");
    flag(traits.xml_flattened(), "XmlFlattened");
    flag(traits.xml_attribute(), "XmlAttribute");
    flag(traits.idempotency_token(), "IdempotencyToken");
    flag(traits.host_label(), "HostLabel");
    flag(traits.http_label(), "HttpLabel");
    flag(traits.http_query_params(), "HttpQueryParams");
    flag(traits.http_payload(), "HttpPayload");
    flag(traits.http_response_code(), "HttpResponseCode");
    flag(traits.http_checksum_required(), "HttpChecksumRequired");
    flag(traits.idempotent(), "Idempotent");
    flag(traits.readonly(), "Readonly");
    flag(traits.optional_auth(), "OptionalAuth");
    flag(traits.no_auth(), "NoAuth");
    flag(traits.unsigned_payload(), "UnsignedPayload");
    flag(traits.aws_query_compatible(), "AwsQueryCompatible");
    flag(traits.streaming(), "Streaming");
    flag(traits.requires_length(), "RequiresLength");
    flag(traits.event_header(), "EventHeader");
    flag(traits.event_payload(), "EventPayload");
    flag(traits.s3_unwrapped_xml_output(), "S3UnwrappedXmlOutput");
    for (correction, name) in CORRECTIONS {
        flag(traits.correction(correction).is_some(), name);
    }
    found
}

/// Traits with a single string value.
fn texts(traits: &Traits) -> Vec<Trait> {
    let mut found = Vec::new();
    let mut text = |value: Option<&str>, name| found.extend(value.map(|value| Trait::Text(name, value.to_owned())));
    text(traits.aws_query_error().map(|error| error.code), "AwsQueryError");
    text(traits.media_type(), "MediaType");
    text(traits.json_name(), "JsonName");
    text(traits.xml_name(), "XmlName");
    text(traits.ec2_query_name(), "Ec2QueryName");
    text(traits.http_header(), "HttpHeader");
    text(traits.http_prefix_headers(), "HttpPrefixHeaders");
    text(traits.http_query(), "HttpQuery");
    text(traits.endpoint_host_prefix(), "HostPrefix");
    text(traits.context_param(), "ContextParam");
    text(traits.correction("md5Of").and_then(|it| it.as_str()), "Md5Of");
    text(traits.correction("targetPrefix").and_then(|it| it.as_str()), "TargetPrefix");
    found
}

/// The default value and constraints.
fn constraints(traits: &Traits, patterns: &mut Patterns) -> Vec<Trait> {
    let mut found = Vec::new();
    found.extend(traits.default_value().and_then(DefaultValue::of).map(Trait::Default));
    found.extend(traits.length().map(|it| Trait::Length(it.min.unwrap_or(0), it.max.unwrap_or(u64::MAX))));
    found.extend(traits.pattern().map(|source| Trait::Pattern(patterns.table(source))));
    found.extend(traits.range().map(|it| Trait::Range(bound(it.min, f64::NEG_INFINITY), bound(it.max, f64::INFINITY))));
    found
}

/// Converts a bound of a range to a finite double. A minimum that rounds to negative infinity, or a maximum that rounds to
/// infinity (`side`), limits nothing: the result is `None`.
fn bound(bound: Option<Number>, side: f64) -> Option<f64> {
    bound.map(|it| it.as_f64()).filter(|it| *it != side).map(|it| it.clamp(f64::MIN, f64::MAX))
}

/// The `paginated` trait of an operation, with the service's defaults merged in.
pub(super) fn resolve_paginated(operation: &Traits, service: &Traits) -> Option<Trait> {
    let own = operation.paginated()?;
    let merged: Paginated<'_> = own.or(service.paginated().unwrap_or_default());
    Some(Trait::Paginated {
        input_token: merged.input_token?.to_owned(),
        output_token: merged.output_token?.to_owned(),
        items: merged.items.map(str::to_owned),
        page_size: merged.page_size.map(str::to_owned),
    })
}
