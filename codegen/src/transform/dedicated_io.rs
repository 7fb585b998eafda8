//! Gives every operation an input and an output structure of its own.
//!
//! Generated code has one input type and one output type per operation. Where the model has
//! `smithy.api#Unit`, or a structure that something else uses too, the operation gets a copy
//! named after itself. The copy lives in a namespace of its own, so it cannot collide with a
//! shape of the model, and remembers the id of the original: some protocols write it.

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

/// Adds the copy of a structure for one side of an operation and returns its id.
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
