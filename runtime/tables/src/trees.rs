//! Converts lists of nodes to the runtime's trees (patterns, expressions of rules), and waiters.

use tinsmith_pack::Broken;
use tinsmith_pack::description::{self, NodeRef, PatternNode, Text};
use tinsmith_runtime::schema::rules::{Condition, Expr, Outcome, Parameter, Rules};
use tinsmith_runtime::schema::waiters::{Acceptor, Expected, Matcher, Waiter};
use tinsmith_runtime::schema::{Categories, Class, Node, Pattern};

use crate::build::Builder;
use crate::names;

/// The maximum depth of a tree. Walking it recurses, and no model comes close.
const DEPTH: usize = 256;

/// The maximum number of nodes of a pattern. Samples and searches take time with the nodes, and no pattern of AWS has a
/// quarter of them.
const NODES: usize = 4096;

/// Finished nodes that wait for the node above them. Each can be taken only once, so the result is a tree and walking
/// it takes no longer than the list.
struct Forest<T> {
    nodes: Vec<Option<(T, usize)>>,
    /// The depth of the deepest node taken since the last one was added.
    deepest: usize,
}

impl<T> Forest<T> {
    fn new() -> Self {
        Self { nodes: Vec::new(), deepest: 0 }
    }

    /// Adds a node above those taken since the last call.
    fn add(&mut self, node: T) -> Result<(), Broken> {
        let depth = std::mem::take(&mut self.deepest) + 1;
        if depth > DEPTH {
            return Err(Broken::new("a tree is too deep"));
        }
        self.nodes.push(Some((node, depth)));
        Ok(())
    }

    fn take(&mut self, node: NodeRef) -> Result<T, Broken> {
        let slot = usize::try_from(node.0).ok().and_then(|index| self.nodes.get_mut(index));
        let (taken, depth) = slot.and_then(Option::take).ok_or_else(|| Broken::missing("node", node.0))?;
        self.deepest = self.deepest.max(depth);
        Ok(taken)
    }

    fn take_all(&mut self, nodes: &[NodeRef]) -> Result<Vec<T>, Broken> {
        nodes.iter().map(|node| self.take(*node)).collect()
    }
}

impl Builder<'_> {
    pub(crate) fn pattern(&mut self, described: &description::Pattern) -> Result<&'static Pattern, Broken> {
        let source = self.text(described.source)?;
        if described.nodes.len() > NODES {
            return Err(Broken::new("a pattern is too large"));
        }
        let mut forest = Forest::new();
        for node in &described.nodes {
            let node = self.pattern_node(node, &mut forest)?;
            forest.add(node)?;
        }
        let pattern = match forest.nodes.pop() {
            None => Pattern::unchecked(source),
            Some(Some((root, _))) => Pattern::new(source, root),
            Some(None) => return Err(Broken::new("a pattern has no root")),
        };
        Ok(self.arena().value(pattern))
    }

    fn pattern_node(&mut self, node: &PatternNode, forest: &mut Forest<Node>) -> Result<Node, Broken> {
        Ok(match node {
            PatternNode::Literal(text) => Node::Literal(self.text(*text)?),
            PatternNode::Class { ascii, ranges, categories, negated } => Node::Class(Class {
                ascii: *ascii,
                ranges: self.arena().slice(ranges.clone()),
                categories: Categories(*categories),
                negated: *negated,
            }),
            PatternNode::Sequence(all) => Node::Sequence(self.arena().slice(forest.take_all(all)?)),
            PatternNode::Choice(all) => Node::Choice(self.arena().slice(forest.take_all(all)?)),
            PatternNode::Repeat { min, max, .. } if min > max => {
                return Err(Broken::new("a repetition has a minimum above its maximum"));
            }
            PatternNode::Repeat { node, min, max } => {
                Node::Repeat { node: self.arena().value(forest.take(*node)?), min: *min, max: *max }
            }
            PatternNode::Start => Node::Start,
            PatternNode::End => Node::End,
            PatternNode::Ahead(node, negated) => {
                Node::Ahead { node: self.arena().value(forest.take(*node)?), negated: *negated }
            }
            PatternNode::Behind(node, negated) => {
                Node::Behind { node: self.arena().value(forest.take(*node)?), negated: *negated }
            }
        })
    }

    pub(crate) fn rules(&mut self, described: &description::Rules) -> Result<&'static Rules, Broken> {
        let mut exprs = Forest::new();
        for expr in &described.exprs {
            let expr = self.expr(expr, &mut exprs)?;
            exprs.add(expr)?;
        }
        let mut parameters = Vec::with_capacity(described.parameters.len());
        for it in &described.parameters {
            parameters.push(Parameter {
                name: self.text(it.name)?,
                built_in: it.built_in.map(|name| names::built_in(self.text(name)?)).transpose()?,
                required: it.required,
                default: it.default.map(|node| exprs.take(node)).transpose()?,
            });
        }
        let mut conditions = Vec::with_capacity(described.conditions.len());
        for it in &described.conditions {
            conditions.push(Condition { assign: self.optional(it.assign)?, value: exprs.take(it.value)? });
        }
        let results = described.results.iter().map(|it| self.outcome(it, &mut exprs)).collect::<Result<_, _>>()?;
        let rules = Rules {
            parameters: self.arena().slice(parameters),
            conditions: self.arena().slice(conditions),
            results: self.arena().slice(results),
            nodes: self.arena().slice(described.nodes.clone()),
            root: described.root,
        };
        Ok(self.arena().value(rules))
    }

    fn expr(&mut self, expr: &description::Expr, exprs: &mut Forest<Expr>) -> Result<Expr, Broken> {
        use description::Expr as Described;
        Ok(match expr {
            Described::Bool(value) => Expr::Bool(*value),
            Described::Integer(value) => Expr::Integer(*value),
            Described::Text(text) => Expr::Text(self.text(*text)?),
            Described::Ref(name) => Expr::Ref(self.text(*name)?),
            Described::Attr(of, path) => Expr::Attr(self.arena().value(exprs.take(*of)?), self.text(*path)?),
            Described::Call(function, arguments) => {
                let function = names::rule_function(self.text(*function)?)?;
                Expr::Call(function, self.arena().slice(exprs.take_all(arguments)?))
            }
            Described::List(items) => Expr::List(self.arena().slice(exprs.take_all(items)?)),
            Described::Record(fields) => Expr::Record(self.fields(fields, exprs)?),
        })
    }

    fn fields(
        &mut self,
        fields: &[(Text, NodeRef)],
        exprs: &mut Forest<Expr>,
    ) -> Result<&'static [(&'static str, Expr)], Broken> {
        let fields = fields.iter().map(|(name, node)| Ok((self.text(*name)?, exprs.take(*node)?)));
        let fields = fields.collect::<Result<_, Broken>>()?;
        Ok(self.arena().slice(fields))
    }

    fn outcome(&mut self, outcome: &description::Outcome, exprs: &mut Forest<Expr>) -> Result<Outcome, Broken> {
        Ok(match outcome {
            description::Outcome::NoMatch => Outcome::NoMatch,
            description::Outcome::Error(text) => Outcome::Error(exprs.take(*text)?),
            description::Outcome::Endpoint { url, properties, headers } => {
                let url = exprs.take(*url)?;
                let properties = self.fields(properties, exprs)?;
                let headers = headers.iter().map(|(name, values)| {
                    let values: &'static [Expr] = self.arena().slice(exprs.take_all(values)?);
                    Ok((self.text(*name)?, values))
                });
                let headers = headers.collect::<Result<_, Broken>>()?;
                Outcome::Endpoint(url, properties, self.arena().slice(headers))
            }
        })
    }

    pub(crate) fn waiter(&mut self, described: &description::Waiter) -> Result<&'static Waiter, Broken> {
        let acceptors = described
            .acceptors
            .iter()
            .map(|it| Ok(Acceptor { state: names::state(self.text(it.state)?)?, matcher: self.matcher(&it.matcher)? }));
        let acceptors = acceptors.collect::<Result<_, Broken>>()?;
        let waiter = Waiter {
            name: self.text(described.name)?,
            about: self.text(described.about)?,
            min_delay: described.min_delay,
            max_delay: described.max_delay,
            acceptors: self.arena().slice(acceptors),
        };
        Ok(self.arena().value(waiter))
    }

    fn matcher(&mut self, matcher: &description::Matcher) -> Result<Matcher, Broken> {
        use description::Matcher as Described;
        Ok(match matcher {
            Described::Success(success) => Matcher::Success(*success),
            Described::ErrorType(name) => Matcher::ErrorType(self.text(*name)?),
            Described::Output(it) => Matcher::Output(self.text(it.path)?, self.expected(it)?),
            Described::InputOutput(it) => Matcher::InputOutput(self.text(it.path)?, self.expected(it)?),
        })
    }

    fn expected(&mut self, it: &description::Expected) -> Result<Expected, Broken> {
        let value = self.text(it.value)?;
        Ok(match self.text(it.comparator)? {
            "Is" => Expected::Is(value),
            "Truth" => Expected::Truth(value == "true"),
            "AllAre" => Expected::AllAre(value),
            "AnyIs" => Expected::AnyIs(value),
            comparator => return Err(Broken::new(format!("unknown comparator {comparator:?}"))),
        })
    }
}
