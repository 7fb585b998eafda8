//! Checks that examples match their operations. They are documentation, so problems are warnings.
//! <https://smithy.io/2.0/spec/documentation-traits.html#examples-trait>

use super::values::misfits;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Node, Shape, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        let Some(operation) = shape.as_operation() else {
            continue;
        };
        for (number, example) in shape.traits.examples().iter().enumerate() {
            let title = example.get("title").and_then(Node::as_str).unwrap_or("untitled");
            let mut check_part = |part: &str, target: Option<&Shape>, value: Option<&Node>| {
                // A target that is not a structure is reported elsewhere.
                let target = target.filter(|target| matches!(target.kind, ShapeKind::Structure));
                let Some((target, value)) = target.zip(value) else {
                    return;
                };
                for problem in misfits(model, target, value) {
                    let message = format!("example {} (\"{title}\"), {part}: {problem}", number + 1);
                    found.push(Diagnostic::warning(event::EXAMPLE, message).on(&shape.id));
                }
            };
            check_part("input", model.shapes.get(&operation.input), example.get("input"));
            check_part("output", model.shapes.get(&operation.output), example.get("output"));
            if let Some(error) = example.get("error") {
                let target = error.get("shapeId").and_then(Node::as_str).and_then(|id| model.shape(id));
                check_part("error", target, error.get("content"));
            }
        }
    }
}
