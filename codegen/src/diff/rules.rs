//! The changes of traits that break callers, as in the trait definitions (`breakingChanges`,
//! <https://smithy.io/2.0/spec/model.html#trait-shapes>).

use super::Severity;

/// The kind of a change of a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove,
    Update,
}

impl Change {
    /// The name in events.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Remove => "Remove",
            Self::Update => "Update",
        }
    }
}

/// A rule: the severity of certain changes of a trait, or of a member of its value.
pub(super) struct Rule {
    pub(super) trait_id: &'static str,
    /// The member of the trait's value. Empty for the whole trait.
    pub(super) path: &'static str,
    pub(super) changes: &'static [Change],
    pub(super) severity: Severity,
}

const ANY: &[Change] = &[Change::Add, Change::Remove, Change::Update];
const PRESENCE: &[Change] = &[Change::Add, Change::Remove];
const REMOVE: &[Change] = &[Change::Remove];
const ADD: &[Change] = &[Change::Add];
const UPDATE: &[Change] = &[Change::Update];

const fn error(trait_id: &'static str, changes: &'static [Change]) -> Rule {
    Rule { trait_id, path: "", changes, severity: Severity::Error }
}

const fn at(trait_id: &'static str, path: &'static str, changes: &'static [Change], severity: Severity) -> Rule {
    Rule { trait_id, path, changes, severity }
}

/// The rules for the prelude and for AWS traits that clients support.
pub(super) const RULES: &[Rule] = &[
    error("aws.auth#sigv4", REMOVE),
    error("aws.auth#sigv4a", REMOVE),
    error("aws.protocols#awsQueryError", ANY),
    at("aws.protocols#httpChecksum", "", REMOVE, Severity::Danger),
    error("smithy.api#addedDefault", REMOVE),
    error("smithy.api#endpoint", ANY),
    error("smithy.api#error", ANY),
    error("smithy.api#eventHeader", ANY),
    error("smithy.api#eventPayload", ANY),
    error("smithy.api#hostLabel", ANY),
    error("smithy.api#http", REMOVE),
    at("smithy.api#http", "method", UPDATE, Severity::Error),
    at("smithy.api#http", "uri", UPDATE, Severity::Error),
    at("smithy.api#http", "code", UPDATE, Severity::Error),
    at("smithy.api#http", "code", PRESENCE, Severity::Danger),
    error("smithy.api#httpApiKeyAuth", REMOVE),
    error("smithy.api#httpBasicAuth", REMOVE),
    error("smithy.api#httpBearerAuth", REMOVE),
    error("smithy.api#httpDigestAuth", REMOVE),
    error("smithy.api#httpError", ANY),
    error("smithy.api#httpHeader", ANY),
    error("smithy.api#httpLabel", PRESENCE),
    error("smithy.api#httpPayload", PRESENCE),
    error("smithy.api#httpPrefixHeaders", ANY),
    error("smithy.api#httpQuery", ANY),
    error("smithy.api#httpQueryParams", ANY),
    error("smithy.api#httpResponseCode", ANY),
    error("smithy.api#idempotencyToken", REMOVE),
    error("smithy.api#idempotent", REMOVE),
    error("smithy.api#input", PRESENCE),
    at("smithy.api#internal", "", REMOVE, Severity::Warning),
    error("smithy.api#jsonName", ANY),
    error("smithy.api#mediaType", REMOVE),
    error("smithy.api#optionalAuth", REMOVE),
    error("smithy.api#output", PRESENCE),
    error("smithy.api#paginated", REMOVE),
    at("smithy.api#paginated", "inputToken", UPDATE, Severity::Error),
    at("smithy.api#paginated", "outputToken", UPDATE, Severity::Error),
    at("smithy.api#paginated", "items", REMOVE, Severity::Error),
    at("smithy.api#paginated", "items", ADD, Severity::Note),
    at("smithy.api#paginated", "items", UPDATE, Severity::Note),
    at("smithy.api#paginated", "pageSize", UPDATE, Severity::Error),
    at("smithy.api#paginated", "pageSize", REMOVE, Severity::Error),
    at("smithy.api#pattern", "", ADD, Severity::Warning),
    at("smithy.api#pattern", "", UPDATE, Severity::Note),
    error("smithy.api#readonly", REMOVE),
    at("smithy.api#requestCompression", "", REMOVE, Severity::Danger),
    error("smithy.api#requiresLength", PRESENCE),
    error("smithy.api#retryable", REMOVE),
    error("smithy.api#sparse", PRESENCE),
    error("smithy.api#streaming", ANY),
    error("smithy.api#timestampFormat", ANY),
    at("smithy.api#uniqueItems", "", PRESENCE, Severity::Warning),
    error("smithy.api#xmlAttribute", ANY),
    error("smithy.api#xmlFlattened", ANY),
    error("smithy.api#xmlName", ANY),
    error("smithy.api#xmlNamespace", ANY),
];
