//! Patterns.

use serde::{Deserialize, Serialize};

use super::{NodeRef, Text};

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The expression as it stands in the model.
    pub source: Text,
    /// Its tree, the root last; a node refers only to nodes before it. Empty where the expression
    /// could not be parsed.
    pub nodes: Vec<PatternNode>,
}

/// A node of a pattern's tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PatternNode {
    /// these characters in turn
    Literal(Text),
    /// one character of a class
    Class {
        /// bit n is set where the class holds the ASCII character n
        ascii: u128,
        /// the class's other characters, as inclusive ranges of code points
        ranges: Vec<(u32, u32)>,
        /// Unicode categories, as the bits of the runtime's `Categories`
        categories: u8,
        /// whether the class holds what is not named beyond ASCII
        negated: bool,
    },
    /// all in turn
    Sequence(Vec<NodeRef>),
    /// any one
    Choice(Vec<NodeRef>),
    /// a node from `min` to `max` times
    Repeat {
        /// what is repeated
        node: NodeRef,
        /// the least
        min: u32,
        /// the most
        max: u32,
    },
    /// the start of the string
    Start,
    /// the end of the string
    End,
    /// what follows must match, or with `true` must not
    Ahead(NodeRef, bool),
    /// what precedes must match, or with `true` must not
    Behind(NodeRef, bool),
}
