//! Looks up the user's selection in the model.

use std::collections::BTreeSet;

use super::Selection;
use crate::diagnostic::{Diagnostic, Diagnostics, event, near_matches};
use crate::model::{Model, Protocol, ShapeId};

/// A selection that exists in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The service.
    pub service: ShapeId,
    /// The selected operations, sorted by ID.
    pub operations: BTreeSet<ShapeId>,
    /// The one protocol to keep, if one was chosen.
    pub protocol: Option<Protocol>,
}

/// Looks up the service and the operations.
pub(super) fn choose(model: &Model, selection: &Selection) -> Result<Chosen, Diagnostics> {
    let service = choose_service(model, selection)?;
    let operations = choose_operations(model, &service, selection.operations.as_deref())?;
    Ok(Chosen { service, operations, protocol: selection.protocol })
}

/// Looks up the service: the selected one, or else the only one.
pub(super) fn choose_service(model: &Model, selection: &Selection) -> Result<ShapeId, Diagnostics> {
    let services: Vec<&ShapeId> = model.services().map(|(shape, _)| &shape.id).collect();
    if let Some(name) = &selection.service {
        let named: Vec<&ShapeId> = services.iter().copied().filter(|id| is_called(id, name)).collect();
        if let [one] = named.as_slice() {
            return Ok((*one).clone());
        }
        let what = match model.shape(name) {
            Some(shape) => format!("{name} is not a service; its type is {}", shape.kind.name()),
            None if named.is_empty() => format!("the model has no service {name}"),
            None => format!("the model has {} services {name}; select one by its shape ID", named.len()),
        };
        return Err(unknown_service(what, &services));
    }
    match services.as_slice() {
        [] => Err(unknown_service("the model has no service".to_owned(), &services)),
        [only] => Ok((*only).clone()),
        several => {
            let message = format!("the model has {} services; select one with --service", several.len());
            Err(unknown_service(message, several))
        }
    }
}

/// Whether a name is the name or ID of a shape.
fn is_called(id: &ShapeId, name: &str) -> bool {
    id.name() == name || id.as_str() == name
}

fn unknown_service(message: String, services: &[&ShapeId]) -> Diagnostics {
    let names: Vec<&str> = services.iter().map(|id| id.as_str()).collect();
    let hint = (!names.is_empty()).then(|| format!("the services of the model are {}", names.join(", ")));
    Diagnostic::error(event::UNKNOWN_SERVICE, message).hint(hint).into()
}

fn choose_operations(
    model: &Model,
    service_id: &ShapeId,
    names: Option<&[String]>,
) -> Result<BTreeSet<ShapeId>, Diagnostics> {
    let Some(service) = model.shape(service_id.as_str()).and_then(|shape| shape.as_service()) else {
        return Ok(BTreeSet::new());
    };
    let all = model.operations_of(service);
    let Some(names) = names else { return Ok(all) };
    let mut found = Diagnostics::new();
    let mut chosen = BTreeSet::new();
    for name in names {
        let named = |id: &&ShapeId| is_called(id, name);
        if !all.iter().any(|id| named(&id)) {
            found.push(unknown_operation(service_id, name, &all));
        }
        chosen.extend(all.iter().filter(named).cloned());
    }
    if names.is_empty() {
        let message = "the list of operations is empty";
        let hint = "omit the list to generate all operations".to_owned();
        found.push(Diagnostic::error(event::UNKNOWN_OPERATION, message).on(service_id).hint(hint));
    }
    if found.is_empty() { Ok(chosen) } else { Err(found) }
}

fn unknown_operation(service: &ShapeId, name: &str, all: &BTreeSet<ShapeId>) -> Diagnostic {
    let near = near_matches(name, all.iter().map(ShapeId::name).collect::<Vec<_>>(), 3);
    let hint = (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")));
    let message = format!("the service has no operation \"{name}\"");
    Diagnostic::error(event::UNKNOWN_OPERATION, message).on(service).hint(hint)
}
