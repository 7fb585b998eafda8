//! Waiters.

use serde::{Deserialize, Serialize};

use super::Text;

/// A waiter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// The name.
    pub name: Text,
    /// A sentence that describes the waiter.
    pub about: Text,
    /// The shortest pause between two polls in seconds.
    pub min_delay: u32,
    /// The longest pause between two polls in seconds.
    pub max_delay: u32,
    /// The acceptors, in order.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptor {
    /// The state that the responses lead to, as the variant of the runtime's `State`.
    pub state: Text,
    /// The responses that match.
    pub matcher: Matcher,
}

/// The responses that an acceptor matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Matcher {
    /// Responses that succeed or, with false, that fail.
    Success(bool),
    /// Errors with this name or code.
    ErrorType(Text),
    /// Outputs for which an expression gives the expected value.
    Output(Expected),
    /// Like `Output`, but for an object with the input and output.
    InputOutput(Expected),
}

/// The expected value of an expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The JMESPath expression.
    pub path: Text,
    /// The comparison, as the variant of the runtime's `Expected`.
    pub comparator: Text,
    /// The expected value. For a boolean, `true` or `false`.
    pub value: Text,
}
