//! Reads waiters from the trait `smithy.waiters#waitable` and converts them to the form of the runtime's table. Also
//! parses the JMESPath expressions of models.
//!
//! <https://smithy.io/2.0/additional-specs/waiters.html>

mod reader;
mod types;

use tinsmith_jmespath::{Expression, ParseError};

use crate::diagnostic::nearest;
use crate::model::{Model, Object, Shape};

pub use types::Written;

/// A waiter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The name.
    pub name: String,
    /// The documentation in the model.
    pub documentation: Option<String>,
    /// Whether the waiter is deprecated.
    pub is_deprecated: bool,
    /// The minimum delay between two polls, in seconds.
    pub min_delay: u32,
    /// The maximum delay, in seconds.
    pub max_delay: u32,
    /// The acceptors, in order.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// The resulting state, by the variant of the runtime's `State`.
    pub state: &'static str,
    /// The condition.
    pub matcher: Matcher,
}

/// The condition of an acceptor.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// a successful response (true) or any error (false)
    Success(bool),
    /// an error with this name or code
    ErrorType(String),
    /// an output for which an expression has the expected value
    Output(Expected),
    /// an input and output for which an expression has the expected value
    InputOutput(Expected),
}

/// The expected value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The JMESPath expression.
    pub path: String,
    /// The comparison, by the variant of the runtime's `Expected`.
    pub comparator: &'static str,
    /// The value to compare with: `true` or `false` for a boolean.
    pub value: String,
}

/// A problem in a waiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the waiter.
    pub waiter: String,
    /// The message, with a suggestion if there is one.
    pub message: String,
    /// The kind of problem.
    pub kind: ProblemKind,
}

/// The kind of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The waiter is invalid. Clients are generated without it.
    Wrong,
    /// The waiter has an unknown key, which is ignored.
    Ignored,
    /// The waiter refers to an error that the operation does not declare.
    UnknownError,
}

/// Parses a JMESPath expression of a model. The error is a message, with a suggestion for an unknown function name.
pub fn parse_path(text: &str) -> Result<Expression<Written>, String> {
    tinsmith_jmespath::parse(text).map_err(|error: ParseError| {
        let functions = tinsmith_jmespath::SIGNATURES.map(|it| it.name);
        let near = error.unknown_function().and_then(|name| nearest(name, functions));
        let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        format!("{error}{hint}")
    })
}

/// The supported waiters of an operation, sorted by name, and the problems of all its waiters.
pub fn read(model: &Model, operation: &Shape) -> (Vec<Waiter>, Vec<Problem>) {
    let mut waiters = Vec::new();
    let mut problems = Vec::new();
    for (name, node) in operation.traits.waitable().into_iter().flat_map(Object::iter) {
        let (waiter, found) = reader::read(model, operation, name, node);
        waiters.extend(waiter);
        problems.extend(found);
    }
    waiters.sort_by(|a, b| a.name.cmp(&b.name));
    (waiters, problems)
}
