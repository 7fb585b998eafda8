//! Gives every operation an input and an output structure of its own.
//!
//! Generated code has one input type and one output type per operation. If the model uses `smithy.api#Unit` or a
//! structure that is also used elsewhere, the operation gets a copy named after itself. The copy is in a separate
//! namespace, so that it cannot collide with a shape of the model, and keeps the ID of the original, which some
//! protocols send.

use std::collections::BTreeMap;

use super::Chosen;
use crate::model::{Model, Node, ORIGINAL_SHAPE_ID, Shape, ShapeId, ShapeKind, UNIT};

pub(super) fn run(mut model: Model, chosen: &Chosen) -> Model {
    let mut uses: BTreeMap<ShapeId, usize> = BTreeMap::new();
    for id in model.shapes.values().flat_map(Shape::references) {
        *uses.entry(id.clone()).or_default() += 1;
    }
    let is_shared = |id: &ShapeId| id.as_str() == UNIT || uses.get(id).is_some_and(|count| *count > 1);
    for id in &chosen.operations {
        let Some(operation) = model.shape(id.as_str()).and_then(Shape::as_operation) else {
            continue;
        };
        let (input, output) = (operation.input.clone(), operation.output.clone());
        let input = if is_shared(&input) { dedicate(&mut model, id, &input, "Input") } else { input };
        let output = if is_shared(&output) { dedicate(&mut model, id, &output, "Output") } else { output };
        if let Some(shape) = model.shapes.get_mut(id)
            && let ShapeKind::Operation(operation) = &mut shape.kind
        {
            operation.input = input;
            operation.output = output;
        }
    }
    model
}

/// Adds a copy of a structure as input or output of an operation and returns its ID.
fn dedicate(model: &mut Model, operation: &ShapeId, original: &ShapeId, side: &str) -> ShapeId {
    let id = operation.synthetic(&format!("{}{side}", operation.name()));
    let mut copy =
        model.shape(original.as_str()).cloned().unwrap_or_else(|| Shape::new(original.clone(), ShapeKind::Structure));
    copy.id = id.clone();
    copy.traits.remove("smithy.api#unitType");
    copy.traits.remove("smithy.api#input");
    copy.traits.remove("smithy.api#output");
    copy.traits.insert(format!("smithy.api#{}", side.to_lowercase()), Node::Object(Default::default()));
    copy.traits.insert(ORIGINAL_SHAPE_ID, Node::String(original.to_string()));
    model.shapes.insert(id.clone(), copy);
    id
}
