//! Imports the endpoint rule set, which has the same format in Smithy, without its documentation.

use super::context::Context;
use super::service::undocumented;
use crate::model::{Node, Object};

/// Adds the rule set to the service.
pub(super) fn read(context: &mut Context<'_>, node: &Node) {
    let version = node.get("version").and_then(Node::as_str);
    if version != Some("1.0") {
        let version = version.unwrap_or("none");
        return context.malformed("endpoint rules", format!("expected version 1.0, found {version}"));
    }
    let Node::Object(fields) = undocumented(node) else {
        return;
    };
    let fields = fields.into_iter().map(|(key, value)| match (key.as_str(), value) {
        ("parameters", Node::Object(parameters)) => {
            let parameters = parameters.into_iter().map(|(name, parameter)| (name, undocumented(&parameter)));
            (key, Node::Object(parameters.collect()))
        }
        ("rules", value) => (key, bare_rules(&value)),
        (_, value) => (key, value),
    });
    let rules = Node::Object(fields.collect());
    let service = context.service_name.clone();
    if let Some(service) = context.shapes.get_mut(&service) {
        service.traits.insert("smithy.rules#endpointRuleSet".to_owned(), rules);
    }
}

/// Removes the documentation of rules, including nested ones. Their expressions stay unchanged.
fn bare_rules(node: &Node) -> Node {
    let rule = |node: &Node| match undocumented(node) {
        Node::Object(fields) => Node::Object(
            fields
                .into_iter()
                .map(|(key, value)| if key == "rules" { (key, bare_rules(&value)) } else { (key, value) })
                .collect::<Object>(),
        ),
        other => other,
    };
    match node {
        Node::Array(rules) => Node::Array(rules.iter().map(rule).collect()),
        other => other.clone(),
    }
}
