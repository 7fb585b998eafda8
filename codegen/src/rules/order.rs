//! Numbers nodes in the order in which they are reached, which drops unreachable ones.

use std::collections::BTreeMap;

use super::{Decision, Place};

/// The target of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Edge<K> {
    /// to the node with this key
    Node(K),
    /// to the result with this index
    Result(usize),
}

/// The nodes that can be reached from the root, and the place of the root. `node_of` returns a node's condition and its
/// two branches.
pub(super) fn order<K: Ord + Copy>(
    root: Edge<K>,
    node_of: impl Fn(K) -> (usize, Edge<K>, Edge<K>),
) -> (Vec<Decision>, Place) {
    let mut keys: Vec<K> = Vec::new();
    let mut numbers: BTreeMap<K, usize> = BTreeMap::new();
    let mut place = |edge, keys: &mut Vec<K>| match edge {
        Edge::Result(index) => Place::Result(index),
        Edge::Node(key) => Place::Node(*numbers.entry(key).or_insert_with(|| {
            keys.push(key);
            keys.len() - 1
        })),
    };
    let root = place(root, &mut keys);
    let mut nodes = Vec::new();
    while let Some(&key) = keys.get(nodes.len()) {
        let (condition, yes, no) = node_of(key);
        nodes.push(Decision { condition, yes: place(yes, &mut keys), no: place(no, &mut keys) });
    }
    (nodes, root)
}
