//! The changes of traits that break callers, as in the trait definitions (`breakingChanges`,
//! <https://smithy.io/2.0/spec/model.html#breaking-change-rules>).

use super::Severity;
use crate::model::{Node, Shape};

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

    /// Compares two values, of which an absent one is `Null`.
    pub(super) fn of(old: &Node, new: &Node) -> Option<Self> {
        match (old, new) {
            (Node::Null, Node::Null) => None,
            (Node::Null, _) => Some(Self::Add),
            (_, Node::Null) => Some(Self::Remove),
            (old, new) => (old != new).then_some(Self::Update),
        }
    }
}

/// A rule: the severity of certain changes of a trait, or of a part of its value.
#[derive(Clone, Copy)]
pub(super) struct Rule<'m> {
    /// The JSON pointer to the part of the value, by the members of the trait's shape. Empty for the whole trait.
    pub(super) path: &'m str,
    pub(super) changes: &'m [Change],
    pub(super) severity: Severity,
    /// What the model says about such a change.
    pub(super) message: &'m str,
}

const ANY: &[Change] = &[Change::Add, Change::Remove, Change::Update];
const PRESENCE: &[Change] = &[Change::Add, Change::Remove];
const REMOVE: &[Change] = &[Change::Remove];
const ADD: &[Change] = &[Change::Add];
const UPDATE: &[Change] = &[Change::Update];

/// The rules in the definition of a trait.
pub(super) fn defined(definition: &Shape) -> Vec<Rule<'_>> {
    let rules = definition.traits.get(super::shapes::DEFINITION).and_then(|it| it.get("breakingChanges"));
    rules.and_then(Node::as_array).unwrap_or_default().iter().filter_map(read).collect()
}

/// Reads a rule. One with an unknown change is left out.
fn read(node: &Node) -> Option<Rule<'_>> {
    let text = |name| node.get(name).and_then(Node::as_str);
    let changes = match text("change")? {
        "add" => ADD,
        "remove" => REMOVE,
        "update" => UPDATE,
        "presence" => PRESENCE,
        "any" => ANY,
        _ => return None,
    };
    let severity = text("severity").and_then(|name| Severity::ALL.into_iter().find(|it| it.name() == name));
    Some(Rule {
        path: text("path").unwrap_or_default(),
        changes,
        severity: severity.unwrap_or(Severity::Error),
        message: text("message").unwrap_or_default(),
    })
}

/// The rules of a trait that Smithy or AWS defines. Models do not contain these definitions.
pub(super) fn built_in(trait_id: &str) -> impl Iterator<Item = Rule<'static>> {
    RULES.iter().filter(move |(id, _)| *id == trait_id).map(|(_, rule)| *rule)
}

const fn error(trait_id: &'static str, changes: &'static [Change]) -> (&'static str, Rule<'static>) {
    at(trait_id, "", changes, Severity::Error)
}

const fn at(
    trait_id: &'static str,
    path: &'static str,
    changes: &'static [Change],
    severity: Severity,
) -> (&'static str, Rule<'static>) {
    (trait_id, Rule { path, changes, severity, message: "" })
}

/// The rules for the prelude and for traits of AWS.
const RULES: &[(&str, Rule<'static>)] = &[
    error("aws.auth#sigv4", REMOVE),
    error("aws.auth#sigv4a", REMOVE),
    error("aws.endpoints#dualStackOnlyEndpoints", ANY),
    error("aws.endpoints#endpointsModifier", PRESENCE),
    error("aws.endpoints#rulesBasedEndpoints", ANY),
    error("aws.endpoints#standardPartitionalEndpoints", ANY),
    error("aws.endpoints#standardRegionalEndpoints", REMOVE),
    error("aws.protocols#awsQueryError", ANY),
    at("aws.protocols#httpChecksum", "", REMOVE, Severity::Danger),
    at("aws.protocols#httpChecksum", "/requestAlgorithmMember", REMOVE, Severity::Danger),
    at("aws.protocols#httpChecksum", "/requestValidationModeMember", REMOVE, Severity::Danger),
    at("aws.protocols#httpChecksum", "/responseAlgorithms/member", REMOVE, Severity::Danger),
    error("smithy.api#addedDefault", REMOVE),
    error("smithy.api#authDefinition", PRESENCE),
    error("smithy.api#cors", REMOVE),
    error("smithy.api#endpoint", ANY),
    error("smithy.api#enum", PRESENCE),
    error("smithy.api#error", ANY),
    error("smithy.api#eventHeader", ANY),
    error("smithy.api#eventPayload", ANY),
    error("smithy.api#hostLabel", ANY),
    at("smithy.api#http", "/code", PRESENCE, Severity::Danger),
    at("smithy.api#http", "/code", UPDATE, Severity::Error),
    at("smithy.api#http", "/method", UPDATE, Severity::Error),
    at("smithy.api#http", "/uri", UPDATE, Severity::Error),
    error("smithy.api#http", REMOVE),
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
    error("smithy.api#nestedProperties", ANY),
    error("smithy.api#notProperty", ADD),
    error("smithy.api#optionalAuth", REMOVE),
    error("smithy.api#output", PRESENCE),
    at("smithy.api#paginated", "/inputToken", UPDATE, Severity::Error),
    at("smithy.api#paginated", "/items", ADD, Severity::Note),
    at("smithy.api#paginated", "/items", REMOVE, Severity::Error),
    at("smithy.api#paginated", "/items", UPDATE, Severity::Note),
    at("smithy.api#paginated", "/outputToken", UPDATE, Severity::Error),
    at("smithy.api#paginated", "/pageSize", REMOVE, Severity::Error),
    at("smithy.api#paginated", "/pageSize", UPDATE, Severity::Error),
    error("smithy.api#paginated", REMOVE),
    at("smithy.api#pattern", "", ADD, Severity::Warning),
    at("smithy.api#pattern", "", UPDATE, Severity::Note),
    error("smithy.api#property", &[Change::Remove, Change::Update]),
    error("smithy.api#protocolDefinition", PRESENCE),
    error("smithy.api#readonly", REMOVE),
    at("smithy.api#requestCompression", "", REMOVE, Severity::Danger),
    at("smithy.api#requestCompression", "/encodings", REMOVE, Severity::Error),
    at("smithy.api#requestCompression", "/encodings/member", ADD, Severity::Note),
    at("smithy.api#requestCompression", "/encodings/member", REMOVE, Severity::Danger),
    at("smithy.api#requestCompression", "/encodings/member", UPDATE, Severity::Danger),
    error("smithy.api#requiresLength", PRESENCE),
    error("smithy.api#resourceIdentifier", REMOVE),
    error("smithy.api#retryable", REMOVE),
    error("smithy.api#sparse", PRESENCE),
    error("smithy.api#streaming", ANY),
    error("smithy.api#timestampFormat", ANY),
    at("smithy.api#trait", "/conflicts", UPDATE, Severity::Note),
    at("smithy.api#trait", "/structurallyExclusive", ANY, Severity::Error),
    error("smithy.api#trait", PRESENCE),
    at("smithy.api#uniqueItems", "", PRESENCE, Severity::Warning),
    error("smithy.api#xmlAttribute", ANY),
    error("smithy.api#xmlFlattened", ANY),
    error("smithy.api#xmlName", ANY),
    error("smithy.api#xmlNamespace", ANY),
];
