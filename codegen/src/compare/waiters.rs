//! Describes waiters as strings that are equal if the waiters are.

use crate::model::{Model, Node, Object, Shape};

use super::NOTHING;

/// All waiters of an operation, sorted by name.
pub(super) fn describe(model: &Model, operation: &Shape) -> String {
    let waiters = operation.traits.waitable().into_iter().flat_map(Object::iter);
    let mut texts: Vec<String> = waiters.map(|(name, waiter)| describe_one(model, operation, name, waiter)).collect();
    texts.sort();
    if texts.is_empty() { NOTHING.to_owned() } else { texts.join("; ") }
}

fn describe_one(model: &Model, operation: &Shape, name: &str, waiter: &Node) -> String {
    // The defaults in the specification: 2 seconds and 120 seconds.
    let delay = |key, default| waiter.get(key).and_then(Node::as_integer).unwrap_or(default);
    let acceptors = waiter.get("acceptors").and_then(Node::as_array).unwrap_or_default();
    let acceptors: Vec<String> = acceptors
        .iter()
        .map(|acceptor| {
            let state = acceptor.get("state").and_then(Node::as_str).unwrap_or(NOTHING);
            let matcher = acceptor.get("matcher").unwrap_or(&Node::Null);
            match matcher.get("errorType").and_then(Node::as_str) {
                Some(error) => format!("{state} on {}", error_name(model, operation, error)),
                None => format!("{state} on {matcher}"),
            }
        })
        .collect();
    format!("{name} {}..{} s: {}", delay("minDelay", 2), delay("maxDelay", 120), acceptors.join(", "))
}

/// The name of an error: its shape, with or without namespace, or its code.
fn error_name<'t>(model: &'t Model, operation: &Shape, error: &'t str) -> &'t str {
    let errors = operation.as_operation().map(|operation| operation.errors.as_slice()).unwrap_or_default();
    let by_code = errors
        .iter()
        .filter_map(|id| model.shapes.get(id))
        .find(|shape| shape.traits.aws_query_error().is_some_and(|known| known.code == error));
    match by_code {
        Some(shape) => shape.id.name(),
        None => error.rsplit('#').next().unwrap_or(error),
    }
}
