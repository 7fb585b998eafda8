//! Converts paginators to `paginated` traits, if Smithy can express them.

use std::collections::BTreeSet;

use super::ast::{object, text};
use super::context::Context;
use crate::import::fields::Fields;
use crate::model::{CORRECTIONS, Node, Object};

/// The members for the page size that the description declares as strings, by structure and name. Some old services do
/// this; the official models declare integers, and the wire format is the same.
pub(super) fn text_page_sizes<'a>(
    shapes: &'a Object,
    operations: &Object,
    paginators: Option<&Node>,
) -> BTreeSet<(&'a str, &'a str)> {
    let paginators = paginators.and_then(|node| node.get("pagination")).and_then(Node::as_object);
    let sizes = paginators.into_iter().flat_map(Object::iter).filter_map(|(operation, paginator)| {
        let limit = paginator.get("limit_key")?.as_str()?;
        Some((operations.get(operation)?.get("input")?.get("shape")?.as_str()?, limit))
    });
    let sizes: BTreeSet<(&str, &str)> = sizes.collect();
    let names: BTreeSet<&str> = sizes.iter().map(|(_, name)| *name).collect();
    let is_text = |target: &str| {
        let shape = shapes.get(target);
        shape.and_then(|shape| shape.get("type")?.as_str()) == Some("string")
    };
    let text_members = members(shapes).filter(|(_, _, target)| is_text(target));
    // A shape used only under such names is always a page size, also in outputs that repeat it and in operations
    // without a paginator.
    let others: BTreeSet<&str> =
        text_members.clone().filter(|(_, name, _)| !names.contains(name)).map(|(_, _, target)| target).collect();
    let counts: BTreeSet<&str> = text_members
        .clone()
        .filter(|(owner, name, target)| sizes.contains(&(*owner, *name)) && !others.contains(target))
        .map(|(_, _, target)| target)
        .collect();
    text_members
        .filter(|(owner, name, target)| sizes.contains(&(*owner, *name)) || counts.contains(target))
        .map(|(owner, name, _)| (owner, name))
        .collect()
}

/// All structure members, as owner, name and target.
fn members(shapes: &Object) -> impl Iterator<Item = (&str, &str, &str)> + Clone {
    let shapes: Vec<_> = shapes
        .iter()
        .flat_map(|(owner, shape)| {
            let members = shape.get("members").and_then(Node::as_object).into_iter().flat_map(Object::iter);
            members.filter_map(move |(name, member)| Some((owner, name, member.get("shape")?.as_str()?)))
        })
        .collect();
    shapes.into_iter()
}

/// Adds the entries of a node to another: those of objects with the same key are added in turn, and other values are
/// replaced.
pub(super) fn merge(node: &mut Node, more: &Node) {
    let (Node::Object(entries), Node::Object(more)) = (&mut *node, more) else {
        *node = more.clone();
        return;
    };
    for (name, value) in more.iter() {
        let mut merged = entries.get(name).cloned().unwrap_or_else(|| value.clone());
        merge(&mut merged, value);
        entries.insert(name, merged);
    }
}

/// Adds the paginators to their operations.
pub(super) fn read(context: &mut Context<'_>, node: &Node) {
    let Some(mut top) = Fields::of(node, "paginators", &mut context.found) else {
        return;
    };
    top.ignore(&["version"]);
    for (operation, node) in top.object("pagination").into_iter().flat_map(Object::iter) {
        let id = context.id(operation);
        let Some(mut fields) = Fields::of(node, &id, &mut context.found) else {
            continue;
        };
        // A client that follows tokens does not need the flag.
        fields.ignore(&["more_results", "non_aggregate_keys"]);
        let value = paginator(context, &mut fields, operation, &id);
        fields.finish(&mut context.found);
        if let Some(results) = results(context, node, operation)
            && let Some(shape) = context.shapes.get_mut(operation)
        {
            shape.traits.insert(format!("{CORRECTIONS}pageResults"), results);
        }
        let Some(value) = value else {
            continue;
        };
        match context.shapes.get_mut(operation) {
            Some(shape) => {
                shape.traits.insert("smithy.api#paginated".to_owned(), value);
            }
            None => context.left_out(&id, "the paginator of an unknown operation"),
        }
    }
    top.finish(&mut context.found);
}

fn paginator(context: &mut Context<'_>, fields: &mut Fields<'_>, operation: &str, id: &str) -> Option<Node> {
    let [input, output, items] = ["input_token", "output_token", "result_key"].map(|key| fields.node(key));
    let page_size = fields.text("limit_key");
    let (Some(input), Some(output)) = (input.and_then(Node::as_str), output.and_then(path)) else {
        context.left_out(id, "the paginator: it has several tokens or a computed one");
        return None;
    };
    // Smithy supports a single list of items. Without it, pages can still be followed.
    let items = items.and_then(path).filter(|items| is_collection(context, operation, items));
    let page_size = page_size.filter(|member| !is_required(context, operation, member));
    Some(object([
        ("inputToken", Some(text(input))),
        ("outputToken", Some(text(output))),
        ("items", items.map(text)),
        ("pageSize", page_size.map(text)),
    ]))
}

/// The parts of the output that the AWS CLI collects from all pages, and those that it keeps from the first. `None` if
/// they are all there is in the output, and always present, so that nothing has to be said about them.
fn results(context: &Context<'_>, paginator: &Node, operation: &str) -> Option<Node> {
    let each = |key: &str| match paginator.get(key) {
        Some(Node::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let paths = |key: &str| each(key).iter().map(path).collect::<Option<Vec<_>>>();
    let (collected, kept) = (paths("result_key")?, paths("non_aggregate_keys")?);
    let output = source_shape(context, operation, "output")?;
    let members = output.get("members").and_then(Node::as_object)?;
    let required = output.get("required").and_then(Node::as_array).unwrap_or_default();
    let is_required = |name: &str| required.iter().any(|it| it.as_str() == Some(name));
    // The members that the paginator speaks of; tokens may be expressions.
    let known = ["result_key", "non_aggregate_keys", "output_token", "more_results"].into_iter().flat_map(each);
    let known = known.filter_map(Node::as_str).filter_map(|it| it.split(['.', ' ', '[']).next());
    let known: BTreeSet<&str> = known.collect();
    let is_plain = collected.iter().all(|it| !it.contains('.') && is_collection(context, operation, it))
        && kept.iter().all(|it| is_required(it))
        && members.iter().all(|(name, _)| known.contains(name));
    if is_plain || collected.is_empty() {
        return None;
    }
    let texts = |all: &[&str]| Some(Node::Array(all.iter().map(|it| text(it)).collect()));
    Some(object([("collected", texts(&collected)), ("kept", texts(&kept))]))
}

/// The input or output of an operation in the description.
fn source_shape<'a>(context: &Context<'a>, operation: &str, role: &str) -> Option<&'a Node> {
    context.source_shapes.get(context.source_operations.get(operation)?.get(role)?.get("shape")?.as_str()?)
}

/// Whether an output path leads to a list or map. A few operations page strings or single values, for which Smithy has
/// no items.
fn is_collection(context: &Context<'_>, operation: &str, path: &str) -> bool {
    let mut shape = source_shape(context, operation, "output");
    for name in path.split('.') {
        let target = shape.and_then(|shape| shape.get("members")?.get(name)?.get("shape")?.as_str());
        shape = target.and_then(|target| context.source_shapes.get(target));
    }
    matches!(shape.and_then(|shape| shape.get("type")?.as_str()), Some("list" | "map"))
}

/// Whether an input member is required. In Smithy, it then cannot be the token.
fn is_required(context: &Context<'_>, operation: &str, member: &str) -> bool {
    let required = source_shape(context, operation, "input").and_then(|shape| shape.get("required")?.as_array());
    required.unwrap_or_default().iter().any(|name| name.as_str() == Some(member))
}

/// A dotted path of members, or `None` for any other expression.
fn path(node: &Node) -> Option<&str> {
    let is_plain = |text: &&str| text.split('.').all(crate::model::is_identifier);
    node.as_str().filter(is_plain)
}
