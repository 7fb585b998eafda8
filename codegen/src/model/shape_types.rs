//! The names of the shape types.

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

/// The types that refer to other shapes or have values of their own.
pub(super) const OTHER: &[&str] = &["enum", "intEnum", "service", "resource", "operation"];

/// The words that can start a definition, for suggestions: the types, and `apply`.
pub(super) fn statements() -> Vec<&'static str> {
    [SIMPLE, AGGREGATE, OTHER, &["apply"]].concat()
}
