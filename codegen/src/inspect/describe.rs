//! Describes shapes as trees.

use std::collections::BTreeSet;

use super::tree::Tree;
use super::users;
use crate::model::{Member, Model, Node, Operation, Service, Shape, ShapeId, ShapeKind, UNIT};

/// Describes a shape to a maximum depth, and lists the shapes that use it.
pub(super) fn shape(model: &Model, shape: &Shape, depth: usize) -> Tree {
    let mut description = Description { model, seen: BTreeSet::new() };
    let mut tree = description.shape(shape, depth);
    let mut used = Tree::new("used by");
    for (user, how) in users(model, &shape.id) {
        used.push(Tree::new(format!("{} {}{how}", user.kind.name(), user.id)));
    }
    if !used.children.is_empty() {
        tree.push(used);
    }
    tree
}

struct Description<'m> {
    model: &'m Model,
    /// Shapes whose members are already shown.
    seen: BTreeSet<&'m ShapeId>,
}

impl<'m> Description<'m> {
    fn shape(&mut self, shape: &'m Shape, depth: usize) -> Tree {
        let mut tree = Tree::new(format!("{} {}", shape.kind.name(), shape.id)).notes(notes(shape, None));
        match &shape.kind {
            ShapeKind::Service(service) => self.service(&mut tree, service),
            ShapeKind::Resource(resource) => {
                let operations = resource.all_operations().map(ShapeId::as_str);
                operations.for_each(|id| tree.push(Tree::new(format!("operation {id}"))));
            }
            ShapeKind::Operation(operation) => self.operation(&mut tree, operation, depth),
            _ => self.members(&mut tree, shape, depth),
        }
        tree
    }

    fn service(&mut self, tree: &mut Tree, service: &'m Service) {
        tree.notes.insert(0, format!("version {}", service.version));
        for id in self.model.operations_of(service) {
            let Some(shape) = self.model.shape(id.as_str()) else { continue };
            tree.push(Tree::new(format!("operation {}", id.name())).notes(notes(shape, None)));
        }
        for id in &service.errors {
            tree.push(Tree::new(format!("error {id}")));
        }
    }

    fn operation(&mut self, tree: &mut Tree, operation: &'m Operation, depth: usize) {
        for (role, id) in [("input", &operation.input), ("output", &operation.output)] {
            let Some(shape) = self.model.shape(id.as_str()).filter(|_| id.as_str() != UNIT) else {
                tree.push(Tree::new(format!("{role}: none")));
                continue;
            };
            let mut side = Tree::new(format!("{role} {id}"));
            self.members(&mut side, shape, depth);
            tree.push(side);
        }
        for id in &operation.errors {
            let Some(shape) = self.model.shape(id.as_str()) else { continue };
            let mut error = Tree::new(format!("error {id}")).notes(notes(shape, None));
            self.members(&mut error, shape, depth.min(1));
            tree.push(error);
        }
    }

    /// Adds the members of a shape, and below each the members of its target, to a maximum depth. A shape is expanded
    /// only once, so that recursion ends.
    fn members(&mut self, tree: &mut Tree, shape: &'m Shape, depth: usize) {
        if shape.members.is_empty() {
            return;
        }
        if depth == 0 || !self.seen.insert(&shape.id) {
            tree.notes.push("…".to_owned());
            return;
        }
        for member in &shape.members {
            let target = self.model.target(member);
            let mut line = Tree::new(label(shape, member)).notes(notes(shape, Some(member)));
            if let Some(target) = target {
                let new = notes(target, None).into_iter().filter(|note| !line.notes.contains(note));
                let new: Vec<String> = new.collect();
                line.notes.extend(new);
                if !target.kind.has_named_members() || matches!(target.kind, ShapeKind::Structure | ShapeKind::Union) {
                    self.members(&mut line, target, depth - 1);
                } else {
                    let names: Vec<&str> = target.members.iter().map(|it| it.name.as_str()).collect();
                    line.notes.push(names.join(" | "));
                }
            }
            tree.push(line);
        }
    }
}

fn label(shape: &Shape, member: &Member) -> String {
    if shape.kind.has_named_members() && !matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union) {
        return member.name.clone();
    }
    let id = &member.target;
    let target = if id.namespace() == "smithy.api" { id.name() } else { id.as_str() };
    // As in the IDL, shapes in the same namespace are shown without it.
    let target = target.strip_prefix(&format!("{}#", shape.id.namespace())).unwrap_or(target);
    format!("{}: {target}", member.name)
}

/// Describes the traits of a shape or member.
fn notes(shape: &Shape, member: Option<&Member>) -> Vec<String> {
    let traits = member.map_or(&shape.traits, |member| &member.traits);
    let mut notes = Vec::new();
    for (id, value) in traits.iter() {
        let name = id.rsplit('#').next().unwrap_or(id);
        match (name, value) {
            // Traits that are shown elsewhere or do not affect values.
            (
                "documentation" | "examples" | "input" | "output" | "endpointRuleSet" | "endpointBdd" | "endpointTests",
                _,
            )
            | (
                "smokeTests" | "httpRequestTests" | "httpResponseTests" | "waitable" | "mixin" | "enum" | "unitType",
                _,
            ) => {}
            ("length", _) => notes.push(bounds(value, "length")),
            ("range", _) => notes.push(bounds(value, "range")),
            ("default", value) => notes.push(format!("default {value}")),
            ("enumValue", value) => notes.push(format!("= {value}")),
            ("pattern", Node::String(pattern)) => notes.push(format!("matches {pattern}")),
            ("http", value) => notes.push(http(value)),
            ("auth", Node::Array(schemes)) if schemes.is_empty() => notes.push("no authentication".to_owned()),
            ("error", Node::String(fault)) => notes.push(format!("{fault} error")),
            (name, Node::Object(object)) if object.is_empty() => notes.push(name.to_owned()),
            (name, Node::Object(_) | Node::Array(_)) => notes.push(name.to_owned()),
            (name, value) => notes.push(format!("{name} {}", value.as_str().map_or(value.to_string(), str::to_owned))),
        }
    }
    notes
}

fn bounds(value: &Node, name: &str) -> String {
    match (value.get("min"), value.get("max")) {
        (Some(min), Some(max)) => format!("{name} {min} to {max}"),
        (Some(min), None) => format!("{name} at least {min}"),
        (None, Some(max)) => format!("{name} at most {max}"),
        (None, None) => name.to_owned(),
    }
}

fn http(value: &Node) -> String {
    let text = |key| value.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
    let code = value.get("code").map(|code| format!(" {code}")).unwrap_or_default();
    format!("{} {}{code}", text("method"), text("uri"))
}
