//! Reads endpoint rules from their traits and converts them to the form of the runtime's table.
//!
//! A rule set is a tree whose rules are tried in order; a decision diagram consists of numbered nodes. Both become
//! nodes that evaluate one condition each, so that clients support a single form.
//! <https://smithy.io/2.0/additional-specs/rules-engine/>

mod diagram;
mod functions;
mod intern;
mod order;
mod reader;
mod template;
mod tree;

use crate::model::{Node, Traits};

/// The trait that holds a tree of rules.
pub const RULE_SET: &str = "smithy.rules#endpointRuleSet";
/// The trait that holds a decision diagram.
pub const DIAGRAM: &str = "smithy.rules#endpointBdd";

/// Endpoint rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The distinct conditions.
    pub conditions: Vec<Condition>,
    /// The distinct results: endpoints and errors.
    pub results: Vec<Outcome>,
    /// The nodes, which say which condition to evaluate next.
    pub nodes: Vec<Decision>,
    /// The start.
    pub root: Place,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The variant of the runtime's `BuiltIn`, if clients know the value themselves.
    pub built_in: Option<&'static str>,
    /// Whether all current clients use the default value.
    pub settled: bool,
    /// Whether a value is required.
    pub required: bool,
    /// The default value.
    pub default: Option<Expr>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The name under which the value is stored.
    pub assign: Option<String>,
    /// The expression.
    pub value: Expr,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// `true` or `false`
    Bool(bool),
    /// an integer
    Integer(i32),
    /// a string template, with references in braces
    Text(String),
    /// a parameter or the value of a condition
    Ref(String),
    /// a part of a value
    Attr(Box<Expr>, String),
    /// a function call, by the variant of the runtime's `Function`
    Call(&'static str, Vec<Expr>),
    /// an array
    List(Vec<Expr>),
    /// an object
    Record(Vec<(String, Expr)>),
}

/// A result of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// an endpoint
    Endpoint {
        /// the URL
        url: Expr,
        /// properties
        properties: Vec<(String, Expr)>,
        /// headers with their values
        headers: Vec<(String, Vec<Expr>)>,
    },
    /// an error message
    Error(Expr),
    /// no rule matches
    NoMatch,
}

/// A condition and the places to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The index of the condition.
    pub condition: usize,
    /// The place if the condition holds.
    pub yes: Place,
    /// The place otherwise.
    pub no: Place,
}

/// A place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// the node with this index
    Node(usize),
    /// the result with this index
    Result(usize),
}

impl Rules {
    /// The endpoint rules of a service, if it has valid ones. A diagram is preferred to a rule set, because it has the
    /// same results with fewer nodes.
    pub fn of_service(traits: &Traits) -> Option<Self> {
        let diagram = traits.get(DIAGRAM).and_then(|node| Self::of_diagram(node).ok());
        diagram.or_else(|| Self::of_rule_set(traits.get(RULE_SET)?).ok())
    }

    /// Reads a rule set, or returns all its problems.
    pub fn of_rule_set(node: &Node) -> Result<Self, Vec<String>> {
        tree::lower(node)
    }

    /// Reads a decision diagram, or returns all its problems.
    pub fn of_diagram(node: &Node) -> Result<Self, Vec<String>> {
        diagram::lower(node)
    }

    /// The parameters for which clients have no value.
    pub fn unset_parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().filter(|it| it.built_in.is_none() && !it.settled).map(|it| it.name.as_str())
    }
}
