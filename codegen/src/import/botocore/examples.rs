//! Examples come along as values only: their texts stay behind, and those that do not fit
//! their operation do too.

use super::ast::object;
use super::context::Context;
use crate::import::fields::Fields;
use crate::model::{Model, Node, Object, misfits};

/// Puts the examples onto their operations. `model` is the import without them.
pub(super) fn read(context: &mut Context<'_>, node: &Node, model: &Model) {
    let Some(mut top) = Fields::of(node, "examples", &mut context.found) else {
        return;
    };
    top.ignore(&["version"]);
    for (operation, nodes) in top.object("examples").into_iter().flat_map(Object::iter) {
        let mut examples = Vec::new();
        let Some(nodes) = nodes.as_array() else {
            context.malformed(context.id(operation), "the examples must be an array");
            continue;
        };
        for node in nodes {
            let Some(mut fields) = Fields::of(node, format!("example of {operation}"), &mut context.found) else {
                continue;
            };
            fields.ignore(&["comments", "description", "id", "title"]);
            let (input, output) = (fields.object("input"), fields.object("output"));
            fields.finish(&mut context.found);
            let input = Node::Object(input.cloned().unwrap_or_default());
            let output = output.map(|output| Node::Object(output.clone()));
            if fits(model, &context.id(operation), &input, output.as_ref()) {
                let title = Node::String(format!("{operation} {}", examples.len() + 1));
                examples.push(object([("title", Some(title)), ("input", Some(input)), ("output", output)]));
            } else {
                context.left_out(context.id(operation), "an example that does not fit the operation");
            }
        }
        if let Some(shape) = context.shapes.get_mut(operation).filter(|_| !examples.is_empty()) {
            shape.traits.insert("smithy.api#examples".to_owned(), Node::Array(examples));
        }
    }
    top.finish(&mut context.found);
}

fn fits(model: &Model, operation: &str, input: &Node, output: Option<&Node>) -> bool {
    let Some(operation) = model.shape(operation).and_then(|shape| shape.as_operation()) else {
        return false;
    };
    [(Some(input), &operation.input), (output, &operation.output)].into_iter().all(|(value, shape)| {
        let Some((value, shape)) = value.zip(model.shapes.get(shape)) else {
            return true;
        };
        misfits(model, shape, value).is_empty()
    })
}
