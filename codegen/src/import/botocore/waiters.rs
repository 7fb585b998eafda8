//! Waiters become `waitable` traits.

use super::ast::{annotation, object, text};
use super::context::Context;
use crate::import::fields::Fields;
use crate::model::{Node, Number, Object};

/// The longest delay of a waiter that does not say otherwise, in seconds.
const DEFAULT_MAX_DELAY: i128 = 120;

/// Puts the waiters onto their operations.
pub(super) fn read(context: &mut Context<'_>, node: &Node) {
    let Some(mut top) = Fields::of(node, "waiters", &mut context.found) else {
        return;
    };
    top.ignore(&["version"]);
    for (name, node) in top.object("waiters").into_iter().flat_map(Object::iter) {
        let id = format!("waiter {name}");
        let Some(mut fields) = Fields::of(node, &id, &mut context.found) else {
            continue;
        };
        // Smithy bounds the time, not the attempts.
        fields.ignore(&["description", "maxAttempts"]);
        let operation = fields.required_text("operation");
        let waiter = operation.map(|operation| waiter(context, &mut fields, operation, &id));
        fields.finish(&mut context.found);
        if let Some((operation, waiter)) = operation.zip(waiter) {
            add(context, operation, name, waiter, &id);
        }
    }
    top.finish(&mut context.found);
}

fn add(context: &mut Context<'_>, operation: &str, name: &str, waiter: Node, id: &str) {
    let Some(shape) = context.shapes.get_mut(operation) else {
        return context.left_out(id, format!("its operation {operation} does not exist"));
    };
    let waiters = shape.traits.entry("smithy.waiters#waitable".to_owned()).or_insert_with(annotation);
    if let Node::Object(waiters) = waiters {
        waiters.insert(name, waiter);
    }
}

fn waiter(context: &mut Context<'_>, fields: &mut Fields<'_>, operation: &str, id: &str) -> Node {
    let delay = fields.integer("delay");
    let mut acceptors = Vec::new();
    for node in fields.array("acceptors") {
        let Some(mut fields) = Fields::of(node, id, &mut context.found) else {
            continue;
        };
        let state = fields.required_text("state");
        let matcher = matcher(context, &mut fields, operation, id);
        fields.finish(&mut context.found);
        if let Some((state, matcher)) = state.zip(matcher) {
            acceptors.push(object([("state", Some(text(state))), ("matcher", Some(matcher))]));
        }
    }
    let max_delay = delay.filter(|delay| *delay > DEFAULT_MAX_DELAY);
    object([
        ("acceptors", Some(Node::Array(acceptors))),
        ("minDelay", delay.map(super::ast::integer)),
        ("maxDelay", max_delay.map(super::ast::integer)),
    ])
}

fn matcher(context: &mut Context<'_>, fields: &mut Fields<'_>, operation: &str, id: &str) -> Option<Node> {
    let kind = fields.required_text("matcher")?;
    let argument = fields.text("argument");
    let expected = fields.node("expected")?;
    match (kind, expected) {
        ("error", Node::String(code)) => Some(object([("errorType", Some(text(code)))])),
        ("error", Node::Bool(any)) => Some(object([("success", Some(Node::Bool(!any)))])),
        ("status", Node::Number(status)) => status_matcher(context, *status, operation, id),
        ("path" | "pathAll" | "pathAny", _) => output_matcher(context, kind, argument, expected, id),
        _ => {
            context.malformed(id, format!("the matcher \"{kind}\" cannot expect {}", expected.kind()));
            None
        }
    }
}

/// Smithy knows no status: success, or the one error of the operation that has the status.
fn status_matcher(context: &mut Context<'_>, status: Number, operation: &str, id: &str) -> Option<Node> {
    let status = status.as_integer().unwrap_or_default();
    if (200..300).contains(&status) {
        return Some(object([("success", Some(Node::Bool(true)))]));
    }
    let errors = context.shapes.get(operation).and_then(|shape| shape.data.get("errors")?.as_array());
    let mut names = errors.unwrap_or_default().iter().filter_map(|error| {
        let name = error.get("target")?.as_str()?.rsplit('#').next()?;
        let traits = &context.shapes.get(name)?.traits;
        (traits.get("smithy.api#httpError")?.as_integer()? == status).then(|| name.to_owned())
    });
    match (names.next(), names.next()) {
        (Some(name), None) => Some(object([("errorType", Some(Node::String(name)))])),
        _ => {
            context.left_out(id, format!("no single error of {operation} stands for the status {status}"));
            None
        }
    }
}

fn output_matcher(
    context: &mut Context<'_>,
    kind: &str,
    argument: Option<&str>,
    expected: &Node,
    id: &str,
) -> Option<Node> {
    let Some(path) = argument else {
        context.malformed(id, "an acceptor of a path needs an argument");
        return None;
    };
    let (expected, comparator) = match (kind, expected) {
        ("path", Node::Bool(value)) => (value.to_string(), "booleanEquals"),
        ("path", Node::String(value)) => (value.clone(), "stringEquals"),
        ("pathAll", Node::String(value)) => (value.clone(), "allStringEquals"),
        ("pathAny", Node::String(value)) => (value.clone(), "anyStringEquals"),
        // Items that are true or false compare as nothing that Smithy has.
        _ => {
            context.left_out(id, format!("the matcher \"{kind}\" of {}", expected.kind()));
            return None;
        }
    };
    let output = object([
        ("path", Some(text(path))),
        ("expected", Some(Node::String(expected))),
        ("comparator", Some(text(comparator))),
    ]);
    Some(object([("output", Some(output))]))
}
