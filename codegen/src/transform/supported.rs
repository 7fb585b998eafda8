//! What cannot be generated yet, said before anything is generated.

use super::Chosen;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Member, Model, Protocol, Shape, ShapeId, ShapeKind};

/// The service must speak one of the protocols.
pub(super) fn check_protocol(model: &Model, service: &ShapeId, protocols: &[Protocol]) -> Diagnostics {
    let Some(shape) = model.shape(service.as_str()) else {
        return Diagnostics::new();
    };
    let declared = shape.traits.protocols();
    if declared.iter().any(|protocol| protocols.contains(protocol)) {
        return Diagnostics::new();
    }
    let message = match names(&declared) {
        names if names.is_empty() => "the service declares no protocol that is known".to_owned(),
        names => format!("the service speaks {names}, which cannot be generated"),
    };
    let hint = format!("supported are {}", names(protocols));
    Diagnostic::error(event::UNSUPPORTED_PROTOCOL, message).on(service).hint(hint).into()
}

fn names(protocols: &[Protocol]) -> String {
    protocols.iter().map(|protocol| protocol.trait_id()).collect::<Vec<_>>().join(", ")
}

/// No chosen operation may have a stream of events, in either direction.
pub(super) fn check_events(model: &Model, chosen: &Chosen) -> Diagnostics {
    let mut found = Diagnostics::new();
    for id in &chosen.operations {
        let Some(operation) = model.shape(id.as_str()).and_then(|shape| shape.as_operation()) else {
            continue;
        };
        for (side, structure) in [("input", &operation.input), ("output", &operation.output)] {
            let members = model.shape(structure.as_str()).map(|shape| shape.members.as_slice()).unwrap_or_default();
            let is_events = |target: &Shape| target.kind == ShapeKind::Union && target.traits.streaming();
            let streams = |member: &&Member| model.target(member).is_some_and(is_events);
            for member in members.iter().filter(streams) {
                let message =
                    format!("the {side} member {} is a stream of events, which cannot be generated", member.name);
                let hint = "leave the operation out: name the others with --operations".to_owned();
                found.push(Diagnostic::error(event::UNSUPPORTED_STREAMING, message).on(id).hint(hint));
            }
        }
    }
    found
}
