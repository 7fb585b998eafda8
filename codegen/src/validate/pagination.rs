//! Checks that the members in `paginated` exist. <https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait>

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Operation, Paginated, Shape, ShapeId, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let mut bound: BTreeSet<ShapeId> = BTreeSet::new();
    for (shape, service) in model.services() {
        let from_service = shape.traits.paginated().unwrap_or_default();
        for id in model.operations_of(service) {
            if let Some(shape) = model.shapes.get(&id) {
                check_operation(model, shape, from_service, found);
            }
            bound.insert(id);
        }
    }
    for shape in model.shapes.values().filter(|shape| !bound.contains(&shape.id)) {
        check_operation(model, shape, Paginated::default(), found);
    }
}

fn check_operation(model: &Model, shape: &Shape, from_service: Paginated<'_>, found: &mut Diagnostics) {
    let Some((operation, own)) = shape.as_operation().zip(shape.traits.paginated()) else {
        return;
    };
    for problem in problems(model, operation, own.or(from_service)) {
        let message = format!("clients get no paginator: {problem}");
        found.push(Diagnostic::warning(event::PAGINATION, message).on(&shape.id).of_trait("smithy.api#paginated"));
    }
}

/// The operations of a service whose pagination is invalid.
pub(crate) fn unsound_pages(model: &Model, service: &Shape) -> Vec<ShapeId> {
    let from_service = service.traits.paginated().unwrap_or_default();
    let operations = service.as_service().map(|it| model.operations_of(it)).unwrap_or_default();
    let is_unsound = |id: &ShapeId| {
        let shape = model.shapes.get(id);
        let found = shape.and_then(|shape| shape.as_operation().zip(shape.traits.paginated()));
        found.is_some_and(|(operation, own)| !problems(model, operation, own.or(from_service)).is_empty())
    };
    operations.into_iter().filter(is_unsound).collect()
}

fn problems(model: &Model, operation: &Operation, paginated: Paginated<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, path, structure) in [
        ("inputToken", paginated.input_token, &operation.input),
        ("outputToken", paginated.output_token, &operation.output),
    ] {
        match path {
            None => found.push(format!("neither the operation nor its service sets {name}")),
            Some(path) => found.extend(resolve(model, structure, name, path).err()),
        }
    }
    if let Some(path) = paginated.items {
        match resolve(model, &operation.output, "items", path) {
            Ok(None) => {}
            Ok(Some(target)) if matches!(target.kind, ShapeKind::List | ShapeKind::Map) => {}
            Ok(Some(target)) => {
                found.push(format!("items refers to {path}, which is a {}, not a list or map", target.kind.name()));
            }
            Err(problem) => found.push(problem),
        }
    }
    if let Some(path) = paginated.page_size {
        match resolve(model, &operation.input, "pageSize", path) {
            // Some old APIs use a string for the number.
            Ok(Some(target)) if target.kind.is_whole_number() || target.kind.is_string() => {}
            Ok(None) => {}
            Ok(Some(target)) => {
                found.push(format!("pageSize refers to {path}, which is a {}, not an integer", target.kind.name()));
            }
            Err(problem) => found.push(problem),
        }
    }
    let input = model.shapes.get(&operation.input);
    // A required page size is set by the caller for every page.
    let token = paginated.input_token.and_then(|member| input?.member(member));
    if let Some(member) = token.filter(|member| member.traits.required()) {
        found.push(format!(
            "inputToken refers to {}, which is required, so that the first page cannot be requested",
            member.name
        ));
    }
    found
}

/// Follows a dotted path from a structure. Returns `None` if a target is not in the model, which is reported elsewhere.
fn resolve<'a>(model: &'a Model, structure: &ShapeId, name: &str, path: &str) -> Result<Option<&'a Shape>, String> {
    let mut here = model.shapes.get(structure);
    for step in path.split('.') {
        let Some(shape) = here else { return Ok(None) };
        let Some(member) = shape.member(step) else {
            return Err(format!("{name} refers to {path}, but {} has no member {step}", shape.id));
        };
        here = model.target(member);
    }
    Ok(here)
}
