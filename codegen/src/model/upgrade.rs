//! Upgrades Smithy 1.0 models to 2.0. <https://smithy.io/2.0/guides/migrating-idl-1-to-2.html>

use std::collections::BTreeSet;

use super::Model;
use super::node::{Node, annotation};
use super::number::Number;
use super::shape::{Member, Shape, ShapeKind};
use super::shape_id::{ShapeId, is_identifier};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";
const ENUM: &str = "smithy.api#enum";

/// Converts enum traits to enum shapes in all files, and numbers without `box` to defaults in shapes from Smithy 1.0
/// files.
pub(super) fn upgrade(model: &mut Model, version_1: &BTreeSet<ShapeId>) {
    for shape in model.shapes.values_mut() {
        if matches!(shape.kind, ShapeKind::String) && shape.traits.has(ENUM) {
            upgrade_enum(shape);
        }
    }
    if version_1.is_empty() {
        return;
    }
    for id in version_1 {
        if let Some(shape) = model.shapes.get_mut(id) {
            let zero = zero_of(&shape.kind);
            if shape.traits.remove(BOX).is_none()
                && let Some(zero) = zero
                && !shape.traits.has(DEFAULT)
            {
                shape.traits.insert(DEFAULT, zero);
            }
        }
    }
    for id in version_1 {
        let Some(mut shape) = model.shapes.remove(id) else {
            continue;
        };
        let is_structure = matches!(shape.kind, ShapeKind::Structure);
        for member in &mut shape.members {
            let default = model.shapes.get(&member.target).and_then(|target| target.traits.default_value());
            upgrade_member(member, default.filter(|_| is_structure));
        }
        model.shapes.insert(id.clone(), shape);
    }
}

/// In Smithy 1.0, a number or boolean without `box` was never absent, but zero or false.
fn zero_of(kind: &ShapeKind) -> Option<Node> {
    match kind {
        ShapeKind::Boolean => Some(Node::Bool(false)),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            Some(Node::Number(Number::Integer(0)))
        }
        ShapeKind::Float | ShapeKind::Double => Some(Node::Number(Number::Integer(0))),
        _ => None,
    }
}

/// In Smithy 2.0, a member must repeat the default of its target, or have null if it has no default.
fn upgrade_member(member: &mut Member, target_default: Option<&Node>) {
    let boxed = member.traits.remove(BOX).is_some();
    let Some(default) = target_default else {
        return;
    };
    if !member.traits.has(DEFAULT) {
        member.traits.insert(DEFAULT, if boxed { Node::Null } else { default.clone() });
    }
}

/// Converts a string with an enum trait to an enum shape if every value has a usable name. Without names, members would
/// have none, so such a string is left unchanged.
fn upgrade_enum(shape: &mut Shape) {
    let Some(members) = shape.traits.get(ENUM).and_then(enum_members) else {
        return;
    };
    shape.traits.remove(ENUM);
    shape.kind = ShapeKind::Enum;
    shape.members = members;
}

fn enum_members(value: &Node) -> Option<Vec<Member>> {
    let definitions = value.as_array()?;
    definitions.iter().map(enum_member).collect()
}

fn enum_member(definition: &Node) -> Option<Member> {
    let name = definition.get("name")?.as_str().filter(|name| is_identifier(name))?;
    let value = definition.get("value").filter(|value| value.as_str().is_some())?;
    let mut member = Member { name: name.to_owned(), target: ShapeId::of_prelude("Unit"), traits: Default::default() };
    member.traits.insert("smithy.api#enumValue", value.clone());
    for key in ["documentation", "tags"] {
        if let Some(value) = definition.get(key) {
            member.traits.insert(format!("smithy.api#{key}"), value.clone());
        }
    }
    if definition.get("deprecated").and_then(Node::as_bool) == Some(true) {
        member.traits.insert("smithy.api#deprecated", annotation());
    }
    Some(member)
}
