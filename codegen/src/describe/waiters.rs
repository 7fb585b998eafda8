//! Waiters and their paths.

use tinsmith_pack::description::{self, Acceptor, Expected, NodeRef};

use super::Writer;
use super::tree::push;
use crate::ir;
use crate::waiters::{self, Literal, Path};

/// The paths and literals of one waiter.
#[derive(Default)]
struct Nodes {
    paths: Vec<description::Path>,
    literals: Vec<description::Literal>,
}

impl Writer {
    pub(super) fn waiter(&mut self, waiter: &ir::Waiter) -> description::Waiter {
        let mut nodes = Nodes::default();
        let acceptors = waiter
            .rules
            .acceptors
            .iter()
            .map(|it| Acceptor { state: self.text(it.state), matcher: self.matcher(&it.matcher, &mut nodes) });
        let acceptors = acceptors.collect();
        description::Waiter {
            name: self.text(&waiter.rules.name),
            about: self.text(&waiter.about),
            min_delay: waiter.rules.min_delay,
            max_delay: waiter.rules.max_delay,
            paths: nodes.paths,
            literals: nodes.literals,
            acceptors,
        }
    }

    fn matcher(&mut self, matcher: &waiters::Matcher, nodes: &mut Nodes) -> description::Matcher {
        use description::Matcher as Described;
        match matcher {
            waiters::Matcher::Success(success) => Described::Success(*success),
            waiters::Matcher::ErrorType(name) => Described::ErrorType(self.text(name)),
            waiters::Matcher::Output(it) => Described::Output(self.expected(it, nodes)),
            waiters::Matcher::InputOutput(it) => Described::InputOutput(self.expected(it, nodes)),
        }
    }

    fn expected(&mut self, it: &waiters::Expected, nodes: &mut Nodes) -> Expected {
        Expected {
            source: self.text(&it.source),
            path: self.path(&it.path, nodes),
            comparator: self.text(it.comparator),
            value: self.text(&it.value),
        }
    }

    /// Parameters of endpoint rules with paths into the input.
    pub(super) fn context_params(&mut self, params: &[(String, Path)]) -> description::Trait {
        let mut nodes = Nodes::default();
        let params = params.iter().map(|(name, path)| (self.text(name), self.path(path, &mut nodes))).collect();
        description::Trait::OperationContextParams { params, paths: nodes.paths, literals: nodes.literals }
    }

    fn path(&mut self, path: &Path, nodes: &mut Nodes) -> NodeRef {
        use description::Path as Described;
        let described = match path {
            Path::Current => Described::Current,
            Path::Field(name) => Described::Field(self.text(name)),
            Path::Index(index) => Described::Index(*index),
            Path::Literal(value) => Described::Literal(self.literal(value, nodes)),
            Path::Then(first, second) => self.pair("Then", [first, second], nodes),
            Path::Each(list, each) => self.pair("Each", [list, each], nodes),
            Path::EachValue(object, each) => self.pair("EachValue", [object, each], nodes),
            Path::Filter(list, condition) => self.pair("Filter", [list, condition], nodes),
            Path::And(left, right) => self.pair("And", [left, right], nodes),
            Path::Or(left, right) => self.pair("Or", [left, right], nodes),
            Path::Flatten(list) => Described::Flatten(self.path(list, nodes)),
            Path::Pick(all) => Described::Pick(all.iter().map(|it| self.path(it, nodes)).collect()),
            Path::Compare(comparison, left, right) => {
                Described::Compare(self.text(comparison), self.path(left, nodes), self.path(right, nodes))
            }
            Path::Not(inner) => Described::Not(self.path(inner, nodes)),
            Path::Call(function, arguments) => {
                Described::Call(self.text(function), arguments.iter().map(|it| self.path(it, nodes)).collect())
            }
        };
        push(&mut nodes.paths, described)
    }

    fn pair(&mut self, variant: &str, [first, second]: [&Path; 2], nodes: &mut Nodes) -> description::Path {
        description::Path::Pair(self.text(variant), self.path(first, nodes), self.path(second, nodes))
    }

    fn literal(&mut self, literal: &Literal, nodes: &mut Nodes) -> NodeRef {
        use description::Literal as Described;
        let described = match literal {
            Literal::Null => Described::Null,
            Literal::Boolean(value) => Described::Boolean(*value),
            Literal::Number(value) => Described::Number(*value),
            Literal::Text(text) => Described::Text(self.text(text)),
            Literal::List(items) => Described::List(items.iter().map(|it| self.literal(it, nodes)).collect()),
        };
        push(&mut nodes.literals, described)
    }
}
