//! The names of the types of shapes.

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

/// The types that name other shapes, or values of their own.
pub(super) const OTHER: &[&str] = &["enum", "intEnum", "service", "resource", "operation"];

/// What a definition of shapes can begin with, for hints: the types, and `apply`.
pub(super) fn statements() -> Vec<&'static str> {
    [SIMPLE, AGGREGATE, OTHER, &["apply"]].concat()
}
