//! Imports the values of examples. Their documentation is dropped, and so are examples that do not match their
//! operation. Titles come from the corrections.

use super::ast::object;
use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::import::event;
use crate::import::fields::Fields;
use crate::model::{Model, Node, Object};
use crate::validate::misfits;

/// The ID of the trait for examples.
const EXAMPLES: &str = "smithy.api#examples";

/// Adds the examples to their operations. `titles` contains the titles from the corrections, by operation; `model` is
/// the imported model without examples.
pub(super) fn read(context: &mut Context<'_>, node: &Node, titles: &Object, model: &Model) {
    let Some(mut top) = Fields::of(node, "examples", &mut context.found) else {
        return;
    };
    top.ignore(&["version"]);
    let empty = Object::new();
    let given = top.object("examples").unwrap_or(&empty);
    for (operation, nodes) in given.iter() {
        let Some(nodes) = nodes.as_array() else {
            context.malformed(context.id(operation), "the examples must be an array");
            continue;
        };
        let values = nodes.iter().filter_map(|node| values(context, operation, node, model)).collect();
        let titles = titles.get(operation).map(|titles| titles.as_array().unwrap_or_default());
        put(context, operation, values, titles);
    }
    for operation in titles.keys().filter(|operation| given.get(operation).is_none()) {
        stale(context, operation, "the operation has no examples for these titles".to_owned());
    }
    top.finish(&mut context.found);
}

/// The input and output of an example, if both match the operation.
fn values(context: &mut Context<'_>, operation: &str, node: &Node, model: &Model) -> Option<(Node, Option<Node>)> {
    let mut fields = Fields::of(node, format!("example of {operation}"), &mut context.found)?;
    fields.ignore(&["comments", "description", "id", "title"]);
    let (input, output) = (fields.object("input"), fields.object("output"));
    fields.finish(&mut context.found);
    let input = Node::Object(input.cloned().unwrap_or_default());
    let output = output.map(|output| Node::Object(output.clone()));
    if fits(model, &context.id(operation), &input, output.as_ref()) {
        return Some((input, output));
    }
    context.left_out(context.id(operation), "an example that does not match the operation");
    None
}

/// Adds the trait. Examples without titles in the corrections are numbered.
fn put(context: &mut Context<'_>, operation: &str, values: Vec<(Node, Option<Node>)>, titles: Option<&[Node]>) {
    if let Some(titles) = titles.filter(|titles| titles.len() != values.len()) {
        let why = format!("found {} titles for {} examples", titles.len(), values.len());
        stale(context, operation, why);
    }
    let numbered = |index: usize| Node::String(format!("{operation} {}", index + 1));
    let title = |index: usize| titles.and_then(|titles| titles.get(index)).cloned().unwrap_or_else(|| numbered(index));
    let examples = values
        .into_iter()
        .enumerate()
        .map(|(index, (input, output))| {
            object([("title", Some(title(index))), ("input", Some(input)), ("output", output)])
        })
        .collect::<Vec<_>>();
    let Some(shape) = context.shapes.get_mut(operation).filter(|_| !examples.is_empty()) else {
        return;
    };
    let examples = Node::Array(examples);
    match shape.traits.get(EXAMPLES) {
        None => {
            shape.traits.insert(EXAMPLES.to_owned(), examples);
        }
        Some(own) if *own == examples => {
            stale(context, operation, format!("{EXAMPLES} already has this value; remove the correction"));
        }
        Some(_) if titles.is_some() => {
            stale(context, operation, format!("the correction of {EXAMPLES} already has titles"));
        }
        // Complete examples in the corrections take precedence.
        Some(_) => {}
    }
}

fn stale(context: &mut Context<'_>, operation: &str, why: String) {
    context.found.push(Diagnostic::error(event::STALE_CORRECTION, why).on(context.id(operation)));
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
