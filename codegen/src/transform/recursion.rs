//! Marks the members that close a cycle of structures and unions.
//!
//! A recursive Rust type needs a box somewhere in the cycle. Lists and maps already allocate, so only members that
//! directly target a structure or union count.
//!
//! The marked members must not depend on what else is generated, or a type would change when another operation is
//! selected. Therefore the strongly connected components are processed one at a time, each starting from its first
//! shape by ID, with members in order. The model always contains everything that a shape reaches, so it contains the
//! whole component.

use super::Chosen;
use crate::model::{BOXED, Model, Node, Shape, ShapeId, ShapeKind};

pub(super) fn run(mut model: Model, _chosen: &Chosen) -> Model {
    for (id, member) in closing_members(&model) {
        let shape = model.shapes.get_mut(&id);
        if let Some(member) = shape.and_then(|shape| shape.members.get_mut(member)) {
            member.traits.insert(BOXED, Node::Object(Default::default()));
        }
    }
    model
}

/// The structures and unions by number, and their edges: the number of the member and of its target.
struct Graph<'a> {
    ids: Vec<&'a ShapeId>,
    edges: Vec<Vec<(usize, usize)>>,
}

impl<'a> Graph<'a> {
    fn of(model: &'a Model) -> Self {
        let inline = |shape: &&Shape| matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union);
        let shapes: Vec<&Shape> = model.shapes.values().filter(inline).collect();
        let ids: Vec<&ShapeId> = shapes.iter().map(|shape| &shape.id).collect();
        // The IDs are sorted because they come from an ordered map.
        let edges_of = |shape: &&Shape| {
            let numbered = shape.members.iter().enumerate();
            numbered.filter_map(|(n, member)| Some((n, ids.binary_search(&&member.target).ok()?))).collect()
        };
        let edges = shapes.iter().map(edges_of).collect();
        Self { ids, edges }
    }

    /// Assigns the same number to two shapes if each reaches the other (Kosaraju's algorithm).
    fn components(&self) -> Vec<usize> {
        let mut backwards = vec![Vec::new(); self.ids.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            for (_, to) in edges {
                backwards[*to].push((0, from));
            }
        }
        let mut components = vec![usize::MAX; self.ids.len()];
        for root in finished(&self.edges).into_iter().rev() {
            let mut queue = vec![root];
            while let Some(node) = queue.pop() {
                if components[node] == usize::MAX {
                    components[node] = root;
                    queue.extend(backwards[node].iter().map(|(_, from)| *from));
                }
            }
        }
        components
    }
}

/// All nodes in the order in which a walk finishes them.
fn finished(edges: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    walk(edges, |event| {
        if let Event::Done(node) = event {
            order.push(node);
        }
    });
    order
}

/// An event of a walk.
enum Event {
    /// An edge back to the current path, as the node and the number of the member.
    Closing(usize, usize),
    /// A node whose edges have all been visited.
    Done(usize),
}

/// Walks a graph depth first, starting from each node in order. The path is kept in a list, not on the call stack,
/// because a model may be nested to any depth.
fn walk(edges: &[Vec<(usize, usize)>], mut meet: impl FnMut(Event)) {
    let mut seen = vec![false; edges.len()];
    let mut on_path = vec![false; edges.len()];
    for root in 0..edges.len() {
        let mut path = if seen[root] { Vec::new() } else { vec![(root, 0)] };
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            (seen[node], on_path[node]) = (true, true);
            match edges[node].get(*next) {
                Some(&(member, target)) => {
                    *next += 1;
                    if on_path[target] {
                        meet(Event::Closing(node, member));
                    } else if !seen[target] {
                        path.push((target, 0));
                    }
                }
                None => {
                    on_path[node] = false;
                    meet(Event::Done(node));
                    path.pop();
                }
            }
        }
    }
}

fn closing_members(model: &Model) -> Vec<(ShapeId, usize)> {
    let mut graph = Graph::of(model);
    let components = graph.components();
    for (from, edges) in graph.edges.iter_mut().enumerate() {
        edges.retain(|(_, to)| components[from] == components[*to]);
    }
    let mut found = Vec::new();
    walk(&graph.edges, |event| {
        if let Event::Closing(node, member) = event {
            found.push((graph.ids[node].clone(), member));
        }
    });
    found
}
