//! Describes a service, operation or shape of a model as a tree, for display or as JSON.

mod describe;
mod tree;

use std::collections::BTreeSet;

pub use tree::Tree;

use crate::diagnostic::near_matches;
use crate::model::{Model, Shape, ShapeId, ShapeKind};

/// Describes the shape with a name: a shape ID, or a name that is unique in the model. Without a name, describes the
/// only service of the model, or lists its services.
///
/// # Errors
///
/// Fails with a message if the name does not exist or is ambiguous.
pub fn inspect(model: &Model, name: Option<&str>, depth: usize) -> Result<Tree, String> {
    let shape = match name {
        Some(name) => find(model, name)?,
        None => {
            let services: Vec<&Shape> = model.services().map(|(shape, _)| shape).collect();
            match services.as_slice() {
                [only] => *only,
                _ => return Ok(overview(model, &services)),
            }
        }
    };
    Ok(describe::shape(model, shape, depth))
}

/// Lists the services of a model, or the namespaces of its shapes if it has no service.
fn overview(model: &Model, services: &[&Shape]) -> Tree {
    let mut tree = Tree::new("model");
    for service in services {
        tree.push(Tree::new(service.id.to_string()));
    }
    if services.is_empty() {
        let shapes = model.shapes.values().filter(|shape| shape.id.namespace() != "smithy.api");
        shapes.for_each(|shape| tree.push(Tree::new(format!("{} {}", shape.kind.name(), shape.id))));
    }
    tree
}

fn find<'m>(model: &'m Model, name: &str) -> Result<&'m Shape, String> {
    if let Some(shape) = model.shape(name) {
        return Ok(shape);
    }
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<&'m Shape> {
        model.shapes.values().filter(|shape| fits(shape.id.name())).collect()
    };
    let mut found = named(&|it| it == name);
    if found.is_empty() {
        // Names of the command line also match: `get-forecast` is GetForecast.
        let plain = |text: &str| text.chars().filter(|c| *c != '-').collect::<String>().to_lowercase();
        found = named(&|it| plain(it) == plain(name));
    }
    if found.len() > 1 {
        // An operation or service is more likely meant than a structure with the same name.
        let callable: Vec<&Shape> = found.iter().copied().filter(|it| it.kind.is_service_kind()).collect();
        if callable.len() == 1 {
            found = callable;
        }
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: BTreeSet<&str> = model.shapes.keys().map(ShapeId::name).collect();
            let near = near_matches(name, names.iter().copied(), 2);
            let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
            Err(format!("the model has no shape {name}{hint}"))
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|shape| shape.id.as_str()).collect();
            Err(format!("{name} is ambiguous; use one of {}", ids.join(" or ")))
        }
    }
}

/// The shapes that refer to a shape, each with the kind of reference.
fn users<'m>(model: &'m Model, id: &ShapeId) -> Vec<(&'m Shape, String)> {
    let mut users = Vec::new();
    for shape in model.shapes.values() {
        for member in shape.members.iter().filter(|member| member.target == *id) {
            users.push((shape, format!("${}", member.name)));
        }
        match &shape.kind {
            ShapeKind::Operation(operation) => {
                let roles = [("input", operation.input == *id), ("output", operation.output == *id)];
                users.extend(roles.into_iter().filter(|(_, is)| *is).map(|(role, _)| (shape, format!(" ({role})"))));
                if operation.errors.contains(id) {
                    users.push((shape, " (error)".to_owned()));
                }
            }
            ShapeKind::Service(service) if service.operations.contains(id) || service.errors.contains(id) => {
                users.push((shape, String::new()));
            }
            ShapeKind::Resource(resource) => {
                let named = resource.identifiers.iter().chain(&resource.properties).any(|(_, target)| target == id);
                if named || resource.all_operations().any(|it| it == id) {
                    users.push((shape, String::new()));
                }
            }
            _ => {}
        }
        if shape.mixins.contains(id) {
            users.push((shape, " (mixin)".to_owned()));
        }
    }
    users
}
