//! Converts waiters to `waitable` traits.

use super::ast::{annotation, object, text};
use super::context::Context;
use crate::import::fields::Fields;
use crate::model::{Node, Number, Object};

/// The default maximum delay of a waiter, in seconds.
const DEFAULT_MAX_DELAY: i128 = 120;

/// Adds the waiters to their operations.
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
        // Smithy limits the time, not the number of attempts.
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
        return context.left_out(id, format!("the waiter of the unknown operation {operation}"));
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
        ("status", Node::Number(status)) => status_matcher(context, status, operation, id),
        ("path" | "pathAll" | "pathAny", _) => output_matcher(context, kind, argument, expected, id),
        _ => {
            context.malformed(id, format!("the matcher \"{kind}\" cannot be compared with {}", expected.kind()));
            None
        }
    }
}

/// Converts a status matcher: Smithy has only success, or the operation's only error with this status.
fn status_matcher(context: &mut Context<'_>, status: &Number, operation: &str, id: &str) -> Option<Node> {
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
            context.left_out(
                id,
                format!("an acceptor: the status {status} does not match exactly one error of {operation}"),
            );
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
        context.malformed(id, "the path acceptor needs an argument");
        return None;
    };
    let (expected, comparator) = match (kind, expected) {
        ("path", Node::Bool(value)) => (value.to_string(), "booleanEquals"),
        ("path", Node::String(value)) => (value.clone(), "stringEquals"),
        ("pathAll", Node::String(value)) => (value.clone(), "allStringEquals"),
        ("pathAny", Node::String(value)) => (value.clone(), "anyStringEquals"),
        // Smithy has no comparison for boolean elements.
        _ => {
            context.left_out(id, format!("an acceptor: Smithy has no matcher \"{kind}\" for {}", expected.kind()));
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
