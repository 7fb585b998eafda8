//! Compares operations, resources and errors of services, and inputs, outputs and errors of operations.

use std::collections::BTreeSet;

use super::{Diff, Severity};
use crate::model::{Operation, Resource, Service, Shape, ShapeId, ShapeKind};

pub(super) fn changed(diff: &mut Diff<'_>, old: &Shape, new: &Shape) {
    match (&old.kind, &new.kind) {
        (ShapeKind::Service(before), ShapeKind::Service(after)) => service(diff, new, before, after),
        (ShapeKind::Resource(before), ShapeKind::Resource(after)) => resource(diff, new, before, after),
        (ShapeKind::Operation(before), ShapeKind::Operation(after)) => operation(diff, new, before, after),
        _ => {}
    }
}

fn service(diff: &mut Diff<'_>, new: &Shape, before: &Service, after: &Service) {
    let kept = diff.new.operations_of(after);
    let what = Entity { shape: new, kind: "service", title: "Service" };
    what.operations(diff, before.operations.iter().collect(), after.operations.iter().collect(), &kept);
    what.resources(diff, &before.resources, &after.resources);
    for error in without(&after.errors, &before.errors) {
        let message =
            format!("The `{error}` error was added to the `{}` service, and so to all of its operations", new.id);
        diff.push(Severity::Warning, "AddedServiceError", &new.id, message);
    }
    for error in without(&before.errors, &after.errors) {
        let message = format!("The `{error}` error was removed from the `{}` service", new.id);
        diff.push(Severity::Warning, "RemovedServiceError", &new.id, message);
    }
    for (id, name) in &before.rename {
        match after.rename.iter().find(|(other, _)| other == id) {
            Some((_, now)) if now == name => {}
            Some((_, now)) => {
                let message = format!("Service rename of `{id}` was changed from `{name}` to `{now}`");
                diff.push(Severity::Error, "ServiceRename", &new.id, message);
            }
            None => {
                let message = format!("Service rename of `{id}` to `{name}` was removed");
                diff.push(Severity::Error, "ServiceRename", &new.id, message);
            }
        }
    }
    for (id, name) in &after.rename {
        if !before.rename.iter().any(|(other, _)| other == id) && diff.old.shape(id.as_str()).is_some() {
            let message = format!("Service rename of `{id}` to `{name}` was added to an old shape");
            diff.push(Severity::Error, "ServiceRename", &new.id, message);
        }
    }
}

fn resource(diff: &mut Diff<'_>, new: &Shape, before: &Resource, after: &Resource) {
    let what = Entity { shape: new, kind: "resource", title: "Resource" };
    what.operations(diff, before.all_operations().collect(), after.all_operations().collect(), &BTreeSet::new());
    what.resources(diff, &before.resources, &after.resources);
    if before.identifiers != after.identifiers {
        let message = format!("Identifiers of resource `{}` changed", new.id);
        diff.push(Severity::Error, "ChangedResourceIdentifiers", &new.id, message);
    }
}

fn operation(diff: &mut Diff<'_>, new: &Shape, before: &Operation, after: &Operation) {
    let sides = [("Input", "input", &before.input, &after.input), ("Output", "output", &before.output, &after.output)];
    for (title, side, before, after) in sides {
        if before != after {
            let id = format!("ChangedOperation{title}.From.{before}.To.{after}");
            let message = format!("Changed operation {side} of `{}` from `{before}` to `{after}`", new.id);
            diff.push(Severity::Error, id, &new.id, message);
        }
    }
    for error in without(&after.errors, &before.errors) {
        let message = format!("The `{error}` error was added to the `{}` operation", new.id);
        diff.push(Severity::Warning, format!("AddedOperationError.{}", error.name()), &new.id, message);
    }
    for error in without(&before.errors, &after.errors) {
        let message = format!("The `{error}` error was removed from the `{}` operation", new.id);
        diff.push(Severity::Warning, format!("RemovedOperationError.{}", error.name()), &new.id, message);
    }
}

/// The IDs of a list that are not in the other.
fn without<'a>(ids: &'a [ShapeId], others: &[ShapeId]) -> Vec<&'a ShapeId> {
    ids.iter().filter(|id| !others.contains(id)).collect()
}

/// A service or resource, to which operations and resources are bound.
struct Entity<'a> {
    shape: &'a Shape,
    kind: &'static str,
    title: &'static str,
}

impl Entity<'_> {
    fn operations(
        &self,
        diff: &mut Diff<'_>,
        before: BTreeSet<&ShapeId>,
        after: BTreeSet<&ShapeId>,
        kept: &BTreeSet<ShapeId>,
    ) {
        for id in after.difference(&before) {
            self.added(diff, "Operation", id);
        }
        for id in before.difference(&after) {
            self.removed(diff, "Operation", id, kept.contains(*id));
        }
    }

    fn resources(&self, diff: &mut Diff<'_>, before: &[ShapeId], after: &[ShapeId]) {
        for id in without(after, before) {
            self.added(diff, "Resource", id);
        }
        for id in without(before, after) {
            self.removed(diff, "Resource", id, false);
        }
    }

    fn added(&self, diff: &mut Diff<'_>, what: &str, id: &ShapeId) {
        let event = format!("Added{what}Binding.To{}.{}", self.title, id.name());
        let message = format!("{what} binding of `{id}` was added to the {} shape, `{}`", self.kind, self.shape.id);
        diff.push(Severity::Note, event, &self.shape.id, message);
    }

    fn removed(&self, diff: &mut Diff<'_>, what: &str, id: &ShapeId, is_kept: bool) {
        let event = format!("Removed{what}Binding.From{}.{}", self.title, id.name());
        let message = format!("{what} binding of `{id}` was removed from {} shape, `{}`", self.kind, self.shape.id);
        if is_kept {
            let message = format!("{message}, but the operation remains in the service through a resource");
            diff.push(Severity::Note, event, &self.shape.id, message);
        } else {
            diff.push(Severity::Error, event, &self.shape.id, message);
        }
    }
}
