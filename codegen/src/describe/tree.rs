//! Pattern trees as lists of nodes.

use tinsmith_pack::description::{NodeRef, Pattern, PatternNode};

use super::Writer;
use crate::ir;
use crate::pattern::{Categories, Tree};

/// Appends a node to a list and returns its number.
pub(super) fn push<T>(nodes: &mut Vec<T>, node: T) -> NodeRef {
    nodes.push(node);
    NodeRef(u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX))
}

impl Writer<'_> {
    pub(super) fn pattern(&mut self, pattern: &ir::Pattern) -> Pattern {
        let mut nodes = Vec::new();
        if let Some(tree) = &pattern.tree {
            self.tree(tree, &mut nodes);
        }
        Pattern { source: self.text(&pattern.source), nodes }
    }

    /// Adds the nodes of a tree, the root last.
    fn tree(&mut self, tree: &Tree, nodes: &mut Vec<PatternNode>) -> NodeRef {
        let node = match tree {
            Tree::Literal(text) => PatternNode::Literal(self.text(text)),
            Tree::Class(class) => PatternNode::Class {
                ascii: class.ascii,
                ranges: class.ranges.clone(),
                categories: bits(&class.categories),
                negated: class.negated,
            },
            Tree::Sequence(all) => PatternNode::Sequence(all.iter().map(|it| self.tree(it, nodes)).collect()),
            Tree::Choice(all) => PatternNode::Choice(all.iter().map(|it| self.tree(it, nodes)).collect()),
            Tree::Repeat { tree, min, max } => {
                PatternNode::Repeat { node: self.tree(tree, nodes), min: *min, max: *max }
            }
            Tree::Start => PatternNode::Start,
            Tree::End => PatternNode::End,
            Tree::Ahead { tree, negated } => PatternNode::Ahead(self.tree(tree, nodes), *negated),
            Tree::Behind { tree, negated } => PatternNode::Behind(self.tree(tree, nodes), *negated),
        };
        push(nodes, node)
    }
}

/// Categories as the runtime's bit set.
fn bits(categories: &Categories) -> u8 {
    u8::from(categories.letter) | u8::from(categories.number) << 1 | u8::from(categories.other) << 2
}
