//! Endpoint rules.

use tinsmith_pack::description::{self, Condition, NodeRef, Outcome, Parameter};

use super::Writer;
use super::tree::push;
use crate::rules::{self, Expr, Place, Rules};

type Exprs = Vec<description::Expr>;

impl Writer<'_> {
    pub(super) fn rules(&mut self, rules: &Rules) -> description::Rules {
        let mut exprs = Vec::new();
        let parameters = rules.parameters.iter().map(|it| Parameter {
            name: self.text(&it.name),
            built_in: it.built_in.map(|variant| self.text(variant)),
            required: it.required,
            default: it.default.as_ref().map(|value| self.expr(value, &mut exprs)),
        });
        let parameters = parameters.collect();
        let conditions = rules.conditions.iter().map(|it| Condition {
            assign: it.assign.as_ref().map(|name| self.text(name)),
            value: self.expr(&it.value, &mut exprs),
        });
        let conditions = conditions.collect();
        let results = rules.results.iter().map(|it| self.outcome(it, &mut exprs)).collect();
        let nodes = rules.nodes.iter().map(|it| [number(it.condition), place(it.yes), place(it.no)]).collect();
        description::Rules { exprs, parameters, conditions, results, nodes, root: place(rules.root) }
    }

    fn outcome(&mut self, outcome: &rules::Outcome, exprs: &mut Exprs) -> Outcome {
        match outcome {
            rules::Outcome::NoMatch => Outcome::NoMatch,
            rules::Outcome::Error(text) => Outcome::Error(self.expr(text, exprs)),
            rules::Outcome::Endpoint { url, properties, headers } => Outcome::Endpoint {
                url: self.expr(url, exprs),
                properties: properties.iter().map(|(name, it)| (self.text(name), self.expr(it, exprs))).collect(),
                headers: headers.iter().map(|(name, all)| (self.text(name), self.all(all, exprs))).collect(),
            },
        }
    }

    fn expr(&mut self, expr: &Expr, exprs: &mut Exprs) -> NodeRef {
        use description::Expr as Described;
        let described = match expr {
            Expr::Bool(value) => Described::Bool(*value),
            Expr::Integer(value) => Described::Integer(*value),
            Expr::Text(text) => Described::Text(self.text(text)),
            Expr::Ref(name) => Described::Ref(self.text(name)),
            Expr::Attr(of, path) => Described::Attr(self.expr(of, exprs), self.text(path)),
            Expr::Call(function, arguments) => Described::Call(self.text(function), self.all(arguments, exprs)),
            Expr::List(items) => Described::List(self.all(items, exprs)),
            Expr::Record(fields) => {
                Described::Record(fields.iter().map(|(name, it)| (self.text(name), self.expr(it, exprs))).collect())
            }
        };
        push(exprs, described)
    }

    fn all(&mut self, all: &[Expr], exprs: &mut Exprs) -> Vec<NodeRef> {
        all.iter().map(|it| self.expr(it, exprs)).collect()
    }
}

/// A place as the runtime represents it: results are negative.
fn place(place: Place) -> i32 {
    match place {
        Place::Node(index) => number(index),
        Place::Result(index) => -1 - number(index),
    }
}

fn number(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}
