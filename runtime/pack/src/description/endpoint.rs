//! Endpoint rules.

use serde::{Deserialize, Serialize};

use super::{NodeRef, Text};

/// The rules by which a service's endpoint is found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The expressions of all that follows; an expression refers only to those before it.
    pub exprs: Vec<Expr>,
    /// What the rules are asked with.
    pub parameters: Vec<Parameter>,
    /// The conditions, each once.
    pub conditions: Vec<Condition>,
    /// Endpoints and errors, each once.
    pub results: Vec<Outcome>,
    /// Condition, where to go if it holds, and where to go if not. A place from 0 on is a node, a
    /// negative one is the result `-1 - place`.
    pub nodes: Vec<[i32; 3]>,
    /// The place to begin at.
    pub root: i32,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Text,
    /// The variant of the runtime's `BuiltIn`, if clients know the value by themselves.
    pub built_in: Option<Text>,
    /// Whether it must have a value.
    pub required: bool,
    /// The value if none is given.
    pub default: Option<NodeRef>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The name that its value is kept under.
    pub assign: Option<Text>,
    /// Its value.
    pub value: NodeRef,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// `true` or `false`
    Bool(bool),
    /// a number
    Integer(i32),
    /// a text, with names of values in braces
    Text(Text),
    /// a parameter or the value of a condition
    Ref(Text),
    /// a part of a value
    Attr(NodeRef, Text),
    /// the value of a function, by the variant of the runtime's `Function`
    Call(Text, Vec<NodeRef>),
    /// an array
    List(Vec<NodeRef>),
    /// an object
    Record(Vec<(Text, NodeRef)>),
}

/// What rules end in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// an endpoint
    Endpoint {
        /// its URL
        url: NodeRef,
        /// what else is known of it
        properties: Vec<(Text, NodeRef)>,
        /// headers with their values
        headers: Vec<(Text, Vec<NodeRef>)>,
    },
    /// a reason why there is none
    Error(NodeRef),
    /// no rule is for the case
    NoMatch,
}
