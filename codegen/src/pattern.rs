//! Regular expressions of `pattern` traits, parsed into trees.
//!
//! The language is that of ECMA-262 as far as it occurs in models
//! (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>), with the leniencies of its
//! annex B. `\w`, `\d` and `\s` are ASCII, everything else goes by code point, and `$` is the end
//! of the string only. What the tree cannot say, or what model authors are known to mean
//! differently from what ECMA-262 reads, is [`Unparsable`]: then the service is the judge.

mod class;
mod emit;
mod parser;
mod property;
mod simplify;

use std::fmt;

pub use class::{Categories, Class};
pub use emit::to_tokens;
pub use parser::parse;

/// A regular expression as a tree; the owned counterpart of the runtime's `schema::Node`.
///
/// Captures and the order of preference between matches are gone, as a search only asks whether
/// there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// these characters in turn
    Literal(String),
    /// one character of a class
    Class(Class),
    /// all in turn
    Sequence(Vec<Tree>),
    /// any one
    Choice(Vec<Tree>),
    /// a tree from `min` to `max` times, `u32::MAX` where there is no most
    Repeat {
        /// what is repeated
        tree: Box<Tree>,
        /// the least
        min: u32,
        /// the most
        max: u32,
    },
    /// the start of the string
    Start,
    /// the end of the string
    End,
    /// what follows must match, or with `negated` must not
    Ahead {
        /// what to look for
        tree: Box<Tree>,
        /// whether it must be missing
        negated: bool,
    },
    /// what precedes must match, or with `negated` must not
    Behind {
        /// what to look for
        tree: Box<Tree>,
        /// whether it must be missing
        negated: bool,
    },
}

/// Why an expression has no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unparsable {
    /// whether it is not an expression of ECMA-262 at all, rather than one that the tree cannot say
    pub is_malformed: bool,
    /// what stands in the way, such as `a back reference`
    pub reason: &'static str,
    /// where in the expression, in bytes
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
