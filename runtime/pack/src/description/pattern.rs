//! Patterns.

use serde::{Deserialize, Serialize};

use super::{NodeRef, Text};

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The expression as written in the model.
    pub source: Text,
    /// The nodes of the tree, with the root last. A node refers only to nodes before it. Empty if the expression could
    /// not be parsed.
    pub nodes: Vec<PatternNode>,
}

/// A node of a pattern's tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PatternNode {
    /// These characters in sequence.
    Literal(Text),
    /// One character of a class.
    Class {
        /// The ASCII characters of the class: bit n stands for the character n.
        ascii: u128,
        /// Other characters of the class, as inclusive ranges of code points.
        ranges: Vec<(u32, u32)>,
        /// Unicode categories, as the bits of the runtime's `Categories`.
        categories: u8,
        /// Whether the class holds the characters beyond ASCII that are not listed.
        negated: bool,
    },
    /// All nodes in sequence.
    Sequence(Vec<NodeRef>),
    /// Any one of the nodes.
    Choice(Vec<NodeRef>),
    /// A node, `min` to `max` times.
    Repeat {
        /// The repeated node.
        node: NodeRef,
        /// The minimum.
        min: u32,
        /// The maximum.
        max: u32,
    },
    /// The start of the string.
    Start,
    /// The end of the string.
    End,
    /// What follows must match or, with `true`, must not.
    Ahead(NodeRef, bool),
    /// What precedes must match or, with `true`, must not.
    Behind(NodeRef, bool),
}
