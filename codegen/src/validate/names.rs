//! Checks for names that differ only in case.
//!
//! Smithy forbids them among the members of a shape and among the shapes of a service, because many languages and
//! formats cannot distinguish them. <https://smithy.io/2.0/spec/service-types.html#shape-closure>

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Service, Shape, ShapeId, ShapeKind, UNIT};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        check_members(shape, found);
    }
    for (shape, service) in model.services() {
        check_closure(model, &shape.id, service, found);
    }
}

fn check_members(shape: &Shape, found: &mut Diagnostics) {
    if !matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union) {
        return;
    }
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(shape.members.len());
    for (id, member) in shape.members_with_ids() {
        if let Some(earlier) = seen.insert(member.name.to_ascii_lowercase(), &member.name) {
            let message = format!("the member differs from the member {earlier} only in case");
            found.push(Diagnostic::error(event::DUPLICATE_MEMBER, message).on(id));
        }
    }
}

fn check_closure(model: &Model, service_id: &ShapeId, service: &Service, found: &mut Diagnostics) {
    let closure = closure(model, service_id);
    let renamed: HashMap<&ShapeId, &str> = service.rename.iter().map(|(id, name)| (id, name.as_str())).collect();
    for (id, _) in &service.rename {
        if !closure.contains(id) && !model.has_syntax_errors() {
            let message = format!("{id} is renamed, but it is not in the closure of the service");
            found.push(Diagnostic::error(event::UNRESOLVED_TARGET, message).on(service_id));
        }
    }
    let mut seen: HashMap<String, &Shape> = HashMap::with_capacity(closure.len());
    // The unit shape is a marker and never becomes a type, so its name stays free.
    let named = closure.iter().filter(|id| id.as_str() != UNIT);
    for shape in named.filter_map(|id| model.shapes.get(*id)) {
        let name = renamed.get(&shape.id).copied().unwrap_or(shape.id.name());
        match seen.get(&name.to_ascii_lowercase()) {
            Some(earlier) if !may_share_name(earlier, shape) => {
                let message =
                    format!("the name clashes with {} in the service {service_id} (case is ignored)", earlier.id);
                let hint = "rename one of them with \"rename\" on the service".to_owned();
                found.push(Diagnostic::error(event::SHAPE_CONFLICT, message).on(&shape.id).hint(hint));
            }
            Some(_) => {}
            None => {
                seen.insert(name.to_ascii_lowercase(), shape);
            }
        }
    }
}

fn closure<'a>(model: &'a Model, service: &'a ShapeId) -> BTreeSet<&'a ShapeId> {
    let mut reached = BTreeSet::new();
    let mut queue = vec![service];
    while let Some(id) = queue.pop() {
        if reached.insert(id)
            && let Some(shape) = model.shapes.get(id)
        {
            queue.extend(shape.references());
        }
    }
    reached
}

/// Simple shapes of the same type may share a name, and so may lists of such shapes: no format and no language needs a
/// name for them.
fn may_share_name(one: &Shape, other: &Shape) -> bool {
    let same_kind = one.kind.name() == other.kind.name();
    let is_simple = one.members.is_empty() && !one.kind.has_named_members() && !one.kind.is_service_kind();
    let same_items = match (one.as_list(), other.as_list()) {
        (Some(one), Some(other)) => one.target.name() == other.target.name(),
        _ => false,
    };
    same_kind && (is_simple || same_items)
}
