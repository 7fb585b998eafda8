//! Values of the `pattern` trait, parsed into a tree by the generator.
//!
//! The tree is used in two ways: validation searches a string for a match, and skeletons generate a sample that
//! matches. Neither needs a regular-expression engine.

mod matcher;
mod sample;
mod width;

use std::fmt;

/// A regular expression. A valid string contains a match of it.
///
/// Smithy patterns are ECMA-262 expressions, searched and not anchored
/// (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>). `\w`, `\d` and `\s` are ASCII, as on the
/// servers. Everything else matches code points, and `$` only matches the end of the string.
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

/// A node of a pattern's tree.
///
/// Greedy and lazy repetition are the same here, because a search only tells whether there is a match.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// These characters in sequence.
    Literal(&'static str),
    /// One character of a class.
    Class(Class),
    /// All nodes in sequence.
    Sequence(&'static [Node]),
    /// Any one of the nodes.
    Choice(&'static [Node]),
    /// A node, `min` to `max` times. Without a maximum, `max` is `u32::MAX`.
    Repeat {
        /// The repeated node.
        node: &'static Node,
        /// The minimum.
        min: u32,
        /// The maximum.
        max: u32,
    },
    /// The start of the string.
    Start,
    /// The end of the string.
    End,
    /// A lookahead: what follows must match or, with `negated`, must not. Consumes nothing.
    Ahead {
        /// The node to match.
        node: &'static Node,
        /// Whether the node must not match.
        negated: bool,
    },
    /// A lookbehind: what precedes must match or, with `negated`, must not. Consumes nothing.
    Behind {
        /// The node to match.
        node: &'static Node,
        /// Whether the node must not match.
        negated: bool,
    },
}

impl Node {
    /// The node, `min` to `max` times.
    pub const fn repeat(node: &'static Node, min: u32, max: u32) -> Self {
        Self::Repeat { node, min, max }
    }

    /// The node, at least `min` times.
    pub const fn at_least(node: &'static Node, min: u32) -> Self {
        Self::Repeat { node, min, max: u32::MAX }
    }

    /// The node, at most once.
    pub const fn optional(node: &'static Node) -> Self {
        Self::Repeat { node, min: 0, max: 1 }
    }

    /// A lookahead: the node must match what follows.
    pub const fn ahead(node: &'static Node) -> Self {
        Self::Ahead { node, negated: false }
    }

    /// A negative lookahead: the node must not match what follows.
    pub const fn not_ahead(node: &'static Node) -> Self {
        Self::Ahead { node, negated: true }
    }

    /// A lookbehind: the node must match what precedes.
    pub const fn behind(node: &'static Node) -> Self {
        Self::Behind { node, negated: false }
    }

    /// A negative lookbehind: the node must not match what precedes.
    pub const fn not_behind(node: &'static Node) -> Self {
        Self::Behind { node, negated: true }
    }
}

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// The ASCII characters of the class: bit n stands for the character n.
    pub ascii: u128,
    /// Other characters of the class, as inclusive ranges of code points.
    pub ranges: &'static [(u32, u32)],
    /// Unicode categories of characters beyond ASCII.
    pub categories: Categories,
    /// Whether the class holds the characters beyond ASCII that are *not* listed. `ascii` is already inverted.
    pub negated: bool,
}

impl Class {
    /// Creates a class of the ASCII characters whose bits are set.
    pub const fn ascii(ascii: u128) -> Self {
        Self { ascii, ranges: &[], categories: Categories::NONE, negated: false }
    }

    /// Adds inclusive ranges of code points beyond ASCII.
    pub const fn or_ranges(self, ranges: &'static [(u32, u32)]) -> Self {
        Self { ranges, ..self }
    }

    /// Adds Unicode categories beyond ASCII.
    pub const fn or_categories(self, categories: Categories) -> Self {
        Self { categories, ..self }
    }

    /// Adds all characters beyond ASCII, except those added so far.
    pub const fn or_others(self) -> Self {
        Self { negated: true, ..self }
    }

    /// Whether the class contains the character.
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

/// A set of Unicode categories beyond ASCII, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Categories(pub u8);

impl Categories {
    /// No category.
    pub const NONE: Self = Self(0);
    /// `\p{L}`, implemented as Unicode's wider property Alphabetic.
    pub const LETTER: Self = Self(1);
    /// `\p{N}`.
    pub const NUMBER: Self = Self(2);
    /// Any other category: every character beyond ASCII matches, and the service decides.
    pub const OTHER: Self = Self(4);

    /// The union of both sets.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Pattern {
    /// Creates a pattern from the tree that the generator parsed.
    pub const fn new(source: &'static str, root: Node) -> Self {
        Self { source, root: Some(root) }
    }

    /// Creates a pattern that the generator could not parse, for example because of a back-reference. It matches every
    /// string, and the service decides.
    pub const fn unchecked(source: &'static str) -> Self {
        Self { source, root: None }
    }

    /// The expression as written in the model.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The tree, if the generator could parse the expression.
    pub const fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// Whether the text contains a match.
    ///
    /// The search gives up and returns true after far more steps than any reasonable text needs. The service then
    /// decides.
    pub fn is_match(&self, text: &str) -> bool {
        self.root.as_ref().is_none_or(|root| matcher::search(root, text).unwrap_or(true))
    }

    /// A readable string that matches and has `min` to `max` code points. Always the same one.
    ///
    /// `None` if no such string was found, or if the generator could not parse the pattern.
    #[inline]
    pub fn sample(&self, min: u64, max: u64) -> Option<String> {
        self.sample_like("example", min, max)
    }

    /// Like [`Pattern::sample`], but with the seed, such as a member's name, as content if the pattern allows it.
    #[inline]
    pub fn sample_like(&self, seed: &str, min: u64, max: u64) -> Option<String> {
        sample::sample(self.root.as_ref()?, seed, min, max)
    }
}

impl fmt::Debug for Pattern {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)
    }
}

#[cfg(test)]
mod tests;
