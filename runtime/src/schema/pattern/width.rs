//! The number of code points that a node can match.

use super::Node;

/// The minimum and maximum number of code points of a match. Without a maximum, `u64::MAX`.
#[inline]
pub(super) fn width(node: &Node) -> (u64, u64) {
    match node {
        Node::Class(_) => (1, 1),
        Node::Literal(text) => {
            let count = text.chars().count() as u64;
            (count, count)
        }
        Node::Sequence(nodes) => nodes
            .iter()
            .map(width)
            .fold((0, 0), |(min, max), (least, most)| (min.saturating_add(least), max.saturating_add(most))),
        Node::Choice(nodes) => nodes
            .iter()
            .map(width)
            .reduce(|(min, max), (least, most)| (min.min(least), max.max(most)))
            .unwrap_or((0, 0)),
        Node::Repeat { node, min, max } => {
            let (least, most) = width(node);
            let times = if *max == u32::MAX { u64::MAX } else { u64::from(*max) };
            (least.saturating_mul(u64::from(*min)), most.saturating_mul(times))
        }
        Node::Start | Node::End | Node::Ahead { .. } | Node::Behind { .. } => (0, 0),
    }
}
