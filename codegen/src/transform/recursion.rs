//! Marks the members that close a cycle of structures and unions.
//!
//! A Rust type that holds itself needs a box somewhere on the way. Lists and maps are boxes
//! of their own, so only members that target a structure or union directly count. The walk
//! goes through the shapes by id and through members in order, and marks the member that
//! leads back to a shape on the current path: the result depends on the model alone.

use std::collections::BTreeMap;

use super::Chosen;
use crate::model::{BOXED, Model, Node, Shape, ShapeId, ShapeKind};

pub(super) fn run(mut model: Model, _chosen: &Chosen) -> Model {
    for (id, member) in closing_members(&model) {
        if let Some(shape) = model.shapes.get_mut(&id) {
            shape.members[member]
                .traits
                .insert(BOXED, Node::Object(Default::default()));
        }
    }
    model
}

/// A shape on the current path and the next of its members to look at.
struct Step<'a> {
    shape: &'a Shape,
    next: usize,
}

fn closing_members(model: &Model) -> Vec<(ShapeId, usize)> {
    let mut found = Vec::new();
    // Whether a shape is on the current path; shapes that are done stay with `false`.
    let mut on_path: BTreeMap<&ShapeId, bool> = BTreeMap::new();
    for root in model.shapes.values().filter(|shape| holds_inline(shape)) {
        if on_path.contains_key(&root.id) {
            continue;
        }
        on_path.insert(&root.id, true);
        let mut path = vec![Step {
            shape: root,
            next: 0,
        }];
        while let Some(step) = path.last_mut() {
            let Step { shape, next: index } = *step;
            let Some(member) = shape.members.get(index) else {
                on_path.insert(&shape.id, false);
                path.pop();
                continue;
            };
            step.next += 1;
            let Some(target) = model.target(member).filter(|target| holds_inline(target)) else {
                continue;
            };
            match on_path.get(&target.id) {
                Some(true) => found.push((shape.id.clone(), index)),
                Some(false) => {}
                None => {
                    on_path.insert(&target.id, true);
                    path.push(Step {
                        shape: target,
                        next: 0,
                    });
                }
            }
        }
    }
    found
}

fn holds_inline(shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union)
}
