//! Reads a decision diagram: nodes of three numbers each, in base64.
//!
//! A node has the index of a condition and two references: one to follow if the condition holds and one to follow
//! otherwise. The references 1 and -1 end without a result; references from [`RESULTS`] on are results, the first of
//! which also means no result; any other reference is the number of a node, starting from 1. In the node of a negative
//! reference, the two references are swapped. <https://smithy.io/2.0/additional-specs/rules-engine/specification.html>

use super::order::{Edge, order};
use super::reader::Reader;
use super::{Outcome, Rules};
use crate::model::Node;

const RESULTS: i32 = 100_000_000;

pub(super) fn lower(node: &Node) -> Result<Rules, Vec<String>> {
    let mut reader = Reader::new(node);
    let conditions = reader.array(node, "conditions", "");
    // A condition may refer to a later one.
    reader.announce(conditions);
    let conditions: Vec<Option<usize>> = conditions
        .iter()
        .enumerate()
        .map(|(index, node)| reader.condition(node, &format!("conditions[{index}]")))
        .collect();
    let no_match = reader.result(Outcome::NoMatch);
    let results = reader.array(node, "results", "").iter().enumerate();
    let results: Vec<usize> = std::iter::once(no_match)
        .chain(results.map(|(index, node)| reader.outcome(node, &format!("results[{index}]")).unwrap_or(no_match)))
        .collect();
    let diagram = match Diagram::read(node, conditions.len(), &results) {
        Ok(diagram) => diagram,
        Err(problem) => {
            reader.problem(problem);
            return Err(reader.into_problems());
        }
    };
    let (nodes, root) = order(diagram.edge(diagram.root), |(index, is_swapped): (usize, bool)| {
        let [condition, yes, no] = diagram.nodes[index];
        // The rules are rejected if a condition cannot be read.
        let condition = conditions.get(condition.unsigned_abs() as usize).copied().flatten().unwrap_or(0);
        let (yes, no) = if is_swapped { (no, yes) } else { (yes, no) };
        (condition, diagram.edge(yes), diagram.edge(no))
    });
    reader.finish(nodes, root)
}

/// Nodes whose references are valid.
struct Diagram<'a> {
    nodes: Vec<[i32; 3]>,
    root: i32,
    /// The first result is "no result".
    results: &'a [usize],
}

impl<'a> Diagram<'a> {
    fn read(node: &Node, conditions: usize, results: &'a [usize]) -> Result<Self, String> {
        let number = |key: &str| {
            let value = node.get(key).and_then(Node::as_integer).and_then(|it| i32::try_from(it).ok());
            value.ok_or_else(|| format!("{key} must be a number"))
        };
        let root = number("root")?;
        let count = number("nodeCount")?;
        let text = node.get("nodes").and_then(Node::as_str).ok_or("nodes must be a string")?;
        let bytes = decode(text).ok_or("nodes is not base64")?;
        let integers: Vec<i32> = bytes.as_chunks().0.iter().map(|it| i32::from_be_bytes(*it)).collect();
        let nodes = integers.as_chunks::<3>().0.to_vec();
        if bytes.len() % 12 != 0 || usize::try_from(count) != Ok(nodes.len()) {
            return Err(format!("nodes has {} bytes; expected 12 for each of nodeCount {count}", bytes.len()));
        }
        let diagram = Self { nodes, root, results };
        diagram.check(conditions)?;
        Ok(diagram)
    }

    /// Checks that references lead to existing nodes and results, and that conditions are in order, so that there are
    /// no cycles.
    fn check(&self, conditions: usize) -> Result<(), String> {
        if let Err(problem) = self.check_reference(-1, self.root) {
            return Err(format!("the root is {}, {problem}", self.root));
        }
        for (number, &[condition, yes, no]) in (1..).zip(&self.nodes).skip(1) {
            if usize::try_from(condition).map_or(true, |it| it >= conditions) {
                return Err(format!("the node {number} refers to the condition {condition}, which does not exist"));
            }
            for reference in [yes, no] {
                if let Err(problem) = self.check_reference(condition, reference) {
                    return Err(format!("the node {number} refers to {reference}, {problem}"));
                }
            }
        }
        Ok(())
    }

    fn check_reference(&self, condition: i32, reference: i32) -> Result<(), &'static str> {
        match self.find(reference) {
            None => Err("which does not exist"),
            Some(Edge::Node((index, _))) if self.nodes[index][0] <= condition => {
                Err("whose condition does not come later")
            }
            Some(_) => Ok(()),
        }
    }

    /// The edge of a reference that was checked.
    fn edge(&self, reference: i32) -> Edge<(usize, bool)> {
        self.find(reference).unwrap_or(Edge::Result(self.results[0]))
    }

    fn find(&self, reference: i32) -> Option<Edge<(usize, bool)>> {
        if let 1 | -1 = reference {
            return Some(Edge::Result(self.results[0]));
        }
        if reference >= RESULTS {
            let index = usize::try_from(reference - RESULTS).ok()?;
            return self.results.get(index).map(|it| Edge::Result(*it));
        }
        let index = usize::try_from(reference.unsigned_abs()).ok()?.checked_sub(1)?;
        (index > 0 && index < self.nodes.len()).then_some(Edge::Node((index, reference < 0)))
    }
}

/// Decodes base64 with padding (RFC 4648).
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_is_read() {
        let cases: [(&str, Option<&[u8]>); 8] = [
            ("", Some(b"")),
            ("/////wAAAAE=", Some(&[255, 255, 255, 255, 0, 0, 0, 1])),
            ("TWFu", Some(b"Man")),
            ("TWE=", Some(b"Ma")),
            ("TQ==", Some(b"M")),
            ("TWF", None),
            ("T===", None),
            ("TW-u", None),
        ];
        for (text, bytes) in cases {
            assert_eq!(decode(text).as_deref(), bytes, "{text}");
        }
    }
}
