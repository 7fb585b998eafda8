//! Checks that the selection is supported, before anything is generated.

use super::Chosen;
use crate::diagnostic::{Diagnostic, Diagnostics, event, nearest};
use crate::model::{Member, Model, Protocol, Shape, ShapeId, ShapeKind};

/// Checks that the service has a supported protocol.
pub(super) fn check_protocol(model: &Model, service: &ShapeId, protocols: &[Protocol]) -> Diagnostics {
    let Some(shape) = model.shape(service.as_str()) else {
        return Diagnostics::new();
    };
    let declared = shape.traits.protocols();
    if declared.iter().any(|protocol| protocols.contains(protocol)) {
        return Diagnostics::new();
    }
    let supported = || format!("supported are {}", names(protocols));
    let (message, hint) = match (names(&declared), protocols) {
        (names, _) if names.is_empty() => {
            let hint = mistyped(shape, protocols).unwrap_or_else(supported);
            ("the service declares no known protocol".to_owned(), Some(hint))
        }
        (names, [chosen]) => (format!("the service does not declare the protocol {chosen}; it declares {names}"), None),
        (names, _) => (format!("unsupported protocol {names}"), Some(supported())),
    };
    Diagnostic::error(event::UNSUPPORTED_PROTOCOL, message).on(service).hint(hint).into()
}

/// Suggests a protocol whose name is similar to that of a trait of the service.
fn mistyped(service: &Shape, protocols: &[Protocol]) -> Option<String> {
    service.traits.iter().find_map(|(id, _)| {
        let near = nearest(id, protocols.iter().map(|it| it.trait_id()))?;
        Some(format!("the trait {id} is unknown; did you mean {near}?"))
    })
}

fn names(protocols: &[Protocol]) -> String {
    protocols.iter().map(|protocol| protocol.trait_id()).collect::<Vec<_>>().join(", ")
}

/// Checks that unions have the only supported JSON format: an object with the member that is set.
pub(super) fn check_unions(model: &Model, service: &ShapeId, protocols: &[Protocol]) -> Diagnostics {
    let declared = model.shape(service.as_str()).map(|shape| shape.traits.protocols()).unwrap_or_default();
    if declared.into_iter().find(|it| protocols.contains(it)) != Some(Protocol::SimpleRestJson) {
        return Diagnostics::new();
    }
    let unions = model.shapes.values().filter(|shape| shape.kind == ShapeKind::Union);
    let found = unions.flat_map(|shape| {
        let traits = ["alloy#discriminated", "alloy#untagged"].into_iter().filter(|id| shape.traits.has(id));
        traits.map(|id| {
            let message = format!("the trait {id} changes the JSON format of the union, which is not supported");
            let hint = "exclude the operations that use it: list the others with --operations";
            Diagnostic::error(event::UNSUPPORTED_TRAIT, message).on(&shape.id).hint(hint.to_owned())
        })
    });
    found.collect()
}

/// Checks that the protocol supports streaming for the selected operations.
pub(super) fn check_streaming(
    model: &Model,
    service: &ShapeId,
    chosen: &Chosen,
    protocols: &[Protocol],
) -> Diagnostics {
    let declared = model.shape(service.as_str()).map(|shape| shape.traits.protocols()).unwrap_or_default();
    let Some(protocol) = declared.into_iter().find(|it| protocols.contains(it)) else { return Diagnostics::new() };
    let mut found = Diagnostics::new();
    for id in &chosen.operations {
        let Some(operation) = model.shape(id.as_str()).and_then(|shape| shape.as_operation()) else {
            continue;
        };
        for (side, structure) in [("input", &operation.input), ("output", &operation.output)] {
            let members = model.shape(structure.as_str()).map(|shape| shape.members.as_slice()).unwrap_or_default();
            for member in members {
                let Some(why) = model.target(member).and_then(|it| obstacle(protocol, member, it)) else { continue };
                let message = format!("the {side} member {} streams, {why}", member.name);
                let hint = "exclude the operation: list the others with --operations".to_owned();
                found.push(Diagnostic::error(event::UNSUPPORTED_STREAMING, message).on(id).hint(hint));
            }
        }
    }
    found
}

/// The reason why a member cannot be streamed.
fn obstacle(protocol: Protocol, member: &Member, target: &Shape) -> Option<String> {
    let is_query = matches!(protocol, Protocol::AwsQuery | Protocol::Ec2Query);
    let is_events = target.kind == ShapeKind::Union;
    match target.traits.streaming() {
        false => None,
        true if is_query || !(is_events || protocol.needs_bindings()) => {
            Some(format!("which {protocol} does not support"))
        }
        true if protocol.needs_bindings() && !member.traits.http_payload() => {
            Some("but is not bound to the body with httpPayload".to_owned())
        }
        true => None,
    }
}
