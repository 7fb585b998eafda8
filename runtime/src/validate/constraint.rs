//! Constraints that a value can violate, and how they are reported.

use std::fmt;

use crate::schema::{Length, Range};

/// A broken constraint, with its bound and what broke it. Values are left out where they are
/// sensitive, and cut where they are long.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Constraint {
    /// A required member is not set.
    Required,
    /// No member of the union is set, or one that this client does not know.
    UnionMember,
    /// A part of the request's address is empty.
    NotEmpty,
    /// The length is out of bounds.
    Length {
        /// what is counted
        unit: LengthUnit,
        /// the bounds
        bounds: Length,
        /// the length of the value
        actual: u64,
    },
    /// The string holds no match of the pattern.
    Pattern {
        /// the expression
        pattern: &'static str,
        /// the string
        value: Option<String>,
    },
    /// The number is out of bounds.
    Range {
        /// the bounds
        bounds: Range,
        /// the number
        value: Option<String>,
    },
    /// Two elements of a list whose elements must differ are equal.
    UniqueItems {
        /// the index of the first of them
        first: usize,
        /// the index of the other
        second: usize,
    },
}

/// What a length is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LengthUnit {
    /// code points of a string
    Characters,
    /// bytes of a blob
    Bytes,
    /// elements of a list
    Elements,
    /// entries of a map
    Entries,
}

impl Constraint {
    /// Whether it is a limit, which a service may have loosened since the client was made.
    pub fn is_limit(&self) -> bool {
        !matches!(self, Self::Required | Self::UnionMember | Self::NotEmpty)
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required, not set"),
            Self::UnionMember => f.write_str("expected one member of the union to be set"),
            Self::NotEmpty => f.write_str("empty, and a part of the request's address"),
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
                    (Some(min), Some(max)) => write!(f, " is not from {min} to {max}"),
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
