//! Waiters.

use serde::{Deserialize, Serialize};

use super::{NodeRef, Text};

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
    /// The paths of all acceptors; a path refers only to those before it.
    pub paths: Vec<Path>,
    /// The values written out in paths; a list refers only to those before it.
    pub literals: Vec<Literal>,
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
    /// an output in which a path leads to what is expected
    Output(Expected),
    /// the same of input and output
    InputOutput(Expected),
}

/// What a path has to lead to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The path as it stands in the model.
    pub source: Text,
    /// The same, read.
    pub path: NodeRef,
    /// How it is compared, by the variant of the runtime's `Expected`.
    pub comparator: Text,
    /// What it is compared with; of a boolean, `true` or `false`.
    pub value: Text,
}

/// A JMESPath expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Path {
    /// the value itself
    Current,
    /// the member of this name
    Field(Text),
    /// the element of this index; of a negative one, from the end
    Index(i32),
    /// a value that is written out
    Literal(NodeRef),
    /// two paths, by the variant of the runtime's `Path`: `Then`, `Each`, `EachValue`, `Filter`,
    /// `And` or `Or`
    Pair(Text, NodeRef, NodeRef),
    /// the elements, those that are lists taken apart
    Flatten(NodeRef),
    /// a list of these
    Pick(Vec<NodeRef>),
    /// a comparison, by the variant of the runtime's `Comparison`
    Compare(Text, NodeRef, NodeRef),
    /// the opposite
    Not(NodeRef),
    /// the value of a function, by the variant of the runtime's `Function`
    Call(Text, Vec<NodeRef>),
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Literal {
    /// null
    Null,
    /// true or false
    Boolean(bool),
    /// a number
    Number(f64),
    /// a text
    Text(Text),
    /// a list
    List(Vec<NodeRef>),
}
