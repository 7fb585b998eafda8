//! Endpoint rules.

use serde::{Deserialize, Serialize};

use super::{NodeRef, Text};

/// The endpoint rules of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The expressions used below. An expression refers only to those before it.
    pub exprs: Vec<Expr>,
    /// The parameters of the rules.
    pub parameters: Vec<Parameter>,
    /// The conditions, without duplicates.
    pub conditions: Vec<Condition>,
    /// Endpoints and errors, without duplicates.
    pub results: Vec<Outcome>,
    /// Condition, target if it holds, target if it does not. A target from 0 on is a node; a negative target is the
    /// result `-1 - target`.
    pub nodes: Vec<[i32; 3]>,
    /// The first target.
    pub root: i32,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name.
    pub name: Text,
    /// The variant of the runtime's `BuiltIn`, if clients provide the value.
    pub built_in: Option<Text>,
    /// Whether a value is required.
    pub required: bool,
    /// The default value.
    pub default: Option<NodeRef>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The name under which its value is stored.
    pub assign: Option<Text>,
    /// The value.
    pub value: NodeRef,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(i32),
    /// A string, with names of values in braces.
    Text(Text),
    /// A parameter or the value of a condition.
    Ref(Text),
    /// A part of a value.
    Attr(NodeRef, Text),
    /// A function call, with the variant of the runtime's `Function`.
    Call(Text, Vec<NodeRef>),
    /// An array.
    List(Vec<NodeRef>),
    /// An object.
    Record(Vec<(Text, NodeRef)>),
}

/// The result of endpoint rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// An endpoint.
    Endpoint {
        /// The URL.
        url: NodeRef,
        /// The properties.
        properties: Vec<(Text, NodeRef)>,
        /// The header fields with their values.
        headers: Vec<(Text, Vec<NodeRef>)>,
    },
    /// An error message.
    Error(NodeRef),
    /// No rule matches.
    NoMatch,
}
