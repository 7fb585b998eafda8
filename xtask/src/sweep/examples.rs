//! Runs the examples of operations: <https://smithy.io/2.0/spec/documentation-traits.html#examples-trait>
//!
//! The input of an example is parsed, validated and serialized; its output or error is parsed.

use tinsmith_codegen::model::Node;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
use tinsmith_runtime::schema::Schema;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::validate::validate;

use super::tally::Tally;

/// Runs the examples of an operation.
pub(crate) fn run(operation: &'static Operation, examples: &[Node], tally: &mut Tally, failures: &mut Vec<String>) {
    for example in examples {
        match try_run(operation, example) {
            Ok(()) => tally.passed += 1,
            // Examples are written by hand. Validation has already warned about those that do not match the model.
            Err(Reason::Misfit) => tally.skipped += 1,
            Err(Reason::Failed(why)) => {
                tally.failed += 1;
                let title = example.get("title").and_then(Node::as_str).unwrap_or("untitled");
                failures.push(format!("example \"{title}\" of {}: {why}", operation.name));
            }
        }
    }
}

enum Reason {
    /// The example does not match its shapes.
    Misfit,
    Failed(String),
}

fn try_run(operation: &'static Operation, example: &Node) -> Result<(), Reason> {
    let empty = Node::Object(Default::default());
    let input = read(operation.input, example.get("input").unwrap_or(&empty))?;
    let is_meant_wrong = example.get("allowConstraintErrors").and_then(Node::as_bool).unwrap_or(false);
    // An example that results in an error may have an invalid input.
    if !is_meant_wrong && example.get("error").is_none() && validate(&input).is_err() {
        return Err(Reason::Misfit);
    }
    match operation.service.protocol.serialize(operation, &input) {
        Ok(_) => {}
        Err(_) if example.get("error").is_some() => {}
        Err(error) => return Err(Reason::Failed(format!("failed to serialize the input: {error}"))),
    }
    if let Some(output) = example.get("output") {
        read(operation.output, output)?;
    }
    if let Some(error) = example.get("error") {
        let id = error.get("shapeId").and_then(Node::as_str).unwrap_or_default();
        let schema = operation.errors.iter().find(|schema| schema.id() == id).ok_or(Reason::Misfit)?;
        read(schema, error.get("content").unwrap_or(&empty))?;
    }
    Ok(())
}

fn read(schema: &'static Schema, node: &Node) -> Result<Dynamic, Reason> {
    let mut value = Dynamic::new(schema);
    json::read(node.to_string().as_bytes(), &mut value, &json::Options::PEOPLE).map_err(|_| Reason::Misfit)?;
    // A parsed value must stay the same when it is serialized and parsed again.
    let mut again = Dynamic::new(schema);
    let written = json::to_string(&value);
    match json::from_str(&written, &mut again) {
        Ok(()) if json::to_string(&again) == written => Ok(value),
        Ok(()) => Err(Reason::Failed(format!("{written} is parsed as {}", json::to_string(&again)))),
        Err(errors) => Err(Reason::Failed(format!("failed to parse {written}: {errors}"))),
    }
}
