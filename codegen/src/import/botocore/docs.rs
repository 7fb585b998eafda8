//! Imports documentation on request. Its authors are those of the description, so no model in this repository contains
//! it.

use super::ast::text;
use super::context::Context;
use crate::model::{Node, Object};

/// The trait that holds documentation.
const DOCUMENTATION: &str = "smithy.api#documentation";

/// Adds the documentation of the service and of its operations, shapes and members.
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

/// Adds one documentation string. It is dropped if the shape or member does not exist in the model.
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
