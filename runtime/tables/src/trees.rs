//! Lists of nodes to the runtime's trees: patterns, expressions of rules, paths of waiters.

use tinsmith_pack::Broken;
use tinsmith_pack::description::{self, NodeRef, PatternNode, Text};
use tinsmith_runtime::schema::rules::{Condition, Expr, Outcome, Parameter, Rules};
use tinsmith_runtime::schema::waiters::{Acceptor, Expected, Literal, Matcher, Path, Waiter};
use tinsmith_runtime::schema::{Categories, Class, Node, Pattern};

use crate::build::Builder;
use crate::names;

/// How deep a tree may be. Walks recurse, and no model comes near.
const DEPTH: usize = 256;

/// Nodes that were made, until the node above takes them. Each can be taken once, so that what comes
/// out is a tree and no walk over it takes longer than the list is.
struct Forest<T> {
    nodes: Vec<Option<(T, usize)>>,
    /// The depth of the deepest node that was taken since the last was added.
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
        let mut literals = Forest::new();
        for literal in &described.literals {
            let literal = self.literal(literal, &mut literals)?;
            literals.add(literal)?;
        }
        let mut paths = Forest::new();
        for path in &described.paths {
            let path = self.path(path, &mut paths, &mut literals)?;
            paths.add(path)?;
        }
        let acceptors = described.acceptors.iter().map(|it| {
            Ok(Acceptor { state: names::state(self.text(it.state)?)?, matcher: self.matcher(&it.matcher, &mut paths)? })
        });
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

    pub(crate) fn context_params(
        &mut self,
        params: &[(Text, NodeRef)],
        described: &[description::Path],
        described_literals: &[description::Literal],
    ) -> Result<&'static [(&'static str, Path)], Broken> {
        let (mut paths, mut literals) = (Forest::new(), Forest::new());
        for literal in described_literals {
            let literal = self.literal(literal, &mut literals)?;
            literals.add(literal)?;
        }
        for path in described {
            let path = self.path(path, &mut paths, &mut literals)?;
            paths.add(path)?;
        }
        let params = params.iter().map(|(name, node)| Ok((self.text(*name)?, paths.take(*node)?)));
        let params = params.collect::<Result<_, Broken>>()?;
        Ok(self.arena().slice(params))
    }

    fn matcher(&mut self, matcher: &description::Matcher, paths: &mut Forest<Path>) -> Result<Matcher, Broken> {
        use description::Matcher as Described;
        let mut expected = |it: &description::Expected| {
            let value = self.text(it.value)?;
            let comparator = self.text(it.comparator)?;
            let expected = match comparator {
                "Is" => Expected::Is(value),
                "Truth" => Expected::Truth(value == "true"),
                "AllAre" => Expected::AllAre(value),
                "AnyIs" => Expected::AnyIs(value),
                _ => return Err(Broken::new(format!("unknown comparator {comparator:?}"))),
            };
            Ok((self.text(it.source)?, paths.take(it.path)?, expected))
        };
        Ok(match matcher {
            Described::Success(success) => Matcher::Success(*success),
            Described::ErrorType(name) => Matcher::ErrorType(self.text(*name)?),
            Described::Output(it) => {
                let (source, path, it) = expected(it)?;
                Matcher::Output(source, path, it)
            }
            Described::InputOutput(it) => {
                let (source, path, it) = expected(it)?;
                Matcher::InputOutput(source, path, it)
            }
        })
    }

    fn path(
        &mut self,
        path: &description::Path,
        paths: &mut Forest<Path>,
        literals: &mut Forest<Literal>,
    ) -> Result<Path, Broken> {
        use description::Path as Described;
        Ok(match path {
            Described::Current => Path::Current,
            Described::Field(name) => Path::Field(self.text(*name)?),
            Described::Index(index) => Path::Index(*index),
            Described::Literal(value) => Path::Literal(literals.take(*value)?),
            Described::Pair(variant, first, second) => {
                let first = self.arena().value(paths.take(*first)?);
                let second = self.arena().value(paths.take(*second)?);
                pair(self.text(*variant)?, first, second)?
            }
            Described::Flatten(list) => Path::Flatten(self.arena().value(paths.take(*list)?)),
            Described::Pick(all) => Path::Pick(self.arena().slice(paths.take_all(all)?)),
            Described::Compare(comparison, left, right) => Path::Compare(
                names::comparison(self.text(*comparison)?)?,
                self.arena().value(paths.take(*left)?),
                self.arena().value(paths.take(*right)?),
            ),
            Described::Not(inner) => Path::Not(self.arena().value(paths.take(*inner)?)),
            Described::Call(function, arguments) => {
                Path::Call(names::path_function(self.text(*function)?)?, self.arena().slice(paths.take_all(arguments)?))
            }
        })
    }

    fn literal(&mut self, literal: &description::Literal, literals: &mut Forest<Literal>) -> Result<Literal, Broken> {
        use description::Literal as Described;
        Ok(match literal {
            Described::Null => Literal::Null,
            Described::Boolean(value) => Literal::Boolean(*value),
            Described::Number(value) => Literal::Number(*value),
            Described::Text(text) => Literal::Text(self.text(*text)?),
            Described::List(items) => Literal::List(self.arena().slice(literals.take_all(items)?)),
        })
    }
}

/// A path of two paths, by the name of its variant.
fn pair(variant: &str, first: &'static Path, second: &'static Path) -> Result<Path, Broken> {
    Ok(match variant {
        "Then" => Path::Then(first, second),
        "Each" => Path::Each(first, second),
        "EachValue" => Path::EachValue(first, second),
        "Filter" => Path::Filter(first, second),
        "And" => Path::And(first, second),
        "Or" => Path::Or(first, second),
        _ => return Err(Broken::new(format!("unknown kind of path {variant:?}"))),
    })
}
