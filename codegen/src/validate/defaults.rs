//! Checks default values. <https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait>

use super::values::misfits;
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Node, Number, Shape, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let mut report = |id: &dyn std::fmt::Display, message: String| {
        found.push(Diagnostic::error(event::DEFAULT_VALUE, message).on(id));
    };
    for shape in model.shapes.values() {
        if let Some(value) = shape.traits.default_value() {
            match value {
                Node::Null => report(&shape.id, "the default of a shape cannot be null".to_owned()),
                value => problems(model, shape, value).into_iter().for_each(|problem| report(&shape.id, problem)),
            }
        }
        for member in shape.members.iter().filter(|_| matches!(shape.kind, ShapeKind::Structure)) {
            let Some(target) = model.target(member) else {
                continue;
            };
            let id = || shape.id.with_member(&member.name);
            match (member.traits.default_value(), target.traits.default_value()) {
                // Null removes the default of the target and is always valid.
                (Some(Node::Null), _) => {}
                (Some(value), inherited) => {
                    problems(model, target, value).into_iter().for_each(|problem| report(&id(), problem));
                    if inherited.is_some_and(|inherited| inherited != value) {
                        report(&id(), format!("the default differs from the default of the target {}", target.id));
                    }
                }
                (None, Some(inherited)) => report(
                    &id(),
                    format!(
                        "the target {} has the default {inherited}; the member must repeat it or set null",
                        target.id
                    ),
                ),
                (None, None) => {}
            }
        }
    }
}

fn needs_digits(number: &Number) -> bool {
    match number {
        Number::Integer(value) => i64::try_from(*value).is_err(),
        Number::Float(_) => false,
        Number::Digits(_) => true,
    }
}

fn problems(model: &Model, shape: &Shape, value: &Node) -> Vec<String> {
    let is_empty = match value {
        Node::Array(items) => items.is_empty(),
        Node::Object(entries) => entries.is_empty(),
        _ => true,
    };
    match shape.kind {
        ShapeKind::Structure | ShapeKind::Union => {
            vec![format!("a {} cannot have a default", shape.kind.name())]
        }
        _ if !is_empty => {
            vec!["a default can only be a simple value or an empty list or map".to_owned()]
        }
        ShapeKind::Document if value.as_number().is_some_and(needs_digits) => {
            vec!["the default number of a document must be an integer of 64 bits or a double".to_owned()]
        }
        _ => misfits(model, shape, value).into_iter().map(|problem| format!("invalid default: {problem}")).collect(),
    }
}
