//! Waiters.

use serde::{Deserialize, Serialize};

use super::Text;

/// A waiter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// Its name.
    pub name: Text,
    /// What it waits for, in a sentence.
    pub about: Text,
    /// The shortest pause between two polls, in seconds.
    pub min_delay: u32,
    /// The longest one.
    pub max_delay: u32,
    /// What an answer is compared with, in this order.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptor {
    /// The state that it leads to, by the variant of the runtime's `State`.
    pub state: Text,
    /// What it accepts.
    pub matcher: Matcher,
}

/// What an acceptor accepts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Matcher {
    /// an answer of success, or of failure
    Success(bool),
    /// an error of this name or code
    ErrorType(Text),
    /// an output in which an expression finds what is expected
    Output(Expected),
    /// the same of input and output
    InputOutput(Expected),
}

/// What an expression has to find.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The JMESPath expression.
    pub path: Text,
    /// How it is compared, by the variant of the runtime's `Expected`.
    pub comparator: Text,
    /// What it is compared with; of a boolean, `true` or `false`.
    pub value: Text,
}
