//! Documentation, for whoever wants it: it is the describer's text, not ours, and goes into no model
//! of this repository.

use super::ast::text;
use super::context::Context;
use crate::model::{Node, Object};

/// The trait that holds documentation.
const DOCUMENTATION: &str = "smithy.api#documentation";

/// Adds the documentation of the service, its operations, shapes and members.
pub(super) fn read(context: &mut Context<'_>, description: &Object) {
    let service = context.service_name.clone();
    add(context, &service, None, description.get("documentation"));
    for (name, operation) in context.source_operations.iter() {
        add(context, name, None, operation.get("documentation"));
    }
    for (source, shape) in context.source_shapes.iter() {
        let name = context.name_of(source).to_owned();
        add(context, &name, None, shape.get("documentation"));
        let members = shape.get("members").and_then(Node::as_object);
        for (member, value) in members.into_iter().flat_map(|it| it.iter()) {
            add(context, &name, Some(member), value.get("documentation"));
        }
    }
}

/// Adds one text. What has no place in the model is not documented.
fn add(context: &mut Context<'_>, shape: &str, member: Option<&str>, documentation: Option<&Node>) {
    let Some(documentation) = documentation.and_then(Node::as_str).filter(|it| !it.is_empty()) else { return };
    let Some(shape) = context.shapes.get_mut(shape) else { return };
    let traits = match member {
        Some(member) => shape.member_mut(member).map(|member| &mut member.traits),
        None => Some(&mut shape.traits),
    };
    if let Some(traits) = traits {
        traits.insert(DOCUMENTATION.to_owned(), text(documentation));
    }
}
