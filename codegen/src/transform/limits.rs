//! Sizes that no crate can be generated for, said before anything is generated.

use std::collections::{BTreeSet, HashMap};

use super::Chosen;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Shape, ShapeId, ShapeKind};

/// How long a name may be. Files are named after shapes, with an underscore between words, and file
/// systems allow 255 bytes.
pub(crate) const MAX_NAME: usize = 160;

/// How deep lists and maps may be in each other: the compiler follows such types by recursion.
pub(crate) const MAX_NESTING: usize = 32;

/// Reports the chosen shapes that are beyond.
pub(super) fn check(model: &Model, chosen: &Chosen) -> Diagnostics {
    let mut found = Diagnostics::new();
    let shapes = reached(model, chosen);
    for shape in &shapes {
        check_name(shape, &mut found);
    }
    let sdk_id = model.shape(chosen.service.as_str()).and_then(|shape| shape.traits.aws_service()).map(|it| it.sdk_id);
    if let Some(length) = sdk_id.map(str::len).filter(|length| *length > MAX_NAME) {
        let message =
            format!("the sdkId has {length} characters; the crate is named after it, with at most {MAX_NAME}");
        found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&chosen.service));
    }
    let mut depths = HashMap::new();
    for shape in &shapes {
        // In a chain, one shape is the first too many.
        if depth(model, shape, &mut depths) == MAX_NESTING + 1 {
            let message = format!("lists and maps are nested more than {MAX_NESTING} deep");
            let hint = "put a structure in between".to_owned();
            found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&shape.id).hint(hint));
        }
    }
    found
}

/// The service and all shapes that the chosen operations lead to.
fn reached<'a>(model: &'a Model, chosen: &'a Chosen) -> Vec<&'a Shape> {
    let mut seen: BTreeSet<&ShapeId> = BTreeSet::new();
    let mut queue: Vec<&ShapeId> = chosen.operations.iter().collect();
    while let Some(id) = queue.pop() {
        if seen.insert(id) {
            queue.extend(model.shape(id.as_str()).map(Shape::references).unwrap_or_default());
        }
    }
    seen.into_iter().chain([&chosen.service]).filter_map(|id| model.shape(id.as_str())).collect()
}

fn check_name(shape: &Shape, found: &mut Diagnostics) {
    let has_file =
        matches!(shape.kind, ShapeKind::Operation(_) | ShapeKind::Service(_)) || shape.kind.has_named_members();
    let length = shape.id.name().len();
    if has_file && length > MAX_NAME {
        let message = format!("the name has {length} characters; files are named after it, with at most {MAX_NAME}");
        found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&shape.id));
    }
}

/// How many lists and maps are in each other from a shape on. Each has one way on.
fn depth<'a>(model: &'a Model, shape: &'a Shape, depths: &mut HashMap<&'a ShapeId, usize>) -> usize {
    let mut path: Vec<&ShapeId> = Vec::new();
    let mut here = Some(shape);
    let mut depth = 0;
    while let Some(shape) = here {
        if let Some(known) = depths.get(&shape.id) {
            depth = *known;
            break;
        }
        let Some(next) = shape.as_list().or(shape.as_map().map(|(_, value)| value)) else { break };
        // What leads back to itself is reported as such.
        depths.insert(&shape.id, 0);
        path.push(&shape.id);
        here = model.target(next);
    }
    for id in path.into_iter().rev() {
        depth += 1;
        depths.insert(id, depth);
    }
    depth
}
