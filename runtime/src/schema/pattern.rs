//! The value of a `pattern` trait, parsed by the generator into a tree.
//!
//! The tree serves two walks: validation searches a string for a match, and skeletons make a
//! sample that matches. No regular-expression engine is needed for either.

mod matcher;
mod sample;
mod width;

use std::fmt;

/// A regular expression that a string must contain a match of.
///
/// Smithy patterns are ECMA-262 expressions, searched and not anchored
/// (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>). `\w`, `\d` and `\s` are
/// ASCII, as on the servers; everything else goes by code point, and `$` is the end of the string
/// only.
///
/// ```
/// use tinsmith_runtime::schema::{Class, Node, Pattern};
///
/// static DIGITS: Pattern = Pattern::new(
///     "^[0-9]+$",
///     Node::Sequence(&[Node::Start, Node::at_least(&Node::Class(Class::ascii(0x3ff << 48)), 1), Node::End]),
/// );
/// assert!(DIGITS.is_match("42"));
/// assert!(!DIGITS.is_match("4 2"));
/// assert_eq!(DIGITS.sample(12, 12).as_deref(), Some("123456789012"));
/// ```
pub struct Pattern {
    source: &'static str,
    root: Option<Node>,
}

/// A part of a pattern.
///
/// Greedy and lazy repetition are the same here: a search only asks whether there is a match.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// these characters in turn
    Literal(&'static str),
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

impl Node {
    /// The node from `min` to `max` times.
    pub const fn repeat(node: &'static Node, min: u32, max: u32) -> Self {
        Self::Repeat { node, min, max }
    }

    /// The node `min` times or more.
    pub const fn at_least(node: &'static Node, min: u32) -> Self {
        Self::Repeat { node, min, max: u32::MAX }
    }

    /// The node once or not at all.
    pub const fn optional(node: &'static Node) -> Self {
        Self::Repeat { node, min: 0, max: 1 }
    }

    /// The node must match what follows.
    pub const fn ahead(node: &'static Node) -> Self {
        Self::Ahead { node, negated: false }
    }

    /// The node must not match what follows.
    pub const fn not_ahead(node: &'static Node) -> Self {
        Self::Ahead { node, negated: true }
    }

    /// The node must match what precedes.
    pub const fn behind(node: &'static Node) -> Self {
        Self::Behind { node, negated: false }
    }

    /// The node must not match what precedes.
    pub const fn not_behind(node: &'static Node) -> Self {
        Self::Behind { node, negated: true }
    }
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

impl Class {
    /// The ASCII characters whose bits are set.
    pub const fn ascii(ascii: u128) -> Self {
        Self { ascii, ranges: &[], categories: Categories::NONE, negated: false }
    }

    /// With these inclusive ranges of code points beyond ASCII.
    pub const fn or_ranges(self, ranges: &'static [(u32, u32)]) -> Self {
        Self { ranges, ..self }
    }

    /// With these categories beyond ASCII.
    pub const fn or_categories(self, categories: Categories) -> Self {
        Self { categories, ..self }
    }

    /// With all characters beyond ASCII but those named so far.
    pub const fn or_others(self) -> Self {
        Self { negated: true, ..self }
    }

    /// Whether the class holds the character.
    pub fn contains(&self, c: char) -> bool {
        let code = u32::from(c);
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        if self.categories.has(Categories::OTHER) {
            return true;
        }
        let named = self.ranges.iter().any(|&(first, last)| (first..=last).contains(&code))
            || self.categories.has(Categories::LETTER) && c.is_alphabetic()
            || self.categories.has(Categories::NUMBER) && c.is_numeric();
        named != self.negated
    }
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

    /// These and those.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
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

    /// Whether the text contains a match.
    ///
    /// The search gives up after a number of steps that is far beyond what an honest text needs,
    /// and then says yes: the service is the judge.
    pub fn is_match(&self, text: &str) -> bool {
        self.root.as_ref().is_none_or(|root| matcher::search(root, text).unwrap_or(true))
    }

    /// A readable text that matches and has from `min` to `max` code points; always the same one.
    ///
    /// None where no such text was found, and for a pattern that the generator could not parse.
    #[inline]
    pub fn sample(&self, min: u64, max: u64) -> Option<String> {
        self.sample_like("example", min, max)
    }

    /// Like [`Pattern::sample`], with the seed, such as a member's name, as the content where the
    /// pattern lets it.
    #[inline]
    pub fn sample_like(&self, seed: &str, min: u64, max: u64) -> Option<String> {
        sample::sample(self.root.as_ref()?, seed, min, max)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)
    }
}

#[cfg(test)]
mod tests;
