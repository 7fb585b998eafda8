//! Checks that every reference leads to a shape of the right type.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::near::NearShapes;
use crate::model::{Member, Model, Operation, Resource, Service, Shape, ShapeId, ShapeKind, UNIT};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let mut check = Check { model, found, near: NearShapes::default() };
    for shape in model.shapes.values().chain(model.partial_shapes()) {
        check.members(shape);
        match &shape.kind {
            ShapeKind::Service(service) => check.service(&shape.id, service),
            ShapeKind::Resource(resource) => check.resource(&shape.id, resource),
            ShapeKind::Operation(operation) => check.operation(&shape.id, operation),
            _ => {}
        }
    }
    if !model.has_syntax_errors() {
        check.streams();
    }
}

struct Check<'a> {
    model: &'a Model,
    found: &'a mut Diagnostics,
    near: NearShapes,
}

impl<'a> Check<'a> {
    /// Looks up a shape. Reports a missing one on `from`, and suggests one that `fits`.
    fn resolve(&mut self, from: &ShapeId, what: &str, id: &ShapeId, fits: fn(&Shape) -> bool) -> Option<&'a Shape> {
        let shape = self.model.shapes.get(id);
        if shape.is_none() && !self.model.knows(id) {
            let message = format!("{what} {id} does not exist in the model");
            let near = self.near.find(&self.model.shapes, id, fits);
            let hint = near.map(|near| format!("did you mean {near}?"));
            self.found.push(Diagnostic::error(event::UNRESOLVED_TARGET, message).on(from).of_reference(id).hint(hint));
        }
        shape
    }

    fn wrong(&mut self, from: &ShapeId, to: &ShapeId, message: String) {
        self.found.push(Diagnostic::error(event::WRONG_TARGET, message).on(from).of_reference(to));
    }

    fn members(&mut self, shape: &'a Shape) {
        for member in &shape.members {
            let id = shape.id.with_member(&member.name);
            let Some(target) = self.resolve(&id, "the target", &member.target, |it| !it.kind.is_service_kind()) else {
                continue;
            };
            if let Some(problem) = wrong_member_target(shape, member, target) {
                self.wrong(&id, &target.id, problem);
            }
        }
    }

    /// Checks that no value within an input or output streams: its owner has to be read first.
    /// <https://smithy.io/2.0/spec/streaming.html#streaming-trait>
    fn streams(&mut self) {
        let model = self.model;
        let shapes = || model.shapes.values();
        let operations = shapes().filter_map(Shape::as_operation);
        let messages: BTreeSet<&ShapeId> = operations.flat_map(|it| [&it.input, &it.output]).collect();
        let nested: BTreeSet<&ShapeId> = shapes().flat_map(|it| &it.members).map(|it| &it.target).collect();
        for shape in shapes().filter(|it| nested.contains(&it.id) && !messages.contains(&it.id)) {
            for member in &shape.members {
                let streams = model.target(member).is_some_and(|it| it.traits.streaming());
                if streams {
                    let message = format!("only members of inputs and outputs can stream, as {} does", member.target);
                    let id = shape.id.with_member(&member.name);
                    self.found
                        .push(Diagnostic::error(event::WRONG_TARGET, message).on(&id).of_reference(&member.target));
                }
            }
        }
    }

    /// Looks up several shapes and checks their type.
    fn all(&mut self, from: &ShapeId, what: &str, ids: &[ShapeId], is_right: fn(&Shape) -> bool) {
        for id in ids {
            if let Some(target) = self.resolve(from, &format!("the {what}"), id, is_right)
                && !is_right(target)
            {
                self.wrong(from, id, format!("the {what} {id} has the wrong type: {}", target.kind.name()));
            }
        }
    }

    fn errors(&mut self, from: &ShapeId, ids: &[ShapeId]) {
        for id in ids {
            let Some(target) = self.resolve(from, "the error", id, |it| it.traits.has("smithy.api#error")) else {
                continue;
            };
            if !matches!(target.kind, ShapeKind::Structure) {
                self.wrong(
                    from,
                    id,
                    format!("the error {id} must be a structure, but its type is {}", target.kind.name()),
                );
            } else if !target.traits.has("smithy.api#error") {
                self.wrong(from, id, format!("the error {id} does not have the trait smithy.api#error"));
            }
        }
    }

    fn service(&mut self, id: &ShapeId, service: &Service) {
        self.all(id, "operation", &service.operations, |shape| shape.as_operation().is_some());
        self.all(id, "resource", &service.resources, |shape| shape.as_resource().is_some());
        self.errors(id, &service.errors);
    }

    fn resource(&mut self, id: &ShapeId, resource: &Resource) {
        let operations: Vec<ShapeId> = resource.all_operations().cloned().collect();
        self.all(id, "operation", &operations, |shape| shape.as_operation().is_some());
        self.all(id, "resource", &resource.resources, |shape| shape.as_resource().is_some());
        let identifiers: Vec<ShapeId> = resource.identifiers.iter().map(|(_, id)| id.clone()).collect();
        self.all(id, "string identifier", &identifiers, |shape| shape.kind.is_string());
        let properties: Vec<ShapeId> = resource.properties.iter().map(|(_, id)| id.clone()).collect();
        self.all(id, "property", &properties, |shape| !shape.kind.is_service_kind());
    }

    fn operation(&mut self, id: &ShapeId, operation: &Operation) {
        for (side, structure) in [("input", &operation.input), ("output", &operation.output)] {
            let is_structure = |it: &Shape| matches!(it.kind, ShapeKind::Structure);
            let Some(target) = self.resolve(id, &format!("the {side}"), structure, is_structure) else {
                continue;
            };
            if !matches!(target.kind, ShapeKind::Structure) {
                let kind = target.kind.name();
                self.wrong(
                    id,
                    structure,
                    format!("the {side} {structure} must be a structure, but its type is {kind}"),
                );
            } else if target.traits.has("smithy.api#error") {
                self.wrong(id, structure, format!("the {side} {structure} must not be an error"));
            }
        }
        self.errors(id, &operation.errors);
    }
}

fn wrong_member_target(shape: &Shape, member: &Member, target: &Shape) -> Option<String> {
    let id = &target.id;
    if target.kind.is_service_kind() {
        return Some(format!("a member cannot target {id}, which has the type {}", target.kind.name()));
    }
    if target.traits.mixin() {
        return Some(format!("a member cannot target {id}, which is a mixin"));
    }
    match shape.kind {
        ShapeKind::Enum | ShapeKind::IntEnum if id.as_str() != UNIT => {
            Some(format!("a member of an enum must target {UNIT}, not {id}"))
        }
        ShapeKind::Structure | ShapeKind::List | ShapeKind::Map if id.as_str() == UNIT => {
            Some(format!("only a member of a union can target {UNIT}"))
        }
        ShapeKind::Map if member.name == "key" && !target.kind.is_string() => {
            Some(format!("the key of a map must be a string, but the type of {id} is {}", target.kind.name()))
        }
        _ => None,
    }
}
