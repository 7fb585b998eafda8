//! Reads what rule sets and diagrams share: parameters, conditions, results and expressions. Every problem is recorded
//! with its place in the trait, and reading continues.

use std::collections::HashMap;

use super::functions::{FUNCTIONS, Function, Type};
use super::intern::Interner;
use super::template::names;
use super::{Condition, Decision, Expr, Outcome, Parameter, Place, Rules};
use crate::diagnostic::nearest;
use crate::model::{Node, Object};

/// The supported versions of endpoint rules.
const VERSIONS: [&str; 4] = ["1.0", "1.1", "1.2", "1.3"];

const BUILT_INS: [(&str, &str); 11] = [
    ("AWS::Region", "Region"),
    ("AWS::UseFIPS", "UseFips"),
    ("AWS::UseDualStack", "UseDualStack"),
    ("SDK::Endpoint", "Endpoint"),
    ("AWS::Auth::AccountId", "AccountId"),
    ("AWS::Auth::AccountIdEndpointMode", "AccountIdEndpointMode"),
    ("AWS::S3::ForcePathStyle", "S3ForcePathStyle"),
    ("AWS::S3::Accelerate", "S3Accelerate"),
    ("AWS::S3::UseGlobalEndpoint", "S3UseGlobalEndpoint"),
    ("AWS::S3::UseArnRegion", "S3UseArnRegion"),
    ("AWS::S3::DisableMultiRegionAccessPoints", "S3DisableMultiRegionAccessPoints"),
];

/// Parameters that restore old behavior. No current client sets them.
const SETTLED: [&str; 1] = ["AWS::STS::UseGlobalEndpoint"];

/// Everything read so far.
pub(super) struct Reader {
    parameters: Vec<Parameter>,
    conditions: Interner<Condition>,
    results: Interner<Outcome>,
    /// The names that expressions can refer to.
    known: HashMap<String, Known>,
    /// The same names in the order in which they were added, parameters first.
    order: Vec<String>,
    problems: Vec<String>,
}

/// A name that expressions can refer to.
struct Known {
    ty: Type,
    is_parameter: bool,
}

impl Reader {
    /// Reads the parameters of the rules.
    pub(super) fn new(node: &Node) -> Self {
        let mut reader = Self {
            parameters: Vec::new(),
            conditions: Interner::new(),
            results: Interner::new(),
            known: HashMap::new(),
            order: Vec::new(),
            problems: Vec::new(),
        };
        match node.get("version").and_then(Node::as_str) {
            Some(version) if VERSIONS.contains(&version) => {}
            Some(version) => reader.problem(format!("unsupported version {version} of endpoint rules")),
            None => reader.problem("version must be a string"),
        }
        match node.get("parameters").and_then(Node::as_object) {
            Some(parameters) => parameters.iter().for_each(|(name, parameter)| reader.parameter(name, parameter)),
            None => reader.problem("parameters must be an object"),
        }
        reader
    }

    /// Records a problem.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// The recorded problems.
    pub(super) fn into_problems(self) -> Vec<String> {
        self.problems
    }

    fn problem_at<T>(&mut self, path: &str, problem: impl std::fmt::Display) -> Option<T> {
        self.problem(format!("{path}: {problem}"));
        None
    }

    /// A required array. Empty if it is missing, which is reported.
    pub(super) fn array<'n>(&mut self, node: &'n Node, key: &str, path: &str) -> &'n [Node] {
        let found = node.get(key).and_then(Node::as_array);
        found.unwrap_or_else(|| {
            let place = if path.is_empty() { String::new() } else { format!("{path}: ") };
            self.problem(format!("{place}{key} must be an array"));
            &[]
        })
    }

    fn parameter(&mut self, name: &str, node: &Node) {
        let path = format!("parameters.{name}");
        let ty = match node.get("type").and_then(Node::as_str) {
            Some("string" | "String") => Type::Text,
            Some("boolean" | "Boolean") => Type::Bool,
            Some("stringArray") => Type::Texts,
            _ => {
                self.problem_at::<()>(&path, "type must be \"string\", \"boolean\" or \"stringArray\"");
                Type::Any
            }
        };
        let required = match node.get("required") {
            None => false,
            Some(Node::Bool(required)) => *required,
            Some(_) => self.problem_at(&path, "required must be true or false").unwrap_or(false),
        };
        let default = node.get("default").and_then(|node| self.default(node, ty, &path));
        let built_in = node.get("builtIn").and_then(Node::as_str);
        let settled = built_in.is_some_and(|it| SETTLED.contains(&it));
        let built_in = BUILT_INS.iter().find(|(id, _)| Some(*id) == built_in).map(|(_, variant)| *variant);
        self.parameters.push(Parameter { name: name.to_owned(), built_in, settled, required, default });
        self.learn(name, Known { ty, is_parameter: true });
    }

    fn learn(&mut self, name: &str, known: Known) {
        if self.known.insert(name.to_owned(), known).is_none() {
            self.order.push(name.to_owned());
        }
    }

    /// Reads a default. It is a plain value; braces have no meaning in it.
    fn default(&mut self, node: &Node, wanted: Type, path: &str) -> Option<Expr> {
        let text = |text: &str| Expr::Text(text.replace('{', "{{").replace('}', "}}"));
        let (value, ty) = match node {
            Node::Bool(value) => (Expr::Bool(*value), Type::Bool),
            Node::String(value) => (text(value), Type::Text),
            Node::Array(items) if items.iter().all(|it| it.as_str().is_some()) => {
                (Expr::List(items.iter().filter_map(Node::as_str).map(text).collect()), Type::Texts)
            }
            other => return self.problem_at(path, format!("default cannot be {}", other.kind())),
        };
        if ty.fits(wanted) {
            return Some(value);
        }
        self.problem_at(path, format!("default must be {}, not {}", wanted.name(), ty.name()))
    }

    /// The current scope, to be passed to [`Self::leave`] later.
    pub(super) fn scope(&self) -> usize {
        self.order.len()
    }

    /// Forgets the names that were added since `scope`.
    pub(super) fn leave(&mut self, scope: usize) {
        for name in self.order.drain(scope..) {
            self.known.remove(&name);
        }
    }

    /// Adds the names that conditions assign before the conditions are read.
    pub(super) fn announce(&mut self, conditions: &[Node]) {
        let names = conditions.iter().filter_map(|it| it.get("assign").and_then(Node::as_str));
        for name in names {
            if !self.known.contains_key(name) {
                self.learn(name, Known { ty: Type::Any, is_parameter: false });
            }
        }
    }

    /// Reads a condition and returns its number.
    pub(super) fn condition(&mut self, node: &Node, path: &str) -> Option<usize> {
        let Node::Object(object) = node else {
            return self.problem_at(path, format!("expected a condition, found {}", node.kind()));
        };
        let (value, ty) = self.call(object, path)?;
        let assign = match object.get("assign") {
            None => None,
            Some(Node::String(name)) => Some(name.clone()),
            Some(other) => return self.problem_at(path, format!("assign must be a string, not {}", other.kind())),
        };
        if let Some(name) = &assign {
            self.assign(name, ty, path);
        }
        Some(self.conditions.number(Condition { assign, value }))
    }

    fn assign(&mut self, name: &str, ty: Type, path: &str) {
        match self.known.get_mut(name) {
            // The name was announced. A name that is assigned twice has no single type.
            Some(known) if known.ty == Type::Any && !known.is_parameter => known.ty = ty,
            Some(_) => {
                self.problem_at::<()>(path, format!("the name {name} is already in use"));
            }
            None => self.learn(name, Known { ty, is_parameter: false }),
        }
    }

    /// Adds a result and returns its number.
    pub(super) fn result(&mut self, outcome: Outcome) -> usize {
        self.results.number(outcome)
    }

    /// Reads an endpoint or error and returns its number.
    pub(super) fn outcome(&mut self, node: &Node, path: &str) -> Option<usize> {
        let outcome = match node.get("type").and_then(Node::as_str) {
            Some("endpoint") => match node.get("endpoint") {
                Some(endpoint) => self.endpoint(endpoint, &format!("{path}.endpoint"))?,
                None => return self.problem_at(path, "endpoint is missing"),
            },
            Some("error") => match node.get("error") {
                Some(error) => Outcome::Error(self.text(error, &format!("{path}.error"))?),
                None => return self.problem_at(path, "error is missing"),
            },
            _ => return self.problem_at(path, "type must be \"endpoint\", \"error\" or, in a rule set, \"tree\""),
        };
        Some(self.result(outcome))
    }

    fn endpoint(&mut self, node: &Node, path: &str) -> Option<Outcome> {
        let Some(url) = node.get("url") else { return self.problem_at(path, "url is missing") };
        let url = self.text(url, &format!("{path}.url"));
        let empty = Object::new();
        let mut object = |key| match node.get(key) {
            None => Some(&empty),
            Some(Node::Object(object)) => Some(object),
            Some(_) => self.problem_at(path, format!("{key} must be an object")),
        };
        let (properties, headers) = (object("properties")?, object("headers")?);
        let properties = self.record(properties, &format!("{path}.properties"));
        let mut named = Vec::new();
        for (name, values) in headers.iter() {
            let path = format!("{path}.headers.{name}");
            let Node::Array(values) = values else {
                return self.problem_at(&path, "a header's values must be an array");
            };
            named.push((name.to_owned(), values.iter().map(|it| self.text(it, &path)).collect::<Option<_>>()?));
        }
        Some(Outcome::Endpoint { url: url?, properties: properties?, headers: named })
    }

    fn text(&mut self, node: &Node, path: &str) -> Option<Expr> {
        self.typed(node, Type::Text, path)
    }

    fn typed(&mut self, node: &Node, wanted: Type, path: &str) -> Option<Expr> {
        let (value, ty) = self.expr(node, path)?;
        if ty.fits(wanted) {
            return Some(value);
        }
        self.problem_at(path, format!("expected {}, found {}", wanted.name(), ty.name()))
    }

    fn record(&mut self, object: &Object, path: &str) -> Option<Vec<(String, Expr)>> {
        let fields = object.iter().map(|(name, node)| {
            let (value, _) = self.expr(node, &format!("{path}.{name}"))?;
            Some((name.to_owned(), value))
        });
        fields.collect::<Vec<_>>().into_iter().collect()
    }

    /// Reads an expression and returns it with its type.
    fn expr(&mut self, node: &Node, path: &str) -> Option<(Expr, Type)> {
        match node {
            Node::Bool(value) => Some((Expr::Bool(*value), Type::Bool)),
            Node::Number(_) => match node.as_integer().and_then(|it| i32::try_from(it).ok()) {
                Some(value) => Some((Expr::Integer(value), Type::Integer)),
                None => self.problem_at(path, format!("{node} is not a 32-bit integer")),
            },
            Node::String(text) => self.template(text, path),
            Node::Array(items) => {
                let items: Vec<_> = items.iter().map(|it| Some(self.expr(it, path)?.0)).collect();
                Some((Expr::List(items.into_iter().collect::<Option<_>>()?), Type::Any))
            }
            Node::Object(object) if object.get("fn").is_some() => self.call(object, path),
            Node::Object(object) => match object.get("ref") {
                Some(Node::String(name)) => Some((Expr::Ref(name.clone()), self.type_of(name, path)?)),
                Some(_) => self.problem_at(path, "ref must be a string"),
                None => Some((Expr::Record(self.record(object, path)?), Type::Any)),
            },
            Node::Null => self.problem_at(path, "null is not allowed"),
        }
    }

    fn type_of(&mut self, name: &str, path: &str) -> Option<Type> {
        if let Some(known) = self.known.get(name) {
            return Some(known.ty);
        }
        let near = nearest(name, &self.order);
        let hint = near.map(|near| format!(", did you mean {near}?")).unwrap_or_default();
        self.problem_at(path, format!("unknown name {name}{hint}"))
    }

    fn template(&mut self, text: &str, path: &str) -> Option<(Expr, Type)> {
        let names = match names(text) {
            Ok(names) => names,
            Err(problem) => return self.problem_at(path, problem),
        };
        for (name, part) in names {
            let ty = self.type_of(name, path)?;
            match part.map_or(Ok(ty), |part| ty.at(part)) {
                Ok(ty) if ty.fits(Type::Text) => {}
                Ok(ty) => {
                    return self.problem_at(path, format!("{name} is {} and cannot be used in a string", ty.name()));
                }
                Err(problem) => return self.problem_at(path, problem),
            }
        }
        Some((Expr::Text(text.to_owned()), Type::Text))
    }

    fn call(&mut self, object: &Object, path: &str) -> Option<(Expr, Type)> {
        let Some(id) = object.get("fn").and_then(Node::as_str) else {
            return self.problem_at(path, "fn must be the name of a function");
        };
        let Some(arguments) = object.get("argv").and_then(Node::as_array) else {
            return self.problem_at(path, format!("argv of {id} must be an array"));
        };
        if id == "getAttr" {
            return self.attribute(arguments, path);
        }
        let Some(function) = FUNCTIONS.iter().find(|it| it.id == id) else {
            let near = nearest(id, FUNCTIONS.iter().map(|it| it.id));
            let hint = near.map(|near| format!(", did you mean {near}?")).unwrap_or_default();
            return self.problem_at(path, format!("unknown function {id}{hint}"));
        };
        let count = function.takes.len();
        if arguments.len() < count || arguments.len() > count && !function.repeats {
            let s = if count == 1 { "" } else { "s" };
            return self.problem_at(path, format!("{id} takes {count} argument{s}, not {}", arguments.len()));
        }
        self.arguments(function, arguments, path)
    }

    fn arguments(&mut self, function: &Function, arguments: &[Node], path: &str) -> Option<(Expr, Type)> {
        let last = function.takes.last().copied().unwrap_or(Type::Any);
        let wanted = function.takes.iter().copied().chain(std::iter::repeat(last));
        let arguments: Vec<_> = arguments
            .iter()
            .zip(wanted)
            .enumerate()
            .map(|(index, (node, wanted))| self.typed(node, wanted, &format!("{path}.argv[{index}]")))
            .collect();
        Some((Expr::Call(function.variant, arguments.into_iter().collect::<Option<_>>()?), function.gives))
    }

    fn attribute(&mut self, arguments: &[Node], path: &str) -> Option<(Expr, Type)> {
        let [of, Node::String(part)] = arguments else {
            return self.problem_at(path, "getAttr takes a value and a path");
        };
        let (of, ty) = self.expr(of, path)?;
        match ty.at(part) {
            Ok(ty) => Some((Expr::Attr(Box::new(of), part.clone()), ty)),
            Err(problem) => self.problem_at(path, problem),
        }
    }

    /// The finished rules, without unreachable conditions and results.
    pub(super) fn finish(self, mut nodes: Vec<Decision>, root: Place) -> Result<Rules, Vec<String>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let (mut conditions, mut results) = (Interner::new(), Interner::new());
        let mut moved = |place| match place {
            Place::Result(index) => Place::Result(results.number(self.results.item(index).clone())),
            node => node,
        };
        let root = moved(root);
        for node in &mut nodes {
            (node.yes, node.no) = (moved(node.yes), moved(node.no));
            node.condition = conditions.number(self.conditions.item(node.condition).clone());
        }
        let (conditions, results) = (conditions.into_items(), results.into_items());
        Ok(Rules { parameters: self.parameters, conditions, results, nodes, root })
    }
}
