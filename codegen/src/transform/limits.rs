//! Checks for names and nesting that are too large to generate, before anything is generated.

use std::collections::{BTreeSet, HashMap};

use super::Chosen;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Shape, ShapeId, ShapeKind};

/// The maximum length of a name. Files are named after shapes, with underscores between words, and file systems allow
/// 255 bytes.
pub(crate) const MAX_NAME: usize = 160;

/// The maximum nesting depth of lists and maps, because the compiler handles such types recursively.
pub(crate) const MAX_NESTING: usize = 32;

/// Reports selected shapes that exceed a limit.
pub(super) fn check(model: &Model, chosen: &Chosen) -> Diagnostics {
    let mut found = Diagnostics::new();
    let shapes = reached(model, chosen);
    for shape in &shapes {
        check_name(shape, &mut found);
    }
    let sdk_id = model.shape(chosen.service.as_str()).and_then(|shape| shape.traits.aws_service()).map(|it| it.sdk_id);
    if let Some(length) = sdk_id.map(str::len).filter(|length| *length > MAX_NAME) {
        let message = format!(
            "the sdkId has {length} characters; the maximum is {MAX_NAME}, because the crate is named after it"
        );
        found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&chosen.service));
    }
    let mut depths = HashMap::new();
    for shape in &shapes {
        // In a chain of shapes, exactly one is the first that is too deep.
        if depth(model, shape, &mut depths) == MAX_NESTING + 1 {
            let message = format!("lists and maps are nested more than {MAX_NESTING} deep");
            let hint = "put a structure in between".to_owned();
            found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&shape.id).hint(hint));
        }
    }
    found
}

/// The service and all shapes that the selected operations use.
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
        let message =
            format!("the name has {length} characters; the maximum is {MAX_NAME}, because files are named after it");
        found.push(Diagnostic::error(event::BEYOND_LIMIT, message).on(&shape.id));
    }
}

/// The nesting depth of lists and maps, starting from a shape. Each has a single successor.
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
        // Recursive shapes are reported elsewhere.
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
