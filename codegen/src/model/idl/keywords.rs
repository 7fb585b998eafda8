//! The words that statements begin with.

/// The types that have no body.
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

/// The types with members, and `set`, which Smithy 1.0 alone has.
pub(super) const AGGREGATE: &[&str] = &["list", "set", "map", "union", "structure"];

/// The words that begin a statement.
pub(super) const OTHERS: &[&str] =
    &["enum", "intEnum", "service", "resource", "operation", "apply", "use", "metadata", "namespace"];

/// Whether a word begins a statement.
pub(super) fn is_keyword(word: &str) -> bool {
    [SIMPLE, AGGREGATE, OTHERS].iter().any(|words| words.contains(&word))
}
