//! The keywords that start a statement.

/// The types without a body.
pub(super) const SIMPLE: &[&str] = &[
    "blob",
    "boolean",
    "document",
    "string",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "timestamp",
];

/// The types with members, including `set`, which exists only in Smithy 1.0.
pub(super) const AGGREGATE: &[&str] = &["list", "set", "map", "union", "structure"];

/// The other keywords that start a statement.
pub(super) const OTHERS: &[&str] =
    &["enum", "intEnum", "service", "resource", "operation", "apply", "use", "metadata", "namespace"];

/// Whether a word starts a statement.
pub(super) fn is_keyword(word: &str) -> bool {
    [SIMPLE, AGGREGATE, OTHERS].iter().any(|words| words.contains(&word))
}
