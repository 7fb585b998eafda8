//! Checks that shapes have the members that their type requires, and that enum values are valid.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Member, Model, Shape, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        let missing = match shape.kind {
            ShapeKind::List if shape.as_list().is_none() => "a list needs a \"member\"",
            ShapeKind::Map if shape.as_map().is_none() => "a map needs a \"key\" and a \"value\"",
            ShapeKind::Enum | ShapeKind::IntEnum if shape.members.is_empty() && !shape.traits.mixin() => {
                "an enum needs at least one member"
            }
            // A mixin may leave its members to the unions that use it.
            ShapeKind::Union if shape.members.is_empty() && !shape.traits.mixin() => {
                "a union needs at least one member"
            }
            ShapeKind::Enum | ShapeKind::IntEnum => {
                check_values(shape, found);
                continue;
            }
            _ => continue,
        };
        found.push(Diagnostic::error(event::EMPTY_SHAPE, missing).on(&shape.id));
    }
}

fn check_values(shape: &Shape, found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (id, member) in shape.members_with_ids() {
        let value = match shape.kind {
            ShapeKind::Enum => text_value(member),
            _ => integer_value(member),
        };
        let problem = match value {
            Ok(value) => match seen.insert(value.clone(), &member.name) {
                Some(earlier) => format!("the member {earlier} already has the value {value}"),
                None => continue,
            },
            Err(problem) => problem,
        };
        found.push(Diagnostic::error(event::ENUM_MEMBERS, problem).on(id));
    }
}

fn text_value(member: &Member) -> Result<String, String> {
    match member.traits.enum_value() {
        Some(value) if value.as_str().is_none() => {
            Err(format!("the value of an enum member must be a string, not {value}"))
        }
        _ if member.enum_text().is_empty() => Err("the value of an enum member cannot be empty".to_owned()),
        _ => Ok(member.enum_text().to_owned()),
    }
}

fn integer_value(member: &Member) -> Result<String, String> {
    match (member.traits.enum_value(), member.enum_integer()) {
        (_, Some(value)) => Ok(value.to_string()),
        (Some(value), None) => Err(format!("the value of an intEnum member must be a 32-bit integer, not {value}")),
        (None, None) => Err("the member of an intEnum needs the trait smithy.api#enumValue".to_owned()),
    }
}
