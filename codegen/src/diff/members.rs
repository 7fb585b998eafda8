//! Compares members: additions and removals, targets, nullability, and enum values.

use super::{Diff, Severity, traits};
use crate::model::{Member, Model, Node, Shape, ShapeKind};

pub(super) fn changed(diff: &mut Diff<'_>, old: &Shape, new: &Shape) {
    if old.kind.name() != new.kind.name() {
        return;
    }
    for member in &new.members {
        let id = new.id.with_member(&member.name);
        match old.member(&member.name) {
            None => added(diff, new, member),
            Some(before) => {
                target(diff, &id.to_string(), before, member);
                nullability(diff, &id.to_string(), (old, before), (new, member));
                traits::of_member(diff, &id, before, member);
            }
        }
    }
    for member in old.members.iter().filter(|it| new.member(&it.name).is_none()) {
        let id = old.id.with_member(&member.name);
        diff.push(Severity::Error, "RemovedShape", &id, format!("Removed member `{id}`"));
    }
    if matches!(new.kind, ShapeKind::Structure | ShapeKind::Union) && is_reordered(old, new) {
        let message = format!("{} shape members were reordered", new.kind.name());
        diff.push(Severity::Danger, "ChangedMemberOrder", &new.id, message);
    }
    if matches!(new.kind, ShapeKind::Enum) {
        enum_values(diff, old, new);
    }
}

fn added(diff: &mut Diff<'_>, shape: &Shape, member: &Member) {
    let id = shape.id.with_member(&member.name);
    diff.push(Severity::Note, "AddedShape", &id, format!("Added member `{id}`"));
    let traits = &member.traits;
    let is_required = traits.required() && traits.default_value().is_none() && !traits.client_optional();
    if is_required && matches!(shape.kind, ShapeKind::Structure) {
        let message = "Adding a new member with the `required` trait but not the `default` trait is \
                       backwards-incompatible";
        diff.push(Severity::Error, "AddedRequiredMember", &id, message);
    }
}

fn is_reordered(old: &Shape, new: &Shape) -> bool {
    old.members.iter().zip(&new.members).any(|(before, after)| before.name != after.name)
}

fn target(diff: &mut Diff<'_>, id: &str, before: &Member, after: &Member) {
    if before.target == after.target {
        return;
    }
    let (old, new) = (diff.old.target(before), diff.new.target(after));
    let (severity, why) = match (old, new) {
        (Some(old), Some(new)) => compatibility(diff, old, new),
        _ => (Severity::Warning, "This was determined backward compatible".to_owned()),
    };
    let message = format!(
        "The shape targeted by the member `{id}` changed from `{}` to `{}`. {why}",
        before.target, after.target
    );
    diff.push(severity, "ChangedMemberTarget", &id, message);
}

/// Whether a target can replace another, with the reason.
fn compatibility(diff: &Diff<'_>, old: &Shape, new: &Shape) -> (Severity, String) {
    let (before, after) = (old.kind.name(), new.kind.name());
    if before != after {
        return (Severity::Error, format!("The type of the targeted shape changed from {before} to {after}"));
    }
    if old.kind.has_named_members() || old.kind.is_service_kind() {
        return (Severity::Error, format!("The name of a {before} is significant"));
    }
    // The events of changing one shape into the other.
    let mut inner = Diff { old: diff.old, new: diff.new, events: Vec::new() };
    traits::changed(&mut inner, old, new);
    for member in &new.members {
        if let Some(was) = old.member(&member.name) {
            let id = new.id.with_member(&member.name);
            target(&mut inner, &id.to_string(), was, member);
            nullability(&mut inner, &id.to_string(), (old, was), (new, member));
            traits::of_member(&mut inner, &id, was, member);
        }
    }
    match inner.events.iter().max_by_key(|it| it.severity) {
        None => (Severity::Warning, "This was determined backward compatible".to_owned()),
        Some(worst) => {
            let list: Vec<String> = inner.events.iter().map(|it| format!("[{}] {}", it.severity, it.message)).collect();
            let why = format!("This results in: {}", list.join("; "));
            (worst.severity.max(Severity::Warning), why)
        }
    }
}

/// Whether clients treat the member as nullable
/// (<https://smithy.io/2.0/spec/aggregate-types.html#structure-member-optionality>).
fn is_nullable(model: &Model, shape: &Shape, member: &Member) -> bool {
    match shape.kind {
        ShapeKind::List => shape.traits.sparse(),
        ShapeKind::Map => member.name == "value" && shape.traits.sparse(),
        ShapeKind::Structure => {
            if member.traits.client_optional() || shape.traits.input() {
                return true;
            }
            let default = member.traits.default_value();
            let has_default = default.is_some_and(|it| *it != Node::Null);
            let target_default = model.target(member).and_then(|it| it.traits.default_value());
            let inherits = default.is_none() && target_default.is_some_and(|it| *it != Node::Null);
            !(member.traits.required() || has_default || inherits)
        }
        _ => false,
    }
}

fn nullability(diff: &mut Diff<'_>, id: &str, (old, before): (&Shape, &Member), (new, after): (&Shape, &Member)) {
    let (was, is) = (is_nullable(diff.old, old, before), is_nullable(diff.new, new, after));
    if was == is {
        return;
    }
    let [from, to] = if was { ["nullable", "non-nullable"] } else { ["non-nullable", "nullable"] };
    let message = format!("Member `{}` changed from {from} to {to}", after.name);
    let is_compound =
        diff.new.target(after).is_some_and(|it| matches!(it.kind, ShapeKind::Structure | ShapeKind::Union));
    let added = |trait_id: &str| !before.traits.has(trait_id) && after.traits.has(trait_id);
    let removed = |trait_id: &str| before.traits.has(trait_id) && !after.traits.has(trait_id);
    let (required, optional) = ("smithy.api#required", "smithy.api#clientOptional");
    let in_both = before.traits.required() && after.traits.required();
    let (severity, reason) = match () {
        () if old.traits.input() && !new.traits.input() => (Severity::Error, ".RemovedInputTrait"),
        () if !old.traits.input() && new.traits.input() => (Severity::Danger, ".AddedInputTrait"),
        () if added(optional) && in_both => (Severity::Error, ".AddedClientOptionalTrait"),
        () if removed(optional) && in_both => (Severity::Error, ".RemovedClientOptionalTrait"),
        () if added(required) && is_compound => (Severity::Warning, ".AddedRequiredTrait.StructureOrUnion"),
        () if added(required) => (Severity::Error, ".AddedRequiredTrait"),
        () if added("smithy.api#default") && !removed(required) => (Severity::Error, ".AddedDefaultTrait"),
        () if removed(required) && is_compound => (Severity::Warning, ".RemovedRequiredTrait.StructureOrUnion"),
        () if removed(required) => (Severity::Error, ".RemovedRequiredTrait"),
        () => (Severity::Error, ""),
    };
    diff.push(severity, format!("ChangedNullability{reason}"), &id, message);
}

fn enum_values(diff: &mut Diff<'_>, old: &Shape, new: &Shape) {
    let mut end = old.members.len();
    for (index, before) in old.members.iter().enumerate() {
        let value = before.enum_text();
        match new.members.iter().find(|it| it.enum_text() == value) {
            None => {
                let message = format!("Enum value `{value}` was removed");
                diff.push(Severity::Error, format!("ChangedEnumTrait.Removed.{index}"), &new.id, message);
                end -= 1;
            }
            Some(after) if after.name != before.name => {
                let message =
                    format!("Enum `name` changed from `{}` to `{}` for the `{value}` value", before.name, after.name);
                diff.push(Severity::Error, format!("ChangedEnumTrait.NameChanged.{index}"), &new.id, message);
            }
            Some(_) => {}
        }
    }
    for (index, after) in new.members.iter().enumerate() {
        let value = after.enum_text();
        if old.members.iter().any(|it| it.enum_text() == value) {
            continue;
        }
        if index < end {
            let message = format!("Enum value `{value}` was inserted before the end of the list of existing values");
            diff.push(Severity::Error, format!("ChangedEnumTrait.OrderChanged.{index}"), &new.id, message);
            end += 1;
        } else {
            let message = format!("Enum value `{value}` was appended");
            diff.push(Severity::Note, format!("ChangedEnumTrait.Appended.{index}"), &new.id, message);
        }
    }
}
