//! Finds shapes that no value can have. <https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions>

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Shape, ShapeId, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    check_required(model, found);
    check_collections(model, found);
}

/// Finds structures that require themselves, and unions in which every member does.
///
/// Starts from shapes with no requirements: a structure can exist once all its required members can, a union once one
/// of its members can. The remaining shapes cannot exist.
fn check_required(model: &Model, found: &mut Diagnostics) {
    let mut waiting: HashMap<&ShapeId, usize> = HashMap::new();
    let mut users: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::new();
    let mut ready: Vec<&ShapeId> = Vec::new();
    for shape in model.shapes.values() {
        let needs = needs(model, shape);
        let count = if matches!(shape.kind, ShapeKind::Union) { needs.len().min(1) } else { needs.len() };
        if count == 0 {
            ready.push(&shape.id);
            continue;
        }
        waiting.insert(&shape.id, count);
        for target in needs {
            users.entry(target).or_default().push(&shape.id);
        }
    }
    while let Some(id) = ready.pop() {
        for user in users.get(id).into_iter().flatten() {
            let Some(count) = waiting.get_mut(user) else {
                continue;
            };
            *count -= 1;
            if *count == 0 {
                waiting.remove(user);
                ready.push(user);
            }
        }
    }
    for shape in model.shapes.values().filter(|shape| waiting.contains_key(&shape.id)) {
        let message = "no value of this shape can exist: its required members form a cycle";
        let hint = "make one of the members in the cycle optional".to_owned();
        found.push(Diagnostic::error(event::IMPOSSIBLE_RECURSION, message).on(&shape.id).hint(hint));
    }
}

/// The shapes that must exist before this shape can. Lists and maps can be empty and require nothing. Missing targets
/// are reported elsewhere.
fn needs<'a>(model: &'a Model, shape: &'a Shape) -> Vec<&'a ShapeId> {
    let is_union = matches!(shape.kind, ShapeKind::Union);
    if !is_union && !matches!(shape.kind, ShapeKind::Structure) {
        return Vec::new();
    }
    let members = shape.members.iter().filter(|member| is_union || member.traits.required());
    let resolved = members.map(|member| model.target(member));
    if is_union && resolved.clone().any(|target| target.is_none()) {
        return Vec::new();
    }
    resolved.flatten().map(|target| &target.id).collect()
}

/// Finds lists and maps that contain themselves without a structure or union in between: Rust has no type for them.
/// Each has a single successor, so following it finds the cycle.
fn check_collections(model: &Model, found: &mut Diagnostics) {
    let mut done: HashSet<&ShapeId> = HashSet::new();
    for root in model.shapes.values() {
        let mut path: Vec<&ShapeId> = Vec::new();
        let mut on_path: HashSet<&ShapeId> = HashSet::new();
        let mut here = Some(root);
        while let Some(shape) = here {
            let Some(next) = shape.as_list().or(shape.as_map().map(|(_, value)| value)) else {
                break;
            };
            if !on_path.insert(&shape.id) {
                let start = path.iter().position(|id| **id == shape.id).unwrap_or_default();
                for id in &path[start..] {
                    let message = "the shape contains itself with no structure or union in between";
                    found.push(Diagnostic::error(event::IMPOSSIBLE_RECURSION, message).on(id));
                }
                break;
            }
            if done.contains(&shape.id) {
                break;
            }
            path.push(&shape.id);
            here = model.target(next);
        }
        done.extend(path);
    }
}
