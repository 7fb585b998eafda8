//! Targets of elided members: the target of `$name` comes from the resource after `for`, or from a mixin.
//! <https://smithy.io/2.0/spec/idl.html#target-elision>

use std::collections::{HashMap, HashSet};

use crate::model::node::{Node, Object};

/// Marks an elided member until its target is known.
pub(super) const ELIDED: &str = "elided";

/// Marks the resource of a structure until its elided members are resolved.
pub(super) const RESOURCE: &str = "for";

/// A source of targets for elided members.
struct Donor {
    /// The number of the file, and the number of the shape in it.
    place: (usize, usize),
    is_resource: bool,
    members: HashMap<String, String>,
    resource: Option<String>,
    mixins: Vec<String>,
}

impl Donor {
    /// The shapes from which elided members take their targets.
    fn sources(&self) -> impl Iterator<Item = &str> {
        self.resource.iter().chain(&self.mixins).map(String::as_str)
    }
}

/// Sets the target of every elided member. Returns errors with the ID of the shape or member. If the target may be in one
/// of the `partial` shapes, which are not known completely, the shape is also partial.
pub(in crate::model) fn resolve(roots: &mut [&mut Node], partial: &mut HashSet<String>) -> Vec<(String, String)> {
    let mut waiting = Vec::new();
    let mut donors: HashMap<String, Donor> = HashMap::new();
    for (file, root) in roots.iter().enumerate() {
        for (index, id, node) in shapes(root) {
            let members = members(node).filter(|(_, member)| member.get(ELIDED).is_some());
            waiting.extend(members.map(|(name, _)| (id.to_owned(), name.to_owned())));
            donors.insert(id.to_owned(), Donor { place: (file, index), ..donor(node) });
        }
    }
    let mut problems = wrong_resources(&donors);
    problems.retain(|(id, _)| !donors[id].sources().any(|it| partial.contains(it)));
    // A mixin may elide a member that another mixin defines, so this repeats as long as it makes progress.
    let mut is_progress = true;
    while is_progress && !waiting.is_empty() {
        is_progress = false;
        waiting.retain(|(shape, name)| {
            let Some(target) = find(&donors, shape, name) else { return true };
            let Some(donor) = donors.get_mut(shape) else { return false };
            if let Some(member) = shape_at(roots, donor.place).and_then(|object| member_of(object, name)) {
                // The target replaces the mark, in the usual position.
                let target = ("target".to_owned(), Node::String(target.clone()));
                member.entries.iter_mut().filter(|(key, _)| key == ELIDED).for_each(|entry| *entry = target.clone());
            }
            donor.members.insert(name.clone(), target);
            is_progress = true;
            false
        });
    }
    for (shape, name) in &waiting {
        // The member was reported. Without it, the rest of the shape can be checked.
        if let Some(object) = donors.get(shape).and_then(|donor| shape_at(roots, donor.place)) {
            drop_member(object, name);
        }
    }
    for donor in donors.values().filter(|donor| donor.resource.is_some()) {
        shape_at(roots, donor.place).and_then(|object| object.remove(RESOURCE));
    }
    let (hidden, waiting): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|(shape, _)| depends_on(&donors, shape, partial));
    partial.extend(hidden.into_iter().map(|(shape, _)| shape));
    let message = "no resource or mixin of this shape has a member with this name";
    problems.extend(waiting.into_iter().map(|(shape, name)| (format!("{shape}${name}"), message.to_owned())));
    problems
}

/// Whether a shape, its resource or one of its mixins is among these.
fn depends_on(donors: &HashMap<String, Donor>, shape: &str, partial: &HashSet<String>) -> bool {
    let mut queue = vec![shape];
    let mut seen = HashSet::new();
    while let Some(id) = queue.pop() {
        if partial.contains(id) {
            return true;
        }
        if seen.insert(id) {
            queue.extend(donors.get(id).into_iter().flat_map(Donor::sources));
        }
    }
    false
}

/// The shapes after `for` that are not resources.
fn wrong_resources(donors: &HashMap<String, Donor>) -> Vec<(String, String)> {
    let named = donors.iter().filter_map(|(id, donor)| Some((id, donor.resource.as_deref()?)));
    let mut wrong: Vec<(String, String)> = named
        .filter(|(_, resource)| donors.get(*resource).is_none_or(|target| !target.is_resource))
        .map(|(id, resource)| (id.clone(), format!("expected a resource after `for`, found {resource}")))
        .collect();
    wrong.sort();
    wrong
}

fn find(donors: &HashMap<String, Donor>, shape: &str, name: &str) -> Option<String> {
    let donor = donors.get(shape)?;
    let resource = donor.resource.as_ref().and_then(|it| donors.get(it)?.members.get(name));
    if let Some(target) = resource {
        return Some(target.clone());
    }
    let mut queue: Vec<&String> = donor.mixins.iter().collect();
    let mut seen = HashSet::new();
    while let Some(mixin) = queue.pop() {
        let Some(donor) = donors.get(mixin).filter(|_| seen.insert(mixin)) else { continue };
        if let Some(target) = donor.members.get(name) {
            return Some(target.clone());
        }
        queue.extend(&donor.mixins);
    }
    None
}

/// The shapes of a file with their numbers.
fn shapes(root: &Node) -> impl Iterator<Item = (usize, &str, &Node)> {
    let object = root.get("shapes").and_then(Node::as_object);
    let all = object.into_iter().flat_map(Object::iter).enumerate();
    let shapes = all.filter(|(_, (_, node))| node.get("type").and_then(Node::as_str) != Some("apply"));
    shapes.map(|(index, (id, node))| (index, id, node))
}

/// The members of a shape, whether they are in a separate object or, as in lists and maps, not.
fn members(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let inner = node.get("members").and_then(Node::as_object);
    let fixed = ["member", "key", "value"].into_iter().filter_map(move |name| Some((name, node.get(name)?)));
    inner.into_iter().flat_map(Object::iter).chain(fixed)
}

fn donor(node: &Node) -> Donor {
    let target = |node: &Node| node.get("target").and_then(Node::as_str).map(str::to_owned);
    let named = ["identifiers", "properties"].into_iter().filter_map(|key| node.get(key)?.as_object());
    let named = members(node).chain(named.flat_map(Object::iter));
    let mixins = node.get("mixins").and_then(Node::as_array).unwrap_or_default();
    Donor {
        place: (0, 0),
        is_resource: node.get("type").and_then(Node::as_str) == Some("resource"),
        members: named.filter_map(|(name, it)| Some((name.to_owned(), target(it)?))).collect(),
        resource: node.get(RESOURCE).and_then(Node::as_str).map(str::to_owned),
        mixins: mixins.iter().filter_map(target).collect(),
    }
}

fn shape_at<'r>(roots: &'r mut [&mut Node], (file, index): (usize, usize)) -> Option<&'r mut Object> {
    let Node::Object(root) = &mut **roots.get_mut(file)? else { return None };
    let Some(Node::Object(shapes)) = root.get_mut("shapes") else { return None };
    match shapes.entries.get_mut(index) {
        Some((_, Node::Object(object))) => Some(object),
        _ => None,
    }
}

fn member_of<'r>(object: &'r mut Object, name: &str) -> Option<&'r mut Object> {
    let holder = if object.get("members").is_some() {
        match object.get_mut("members") {
            Some(Node::Object(members)) => members,
            _ => return None,
        }
    } else {
        object
    };
    match holder.get_mut(name) {
        Some(Node::Object(member)) => Some(member),
        _ => None,
    }
}

fn drop_member(object: &mut Object, name: &str) {
    object.remove(name);
    if let Some(Node::Object(members)) = object.get_mut("members") {
        members.remove(name);
    }
}
