//! Endpoint rules, read from their traits into the form of the runtime's table.
//!
//! A rule set is a tree whose rules are tried in order; a decision diagram is numbered nodes. Both
//! become nodes that ask one condition each, so that clients walk only one form.
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

/// What an endpoint is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// What the rules are asked with.
    pub parameters: Vec<Parameter>,
    /// The conditions, each once.
    pub conditions: Vec<Condition>,
    /// Endpoints and errors, each once.
    pub results: Vec<Outcome>,
    /// Which condition is asked when.
    pub nodes: Vec<Decision>,
    /// Where to begin.
    pub root: Place,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The variant of the runtime's `BuiltIn`, if clients know the value by themselves.
    pub built_in: Option<&'static str>,
    /// Whether its default is what every client of today sends.
    pub settled: bool,
    /// Whether it must have a value.
    pub required: bool,
    /// The value if none is given.
    pub default: Option<Expr>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The name that its value is kept under.
    pub assign: Option<String>,
    /// Its value.
    pub value: Expr,
}

/// What a value is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// `true` or `false`
    Bool(bool),
    /// a number
    Integer(i32),
    /// a text, with names of values in braces
    Text(String),
    /// a parameter or the value of a condition
    Ref(String),
    /// a part of a value
    Attr(Box<Expr>, String),
    /// the value of a function, by the variant of the runtime's `Function`
    Call(&'static str, Vec<Expr>),
    /// an array
    List(Vec<Expr>),
    /// an object
    Record(Vec<(String, Expr)>),
}

/// What rules end in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// an endpoint
    Endpoint {
        /// its URL
        url: Expr,
        /// what is known of it beside
        properties: Vec<(String, Expr)>,
        /// headers with their values
        headers: Vec<(String, Vec<Expr>)>,
    },
    /// a reason why there is none
    Error(Expr),
    /// no rule is for the case
    NoMatch,
}

/// A question and where each answer leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The index of the condition.
    pub condition: usize,
    /// Where to go if it holds.
    pub yes: Place,
    /// Where to go if not.
    pub no: Place,
}

/// A place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// the node of this index
    Node(usize),
    /// the result of this index
    Result(usize),
}

impl Rules {
    /// The rules of a service, if it has any that are correct. A diagram is preferred to a tree:
    /// it answers the same with fewer nodes.
    pub fn of_service(traits: &Traits) -> Option<Self> {
        let diagram = traits.get(DIAGRAM).and_then(|node| Self::of_diagram(node).ok());
        diagram.or_else(|| Self::of_rule_set(traits.get(RULE_SET)?).ok())
    }

    /// Reads a rule set, or tells everything that is wrong with it.
    pub fn of_rule_set(node: &Node) -> Result<Self, Vec<String>> {
        tree::lower(node)
    }

    /// Reads a decision diagram, or tells everything that is wrong with it.
    pub fn of_diagram(node: &Node) -> Result<Self, Vec<String>> {
        diagram::lower(node)
    }

    /// The parameters that clients have no value for.
    pub fn unset_parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().filter(|it| it.built_in.is_none() && !it.settled).map(|it| it.name.as_str())
    }
}
