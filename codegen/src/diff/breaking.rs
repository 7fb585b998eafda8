//! Applies the rules for changes of traits to their values.

use std::collections::BTreeMap;

use super::Diff;
use super::rules::{Change, Rule, built_in, defined};
use crate::model::{Model, Node, Shape, ShapeId, ShapeKind, Traits};

/// Compares the values of a trait by its rules, which are those of the new model's definition if it has one.
pub(super) fn changed(diff: &mut Diff<'_>, id: &ShapeId, trait_id: &str, old: &Traits, new: &Traits) {
    let model = diff.new;
    let definition = model.shape(trait_id);
    let rules = match definition {
        Some(definition) => defined(definition),
        None => built_in(trait_id).collect(),
    };
    let value = |traits: &Traits| traits.get(trait_id).cloned().unwrap_or_default();
    let (old, new) = (value(old), value(new));
    for rule in rules {
        let parts: Vec<String> =
            rule.path.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~")).collect();
        // A part of a trait that is gone says no more than its removal.
        if new == Node::Null && !parts.is_empty() {
            continue;
        }
        let values = |value| {
            let mut values = BTreeMap::new();
            select(model, definition, &parts, value, String::new(), &mut values);
            values
        };
        let (before, after) = (values(&old), values(&new));
        let mut places: Vec<&String> = before.keys().chain(after.keys()).collect();
        places.sort();
        places.dedup();
        for place in places {
            let value = |values: &BTreeMap<String, &Node>| values.get(place).copied().cloned().unwrap_or_default();
            report(diff, id, trait_id, &rule, place, [value(&before), value(&after)]);
        }
    }
}

/// Whether rules say what a change of the trait means.
pub(super) fn has_rules(model: &Model, trait_id: &str) -> bool {
    match model.shape(trait_id) {
        Some(definition) => !defined(definition).is_empty(),
        None => built_in(trait_id).next().is_some(),
    }
}

fn report(diff: &mut Diff<'_>, id: &ShapeId, trait_id: &str, rule: &Rule<'_>, place: &str, values: [Node; 2]) {
    let [old, new] = values;
    let Some(change) = Change::of(&old, &new).filter(|change| rule.changes.contains(change)) else { return };
    let mut message = describe(trait_id, place, change, &old, &new);
    if !rule.message.is_empty() {
        message = format!("{message}; {}", rule.message);
    }
    diff.push(rule.severity, format!("TraitBreakingChange.{}.{trait_id}", change.name()), id, message);
}

/// What changed, in words.
pub(super) fn describe(trait_id: &str, place: &str, change: Change, old: &Node, new: &Node) -> String {
    let at = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
    // The value of a trait without one is an empty object.
    let show = |node: &Node| {
        if node.as_object().is_some_and(|it| it.is_empty()) { String::new() } else { format!(": `{node}`") }
    };
    match change {
        Change::Add => format!("Trait `{trait_id}` was added{at}{}", show(new)),
        Change::Remove => format!("Trait `{trait_id}` was removed{at}{}", show(old)),
        Change::Update => format!("Trait `{trait_id}` changed{at} from `{old}` to `{new}`"),
    }
}

/// Selects the parts of a value by the members in a path, with the place of each. The definition of the trait says which
/// values are maps. If it is missing, none are.
fn select<'v>(
    model: &Model,
    shape: Option<&Shape>,
    path: &[String],
    value: &'v Node,
    place: String,
    found: &mut BTreeMap<String, &'v Node>,
) {
    let Some((member, rest)) = path.split_first().filter(|(member, _)| !member.is_empty()) else {
        found.insert(place, value);
        return;
    };
    let target = match shape {
        None => None,
        Some(shape) => {
            let Some(member) = shape.members.iter().find(|it| it.name == *member) else { return };
            model.shape(member.target.as_str())
        }
    };
    let mut go_on = |value, step: &str| select(model, target, rest, value, format!("{place}/{step}"), found);
    match (shape.map(|it| &it.kind), value) {
        (Some(ShapeKind::List) | None, Node::Array(elements)) => {
            elements.iter().enumerate().for_each(|(index, element)| go_on(element, &index.to_string()));
        }
        (Some(ShapeKind::Map), Node::Object(entries)) => {
            entries.iter().for_each(|(key, entry)| go_on(entry, key));
        }
        (Some(ShapeKind::Structure | ShapeKind::Union) | None, Node::Object(members)) => {
            go_on(members.get(member).unwrap_or(&Node::Null), member);
        }
        _ => {}
    }
}
