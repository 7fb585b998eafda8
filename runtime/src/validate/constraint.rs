//! Constraints, and messages for broken ones.

use std::fmt;

use crate::schema::{Length, Range};

/// A broken constraint, with its bound and the invalid value. Sensitive values are omitted, long ones truncated.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Constraint {
    /// A required member is not set.
    Required,
    /// No member of the union is set, or one that is unknown to this client.
    UnionMember,
    /// A part of the request's host name or path is empty.
    NotEmpty,
    /// The length is out of bounds.
    Length {
        /// The unit of the length.
        unit: LengthUnit,
        /// The bounds.
        bounds: Length,
        /// The length of the value.
        actual: u64,
    },
    /// The string does not match the pattern.
    Pattern {
        /// The pattern.
        pattern: &'static str,
        /// The string.
        value: Option<String>,
    },
    /// The number is out of bounds.
    Range {
        /// The bounds.
        bounds: Range,
        /// The number.
        value: Option<String>,
    },
    /// Two elements of a list with unique elements are equal.
    UniqueItems {
        /// The index of the first of them.
        first: usize,
        /// The index of the second.
        second: usize,
    },
}

/// The unit of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LengthUnit {
    /// Code points of a string.
    Characters,
    /// Bytes of a blob.
    Bytes,
    /// Elements of a list.
    Elements,
    /// Entries of a map.
    Entries,
}

impl Constraint {
    /// Whether it is a limit, which the service may have loosened since the client was generated.
    pub fn is_limit(&self) -> bool {
        !matches!(self, Self::Required | Self::UnionMember | Self::NotEmpty)
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required, not set"),
            Self::UnionMember => f.write_str("expected one member of the union to be set"),
            Self::NotEmpty => f.write_str("must not be empty, because it is part of the request's address"),
            Self::Length { unit, bounds, actual } => {
                write!(f, "{actual} {}, ", unit.name(*actual))?;
                if *actual < bounds.min {
                    write!(f, "at least {} {} needed", bounds.min, verb(bounds.min))
                } else {
                    write!(f, "at most {} {} allowed", bounds.max, verb(bounds.max))
                }
            }
            Self::Pattern { pattern, value } => match value {
                Some(value) => write!(f, "{value:?} does not match the pattern {pattern}"),
                None => write!(f, "the value does not match the pattern {pattern}"),
            },
            Self::Range { bounds, value } => {
                f.write_str(value.as_deref().unwrap_or("the value"))?;
                match (bounds.min, bounds.max) {
                    (Some(min), Some(max)) => write!(f, " is not between {min} and {max}"),
                    (Some(min), None) => write!(f, " is less than {min}"),
                    (None, Some(max)) => write!(f, " is more than {max}"),
                    (None, None) => f.write_str(" is out of range"),
                }
            }
            Self::UniqueItems { first, second } => {
                write!(f, "elements {first} and {second} are equal, all must differ")
            }
        }
    }
}

impl LengthUnit {
    fn name(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Characters, 1) => "character",
            (Self::Characters, _) => "characters",
            (Self::Bytes, 1) => "byte",
            (Self::Bytes, _) => "bytes",
            (Self::Elements, 1) => "element",
            (Self::Elements, _) => "elements",
            (Self::Entries, 1) => "entry",
            (Self::Entries, _) => "entries",
        }
    }
}

fn verb(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
