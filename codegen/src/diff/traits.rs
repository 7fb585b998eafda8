//! Compares traits.

use std::collections::BTreeSet;

use super::rules::Change;
use super::{Diff, Severity, breaking};
use crate::model::{Member, Node, Number, Protocol, Shape, ShapeId, Traits};

/// Compares the traits of a shape itself.
pub(super) fn changed(diff: &mut Diff<'_>, old: &Shape, new: &Shape) {
    both(diff, &new.id, &old.traits, &new.traits);
    protocols(diff, new, &old.traits, &new.traits);
    let (before, after) = (old.traits.default_value(), new.traits.default_value());
    match (before, after) {
        (None, Some(after)) => {
            let message = format!("Adding the @default trait to a root-level shape breaks generated code: {after}");
            diff.push(Severity::Error, "ChangedDefault", &new.id, message);
        }
        (Some(before), Some(after)) if before != after => {
            let message =
                format!("Changing the @default value of a root-level shape breaks generated code: {before} to {after}");
            diff.push(Severity::Error, "ChangedDefault", &new.id, message);
        }
        (Some(_), None) => default_removed(diff, &new.id),
        _ => {}
    }
}

/// Compares the traits of a member.
pub(super) fn of_member(diff: &mut Diff<'_>, id: &ShapeId, old: &Member, new: &Member) {
    both(diff, id, &old.traits, &new.traits);
    match (old.traits.default_value(), new.traits.default_value()) {
        (None, Some(Node::Null)) | (Some(Node::Null), None) => {}
        (None, Some(after)) if !new.traits.has("smithy.api#addedDefault") => {
            let message = format!(
                "Adding the @default trait to a member without also adding the @addedDefault trait breaks generated \
                 code: {after}"
            );
            diff.push(Severity::Error, "ChangedDefault", id, message);
        }
        (Some(_), None) => default_removed(diff, id),
        (Some(before), Some(after)) if before != after => {
            let is_grave = is_zero(before) != is_zero(after);
            let severity = if is_grave { Severity::Error } else { Severity::Danger };
            let message = format!("Changing the @default value of a member is dangerous: {before} to {after}");
            diff.push(severity, "ChangedDefault", id, message);
        }
        _ => {}
    }
}

fn default_removed(diff: &mut Diff<'_>, id: &ShapeId) {
    diff.push(Severity::Error, "ChangedDefault", id, "@default trait was removed");
}

/// Whether a default is the zero value of its type.
fn is_zero(node: &Node) -> bool {
    match node {
        Node::Bool(value) => !value,
        Node::Number(value) => value.as_f64() == 0.0,
        Node::String(text) => text.is_empty(),
        Node::Array(_) | Node::Object(_) => true,
        Node::Null => false,
    }
}

fn both(diff: &mut Diff<'_>, id: &ShapeId, old: &Traits, new: &Traits) {
    let names: BTreeSet<&str> = old.iter().chain(new.iter()).map(|(name, _)| name).collect();
    for name in names.into_iter().filter(|name| old.get(name) != new.get(name)) {
        breaking::changed(diff, id, name, old, new);
        modified(diff, id, name, old, new);
    }
    bounds(diff, id, "smithy.api#length", "ChangedLengthTrait", old, new);
    bounds(diff, id, "smithy.api#range", "ChangedRangeTrait", old, new);
}

/// Reports a changed trait that no rule covers.
fn modified(diff: &mut Diff<'_>, id: &ShapeId, name: &str, old: &Traits, new: &Traits) {
    const HANDLED: [&str; 3] = ["smithy.api#required", "smithy.api#default", "smithy.api#enumValue"];
    let is_protocol = Protocol::ALL.iter().any(|it| it.trait_id() == name);
    if HANDLED.contains(&name) || is_protocol || name.starts_with("tinsmith") || breaking::has_rules(diff.new, name) {
        return;
    }
    let value = |traits: &Traits| traits.get(name).cloned().unwrap_or_default();
    let (old, new) = (value(old), value(new));
    let Some(change) = Change::of(&old, &new) else { return };
    // What a trait without a definition means is not known.
    let is_known = diff.new.shape(name).is_some() || ["smithy.", "aws.", "alloy"].iter().any(|it| name.starts_with(it));
    let severity = if is_known && change != Change::Remove { Severity::Note } else { Severity::Warning };
    let message = breaking::describe(name, "", change, &old, &new);
    diff.push(severity, format!("ModifiedTrait.{}.{name}", change.name()), id, message);
}

fn bound<'n>(node: &'n Node, name: &str) -> Option<&'n Number> {
    node.get(name)?.as_number()
}

/// Reports bounds that became stricter.
fn bounds(diff: &mut Diff<'_>, id: &ShapeId, trait_id: &str, event: &str, old: &Traits, new: &Traits) {
    let (Some(before), Some(after)) = (old.get(trait_id), new.get(trait_id)) else { return };
    let zero = Number::Integer(0);
    let (was, is) = (bound(before, "min").unwrap_or(&zero), bound(after, "min").unwrap_or(&zero));
    if is > was {
        let message = format!("{trait_id} trait value `min` was made more restrictive by raising from {was} to {is}");
        diff.push(Severity::Error, event, id, message);
    }
    let (was, is) = (bound(before, "max"), bound(after, "max"));
    if let Some(is) = is.filter(|is| was.is_none_or(|was| *is < was)) {
        let was = was.map_or_else(|| "none".to_owned(), |it| it.to_string());
        let message = format!("{trait_id} trait value `max` was made more restrictive by lowering from {was} to {is}");
        diff.push(Severity::Error, event, id, message);
    }
}

/// Reports removed protocols, because existing clients may use them, and added ones.
fn protocols(diff: &mut Diff<'_>, new: &Shape, old: &Traits, now: &Traits) {
    if new.as_service().is_none() {
        return;
    }
    let (before, after) = (old.protocols(), now.protocols());
    for protocol in before.iter().filter(|it| !after.contains(it)) {
        let message = format!("Protocol `{protocol}` was removed");
        diff.push(Severity::Error, format!("ModifiedTrait.Remove.{protocol}"), &new.id, message);
    }
    for protocol in after.iter().filter(|it| !before.contains(it)) {
        let message = format!("Protocol `{protocol}` was added");
        diff.push(Severity::Note, format!("ModifiedTrait.Add.{protocol}"), &new.id, message);
    }
}
