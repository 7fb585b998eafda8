//! The value of a `pattern` trait, parsed by the generator into a tree.
//!
//! The tree serves two walks: validation searches a string for a match, and skeletons make a
//! sample that matches. No regular-expression engine is needed for either.

use std::fmt;

/// A regular expression that a string must contain a match of.
///
/// Smithy patterns are ECMA-262 expressions, searched and not anchored
/// (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>). `\w`, `\d` and `\s` are
/// ASCII, as on the servers.
pub struct Pattern {
    source: &'static str,
    root: Option<Node>,
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// one character of a class
    Class(Class),
    /// all in turn
    Sequence(&'static [Node]),
    /// any one
    Choice(&'static [Node]),
    /// a node from `min` to `max` times, `u32::MAX` where there is no most
    Repeat {
        /// what is repeated
        node: &'static Node,
        /// the least
        min: u32,
        /// the most
        max: u32,
    },
    /// the start of the string
    Start,
    /// the end of the string
    End,
    /// what follows must match, or with `negated` must not; nothing is consumed
    Ahead {
        /// what to look for
        node: &'static Node,
        /// whether it must be missing
        negated: bool,
    },
    /// what precedes must match, or with `negated` must not; nothing is consumed
    Behind {
        /// what to look for
        node: &'static Node,
        /// whether it must be missing
        negated: bool,
    },
}

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// bit n is set where the class holds the ASCII character n
    pub ascii: u128,
    /// the class's other characters, as inclusive ranges of code points
    pub ranges: &'static [(u32, u32)],
    /// Unicode categories beyond ASCII that the class holds
    pub categories: Categories,
    /// whether the class holds what is *not* named beyond ASCII (`ascii` is already turned over)
    pub negated: bool,
}

/// Unicode categories beyond ASCII, as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Categories(pub u8);

impl Categories {
    /// none
    pub const NONE: Self = Self(0);
    /// `\p{L}`, taken as Unicode's wider property Alphabetic
    pub const LETTER: Self = Self(1);
    /// `\p{N}`
    pub const NUMBER: Self = Self(2);
    /// any other category: every character beyond ASCII passes, the service is the judge
    pub const OTHER: Self = Self(4);
}

impl Pattern {
    /// A pattern as the generator parsed it.
    pub const fn new(source: &'static str, root: Node) -> Self {
        Self { source, root: Some(root) }
    }

    /// A pattern that the generator could not parse, such as one with a back reference. Every
    /// string passes; the service is the judge.
    pub const fn unchecked(source: &'static str) -> Self {
        Self { source, root: None }
    }

    /// The expression as the model has it.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The tree, where the generator could parse the expression.
    pub const fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)
    }
}
