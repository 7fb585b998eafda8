//! What one answer means to a waiter.

use super::path::follow;
use super::value::{Object, Value};
use crate::client::Fault;
use crate::schema::Operation;
use crate::schema::waiters::{Acceptor, Expected, Matcher, Path, Waiter};
use crate::shape::Structure;

/// An answer to one poll.
#[derive(Clone, Copy)]
pub(crate) enum Answer<'a> {
    /// an output, and the input that was sent for it
    Output(&'a dyn Structure, &'a dyn Structure),
    /// an error of the service
    Error(&'a Fault),
}

/// The first acceptor that matches the answer.
pub(crate) fn accepted(
    waiter: &'static Waiter,
    operation: &'static Operation,
    answer: Answer<'_>,
) -> Option<&'static Acceptor> {
    waiter.acceptors.iter().find(|it| matches(&it.matcher, operation, answer))
}

fn matches(matcher: &'static Matcher, operation: &'static Operation, answer: Answer<'_>) -> bool {
    match (matcher, answer) {
        (Matcher::Success(wanted), answer) => *wanted == matches!(answer, Answer::Output(..)),
        (Matcher::ErrorType(name), Answer::Error(fault)) => is_error(name, operation, fault),
        (Matcher::Output(_, path, expected), Answer::Output(output, _)) => {
            leads_to(path, Object::Structure(output), *expected)
        }
        (Matcher::InputOutput(_, path, expected), Answer::Output(output, input)) => {
            leads_to(path, Object::Call(input, output), *expected)
        }
        _ => false,
    }
}

/// Whether an error goes by this name: the code of the answer, or the name or code of the modeled
/// error that it is. Models use either: IAM's wait for `NoSuchEntity` and `NoSuchEntityException`.
fn is_error(name: &str, operation: &'static Operation, fault: &Fault) -> bool {
    let modeled = fault.index.and_then(|index| operation.errors.get(index));
    fault.meta.code() == Some(name)
        || modeled.is_some_and(|it| it.name() == name || operation.service.protocol.is_error_code(name, it))
}

fn leads_to(path: &'static Path, root: Object<'_>, expected: Expected) -> bool {
    let Ok(found) = follow(path, &Value::Object(root)) else { return false };
    match (expected, found) {
        (Expected::Is(text), found) => found.is_text(text),
        (Expected::Truth(wanted), Value::Boolean(found)) => wanted == found,
        (Expected::AllAre(text), Value::List(items)) => !items.is_empty() && items.iter().all(|it| it.is_text(text)),
        (Expected::AnyIs(text), Value::List(items)) => items.iter().any(|it| it.is_text(text)),
        _ => false,
    }
}
