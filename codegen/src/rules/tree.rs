//! Reads a rule set: rules are tried in order, and a tree rule whose conditions hold never falls through to the next
//! rule.

use super::intern::Interner;
use super::order::{Edge, order};
use super::reader::Reader;
use super::{Outcome, Rules};
use crate::model::Node;

pub(super) fn lower(node: &Node) -> Result<Rules, Vec<String>> {
    let mut reader = Reader::new(node);
    let mut tree = Tree { nodes: Interner::new(), no_match: reader.result(Outcome::NoMatch) };
    let rules = reader.array(node, "rules", "");
    let root = tree.rules(&mut reader, rules, "rules");
    let (nodes, root) = order(root, |key: usize| *tree.nodes.item(key));
    reader.finish(nodes, root)
}

struct Tree {
    nodes: Interner<(usize, Edge<usize>, Edge<usize>)>,
    no_match: usize,
}

impl Tree {
    /// The start of trying rules in order.
    fn rules(&mut self, reader: &mut Reader, rules: &[Node], path: &str) -> Edge<usize> {
        let read: Vec<(Vec<usize>, Edge<usize>)> = rules
            .iter()
            .enumerate()
            .map(|(index, rule)| self.rule(reader, rule, &format!("{path}[{index}]")))
            .collect();
        read.into_iter().rev().fold(Edge::Result(self.no_match), |next, (conditions, body)| {
            conditions.into_iter().rev().fold(body, |yes, condition| self.node(condition, yes, next))
        })
    }

    /// The conditions of a rule, and the edge to follow if they hold. Names that the rule assigns are visible only
    /// inside it.
    fn rule(&mut self, reader: &mut Reader, rule: &Node, path: &str) -> (Vec<usize>, Edge<usize>) {
        let known = reader.scope();
        let conditions = reader.array(rule, "conditions", path).iter().enumerate();
        let conditions = conditions
            .filter_map(|(index, node)| reader.condition(node, &format!("{path}.conditions[{index}]")))
            .collect();
        let body = match rule.get("type").and_then(Node::as_str) {
            Some("tree") => {
                let rules = reader.array(rule, "rules", path);
                self.rules(reader, rules, &format!("{path}.rules"))
            }
            _ => Edge::Result(reader.outcome(rule, path).unwrap_or(self.no_match)),
        };
        reader.leave(known);
        (conditions, body)
    }

    fn node(&mut self, condition: usize, yes: Edge<usize>, no: Edge<usize>) -> Edge<usize> {
        Edge::Node(self.nodes.number((condition, yes, no)))
    }
}
