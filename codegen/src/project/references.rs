//! Updates references to shapes that are removed or renamed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Shape, ShapeId, ShapeKind, UNIT};

/// Removes shapes and everything that depends on them: members that target them, lists and maps of them, and bindings.
/// An operation whose input or output is removed gets the unit type.
pub(super) fn remove(model: &mut Model, mut gone: BTreeSet<ShapeId>) {
    let unit = ShapeId::parse(UNIT);
    while !gone.is_empty() {
        model.shapes.retain(|id, _| !gone.contains(id));
        let mut next = BTreeSet::new();
        for (id, shape) in &mut model.shapes {
            let before = shape.members.len();
            shape.members.retain(|member| !gone.contains(&member.target));
            let is_broken = matches!(shape.kind, ShapeKind::List | ShapeKind::Map) && shape.members.len() < before;
            if is_broken {
                next.insert(id.clone());
            }
            bindings(shape, |it| !gone.contains(it), unit.as_ref());
        }
        gone = next;
    }
}

/// Removes references of a service, resource or operation to missing shapes.
fn bindings(shape: &mut Shape, is_there: impl Fn(&ShapeId) -> bool, unit: Option<&ShapeId>) {
    match &mut shape.kind {
        ShapeKind::Service(service) => {
            for list in [&mut service.operations, &mut service.resources, &mut service.errors] {
                list.retain(&is_there);
            }
            service.rename.retain(|(id, _)| is_there(id));
        }
        ShapeKind::Resource(resource) => {
            for list in [&mut resource.operations, &mut resource.collection_operations, &mut resource.resources] {
                list.retain(&is_there);
            }
            for list in [&mut resource.identifiers, &mut resource.properties] {
                list.retain(|(_, id)| is_there(id));
            }
            resource.lifecycle.retain(|(_, id)| is_there(id));
        }
        ShapeKind::Operation(operation) => {
            operation.errors.retain(&is_there);
            for side in [&mut operation.input, &mut operation.output] {
                if let Some(unit) = unit.filter(|_| !is_there(side)) {
                    *side = unit.clone();
                }
            }
        }
        _ => {}
    }
}

/// Renames shapes and all references to them.
pub(super) fn rename(model: &mut Model, names: &BTreeMap<ShapeId, ShapeId>) {
    let replace = |id: &mut ShapeId| {
        if let Some(new) = names.get(id) {
            *id = new.clone();
        }
    };
    let shapes = std::mem::take(&mut model.shapes);
    model.shapes = shapes
        .into_values()
        .map(|mut shape| {
            replace(&mut shape.id);
            shape.members.iter_mut().for_each(|member| replace(&mut member.target));
            shape.mixins.iter_mut().for_each(replace);
            match &mut shape.kind {
                ShapeKind::Service(it) => {
                    let lists = [&mut it.operations, &mut it.resources, &mut it.errors];
                    lists.into_iter().flatten().for_each(replace);
                    it.rename.iter_mut().for_each(|(id, _)| replace(id));
                }
                ShapeKind::Resource(it) => {
                    let lists = [&mut it.operations, &mut it.collection_operations, &mut it.resources];
                    lists.into_iter().flatten().for_each(replace);
                    let named = [&mut it.identifiers, &mut it.properties];
                    named.into_iter().flatten().for_each(|(_, id)| replace(id));
                    it.lifecycle.iter_mut().for_each(|(_, id)| replace(id));
                }
                ShapeKind::Operation(it) => {
                    replace(&mut it.input);
                    replace(&mut it.output);
                    it.errors.iter_mut().for_each(replace);
                }
                _ => {}
            }
            (shape.id.clone(), shape)
        })
        .collect();
}
