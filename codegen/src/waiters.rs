//! Waiters, read from the trait `smithy.waiters#waitable` into the form of the runtime's table, and the
//! JMESPath expressions of models.
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
    /// Its name.
    pub name: String,
    /// What it waits for, as the model documents it.
    pub documentation: Option<String>,
    /// Whether it is not to be used any more.
    pub is_deprecated: bool,
    /// The shortest pause between two polls, in seconds.
    pub min_delay: u32,
    /// The longest one.
    pub max_delay: u32,
    /// What an answer is compared with, in this order.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// The state that it leads to, by the variant of the runtime's `State`.
    pub state: &'static str,
    /// What it accepts.
    pub matcher: Matcher,
}

/// What an acceptor accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// an answer of success, or of failure
    Success(bool),
    /// an error of this name or code
    ErrorType(String),
    /// an output of which an expression gives what is expected
    Output(Expected),
    /// the same of input and output
    InputOutput(Expected),
}

/// What an expression has to give.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The JMESPath expression.
    pub path: String,
    /// How it is compared, by the variant of the runtime's `Expected`.
    pub comparator: &'static str,
    /// What it is compared with; of a boolean, `true` or `false`.
    pub value: String,
}

/// What is wrong with a waiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The waiter.
    pub waiter: String,
    /// What is wrong, and what would mend it.
    pub message: String,
    /// How bad it is.
    pub kind: ProblemKind,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The waiter makes no sense. Clients are generated without it.
    Wrong,
    /// It has a key that means nothing to clients.
    Ignored,
    /// It names an error that the operation does not.
    UnknownError,
}

/// Parses a JMESPath expression of a model. The error is a sentence, with a hint where a function's name is
/// nearly right.
pub fn parse_path(text: &str) -> Result<Expression<Written>, String> {
    tinsmith_jmespath::parse(text).map_err(|error: ParseError| {
        let functions = tinsmith_jmespath::SIGNATURES.map(|it| it.name);
        let near = error.unknown_function().and_then(|name| nearest(name, functions));
        let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        format!("{error}{hint}")
    })
}

/// The waiters of an operation that clients can follow, ordered by name, and everything that is
/// wrong with any.
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
