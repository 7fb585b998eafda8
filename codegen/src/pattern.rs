//! Parses the regular expressions of `pattern` traits into trees.
//!
//! The language is the part of ECMA-262 that models use
//! (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>), with the leniencies of its annex B. `\w`, `\d`
//! and `\s` are ASCII, everything else works on code points, and `$` matches only at the end of the string. Expressions
//! that the tree cannot represent, or that model authors are known to mean differently than ECMA-262 reads them, result
//! in [`Unparsable`]; then only the service checks the value.

mod class;
mod emit;
mod parser;
mod property;
mod simplify;

use std::fmt;

pub use class::{Categories, Class};
pub use emit::to_tokens;
pub use parser::parse;

/// A regular expression as a tree: the owned counterpart of the runtime's `schema::Node`.
///
/// Captures and the order of preference between matches are dropped, because a search only needs to know whether there
/// is a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// these characters in sequence
    Literal(String),
    /// one character of a class
    Class(Class),
    /// all of these in sequence
    Sequence(Vec<Tree>),
    /// any one of these
    Choice(Vec<Tree>),
    /// a tree repeated `min` to `max` times, or without limit if `max` is `u32::MAX`
    Repeat {
        /// what is repeated
        tree: Box<Tree>,
        /// the minimum
        min: u32,
        /// the maximum
        max: u32,
    },
    /// the start of the string
    Start,
    /// the end of the string
    End,
    /// what follows must match, or with `negated` must not
    Ahead {
        /// the tree that must or must not match
        tree: Box<Tree>,
        /// whether it must not match
        negated: bool,
    },
    /// what precedes must match, or with `negated` must not
    Behind {
        /// the tree that must or must not match
        tree: Box<Tree>,
        /// whether it must not match
        negated: bool,
    },
}

/// Why an expression could not be parsed into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unparsable {
    /// whether the expression is invalid in ECMA-262, and not just impossible to represent as a tree
    pub is_malformed: bool,
    /// the cause, such as `a back reference`
    pub reason: &'static str,
    /// the byte offset in the expression
    pub offset: usize,
}

impl fmt::Display for Unparsable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.reason, self.offset)
    }
}

impl std::error::Error for Unparsable {}

#[cfg(test)]
mod tests;
