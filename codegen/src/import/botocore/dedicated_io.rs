//! Marks structures that are used only as the input or output of a single operation.

use std::collections::BTreeMap;

use super::ast::annotation;
use super::context::Context;
use crate::model::Node;

/// Applies `input` and `output` to structures that no other shape or operation uses.
pub(super) fn mark(context: &mut Context<'_>) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut roles: Vec<(String, &str)> = Vec::new();
    for shape in context.shapes.values() {
        for (_, member) in &shape.members {
            *uses.entry(member.target.clone()).or_default() += 1;
        }
        for (key, role) in [("input", "smithy.api#input"), ("output", "smithy.api#output")] {
            let target = shape.data.get(key).and_then(|node| node.get("target")).and_then(Node::as_str);
            if let Some(target) = target {
                *uses.entry(target.to_owned()).or_default() += 1;
                roles.push((target.to_owned(), role));
            }
        }
    }
    for (target, role) in roles {
        let name = target.split('#').nth(1).unwrap_or_default();
        if uses.get(&target) == Some(&1)
            && let Some(shape) = context.shapes.get_mut(name).filter(|_| target.starts_with(&context.namespace))
        {
            shape.traits.insert(role.to_owned(), annotation());
        }
    }
}
