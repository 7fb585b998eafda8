//! Mixins flattened and `apply` statements carried out.
//! <https://smithy.io/2.0/spec/mixins.html>
//!
//! Both happen in one walk, since a statement may apply a trait to a member that only a
//! mixin brings, and what it applies to a mixin is inherited in turn.

use std::collections::{BTreeMap, BTreeSet};

use super::locate::Locator;
use super::merge::{Apply, Merge, merge_values};
use super::near::NearShapes;
use super::node::{Node, Object};
use super::shape::{Member, Shape, ShapeKind};
use super::shape_id::ShapeId;
use super::traits::Traits;
use crate::diagnostic::{Diagnostic, Diagnostics, event, nearest};

const MIXIN: &str = "smithy.api#mixin";
const DOCUMENTATION: &str = "smithy.api#documentation";

/// Merged and flattened definitions.
pub(super) struct Flat {
    pub(super) shapes: BTreeMap<ShapeId, Shape>,
    pub(super) metadata: Object,
    pub(super) broken: BTreeSet<ShapeId>,
    pub(super) version_1: BTreeSet<ShapeId>,
}

/// Flattens every shape after the mixins that it names.
pub(super) fn flatten(merge: Merge, locator: &Locator<'_>, problems: &mut Diagnostics) -> Flat {
    let Merge { shapes, metadata, applies, broken, version_1 } = merge;
    let mut flattening =
        Flattening { shapes, broken, applies: group(applies), locator, problems, inherited: BTreeSet::new() };
    for id in flattening.order() {
        flattening.shape(&id);
    }
    flattening.report_lost_applies();
    Flat { shapes: flattening.shapes, metadata, broken: flattening.broken, version_1 }
}

/// The statements by the shape that they are about, in the order of the files.
fn group(applies: Vec<Apply>) -> BTreeMap<ShapeId, Vec<Apply>> {
    let mut by_shape: BTreeMap<ShapeId, Vec<Apply>> = BTreeMap::new();
    for apply in applies {
        by_shape.entry(apply.id.shape()).or_default().push(apply);
    }
    by_shape
}

/// A trait of the shape (no member) or of one of its members.
type TraitPlace = (Option<String>, String);

struct Flattening<'a, 's> {
    shapes: BTreeMap<ShapeId, Shape>,
    broken: BTreeSet<ShapeId>,
    applies: BTreeMap<ShapeId, Vec<Apply>>,
    locator: &'a Locator<'s>,
    problems: &'a mut Diagnostics,
    /// What the shape at hand has from its mixins and may therefore override.
    inherited: BTreeSet<TraitPlace>,
}

impl Flattening<'_, '_> {
    /// The shapes that have anything to be done, mixins before their users. Shapes in a cycle
    /// are reported and left as they are.
    fn order(&mut self) -> Vec<ShapeId> {
        let mut waiting: BTreeMap<ShapeId, usize> = BTreeMap::new();
        let mut users: BTreeMap<ShapeId, Vec<ShapeId>> = BTreeMap::new();
        let mut ready: BTreeSet<ShapeId> = BTreeSet::new();
        for (id, shape) in &self.shapes {
            let mixins: BTreeSet<_> =
                shape.mixins.iter().filter(|mixin| self.shapes.contains_key(*mixin)).cloned().collect();
            if !mixins.is_empty() {
                waiting.insert(id.clone(), mixins.len());
            } else if !shape.mixins.is_empty() || self.applies.contains_key(id) {
                ready.insert(id.clone());
            }
            for mixin in mixins {
                users.entry(mixin).or_default().push(id.clone());
            }
        }
        ready.extend(users.keys().filter(|id| !waiting.contains_key(*id)).cloned());
        let mut order = Vec::new();
        while let Some(id) = ready.pop_first() {
            for user in users.get(&id).into_iter().flatten() {
                if let Some(count) = waiting.get_mut(user) {
                    *count -= 1;
                    if *count == 0 {
                        waiting.remove(user);
                        ready.insert(user.clone());
                    }
                }
            }
            order.push(id);
        }
        for id in waiting.keys() {
            let message = "the mixins of this shape lead round in a circle";
            self.problems.push(Diagnostic::error(event::MIXIN, message).on(id));
        }
        order
    }

    fn shape(&mut self, id: &ShapeId) {
        let Some(mut shape) = self.shapes.remove(id) else {
            return;
        };
        self.inherited.clear();
        if !shape.mixins.is_empty() {
            self.inherit(&mut shape);
        }
        let mut applied: BTreeSet<TraitPlace> = BTreeSet::new();
        for apply in self.applies.remove(id).into_iter().flatten() {
            self.apply(&mut shape, apply, &mut applied);
        }
        self.shapes.insert(id.clone(), shape);
    }

    /// Puts the mixins' traits and members before the shape's own.
    fn inherit(&mut self, shape: &mut Shape) {
        let mut traits = Traits::default();
        let mut members: Vec<Member> = Vec::new();
        for mixin_id in &shape.mixins {
            let Some(mixin) = self.mixin(&shape.id, &shape.kind, mixin_id) else {
                continue;
            };
            let local = local_traits(&mixin);
            for (name, value) in mixin.traits.iter().filter(|(name, _)| !local.contains(*name)) {
                traits.insert(name, value.clone());
                self.inherited.insert((None, name.to_owned()));
            }
            inherit_kind(&mut shape.kind, &mixin.kind);
            for member in mixin.members {
                let place = |(name, _): (&str, &Node)| (Some(member.name.clone()), name.to_owned());
                self.inherited.extend(member.traits.iter().map(place));
                match members.iter_mut().find(|known| known.name == member.name) {
                    Some(known) => redefine(&shape.id, known, member, self.problems),
                    None => members.push(member),
                }
            }
        }
        for member in std::mem::take(&mut shape.members) {
            for (name, _) in member.traits.iter() {
                self.inherited.remove(&(Some(member.name.clone()), name.to_owned()));
            }
            match members.iter_mut().find(|known| known.name == member.name) {
                Some(known) => redefine(&shape.id, known, member, self.problems),
                None => members.push(member),
            }
        }
        for (name, value) in shape.traits.iter() {
            self.inherited.remove(&(None, name.to_owned()));
            traits.insert(name, value.clone());
        }
        shape.traits = traits;
        shape.members = members;
    }

    /// The mixin of an id, if it can be one for a shape of this kind.
    fn mixin(&mut self, user: &ShapeId, kind: &ShapeKind, id: &ShapeId) -> Option<Shape> {
        let Some(mixin) = self.shapes.get(id) else {
            if !self.broken.contains(id) {
                let message = format!("the mixin {id} is not in the model");
                self.problems.push(Diagnostic::error(event::UNRESOLVED_TARGET, message).on(user));
            }
            return None;
        };
        let (theirs, ours) = (mixin.kind.name(), kind.name());
        let problem = if !mixin.traits.mixin() {
            format!("{id} is no mixin: it lacks the trait {MIXIN}")
        } else if theirs != ours {
            format!("the mixin {id} is a {theirs}, it cannot be mixed into a {ours}")
        } else {
            return Some(mixin.clone());
        };
        self.problems.push(Diagnostic::error(event::MIXIN, problem).on(user));
        None
    }

    fn apply(&mut self, shape: &mut Shape, apply: Apply, applied: &mut BTreeSet<TraitPlace>) {
        let member_name = apply.id.member().map(str::to_owned);
        let traits = match &member_name {
            None => &mut shape.traits,
            Some(name) => match shape.members.iter_mut().find(|member| member.name == *name) {
                Some(member) => &mut member.traits,
                None => {
                    let names = shape.members.iter().map(|member| member.name.as_str());
                    return self.lost(&apply, nearest(name, names));
                }
            },
        };
        for (name, value) in apply.traits.iter() {
            let place = (member_name.clone(), name.to_owned());
            // Documentation may come from a file of its own, which then has the last word:
            // that is how a model of bare facts and its texts are kept apart.
            let replaces = name == DOCUMENTATION || self.inherited.contains(&place);
            let earlier = if applied.insert(place) && replaces { None } else { traits.get(name) };
            match merge_values(earlier, value.clone()) {
                Ok(merged) => traits.insert(name, merged),
                Err(()) => {
                    let message = format!("the trait {name} is applied with different values");
                    let diagnostic = Diagnostic::error(event::TRAIT_CONFLICT, message).on(&apply.id);
                    self.problems.push(place_in(self.locator, &apply, diagnostic));
                }
            }
        }
    }

    fn lost(&mut self, apply: &Apply, near: Option<&str>) {
        let message = format!("traits are applied to {}, which is not in the model", apply.id);
        let hint = near.map(|near| format!("did you mean {near}?"));
        let diagnostic = Diagnostic::error(event::UNRESOLVED_TARGET, message).on(&apply.id).hint(hint);
        self.problems.push(place_in(self.locator, apply, diagnostic));
    }

    fn report_lost_applies(&mut self) {
        let mut nearest = NearShapes::default();
        for (id, applies) in std::mem::take(&mut self.applies) {
            if self.shapes.contains_key(&id) || self.broken.contains(&id) {
                continue;
            }
            for apply in applies {
                let near = nearest.find(&self.shapes, &id).map(ShapeId::to_string);
                self.lost(&apply, near.as_deref());
            }
        }
    }
}

fn place_in(locator: &Locator<'_>, apply: &Apply, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.at(locator.find_in(apply.file, apply.id.as_str()))
}

/// The traits of a mixin that stay with it.
fn local_traits(mixin: &Shape) -> BTreeSet<&str> {
    let listed = mixin.traits.get(MIXIN).and_then(|value| value.get("localTraits")).and_then(Node::as_array);
    listed.unwrap_or_default().iter().filter_map(Node::as_str).chain([MIXIN]).collect()
}

/// A member that is there from a mixin is defined again: it may add traits, not change kind.
fn redefine(shape: &ShapeId, known: &mut Member, member: Member, problems: &mut Diagnostics) {
    if known.target != member.target {
        let message = format!(
            "the member is already there from a mixin with the target {}, it cannot target {}",
            known.target, member.target
        );
        problems.push(Diagnostic::error(event::MIXIN, message).on(shape.with_member(&member.name)));
    }
    for (name, value) in member.traits.iter() {
        known.traits.insert(name, value.clone());
    }
}

/// What services, resources and operations inherit: the lists of their mixins, and single
/// values that they do not have themselves.
fn inherit_kind(ours: &mut ShapeKind, theirs: &ShapeKind) {
    match (ours, theirs) {
        (ShapeKind::Service(ours), ShapeKind::Service(theirs)) => {
            if ours.version.is_empty() {
                ours.version.clone_from(&theirs.version);
            }
            union(&mut ours.operations, &theirs.operations);
            union(&mut ours.resources, &theirs.resources);
            union(&mut ours.errors, &theirs.errors);
            let renamed: BTreeSet<ShapeId> = ours.rename.iter().map(|(id, _)| id.clone()).collect();
            ours.rename.extend(theirs.rename.iter().filter(|(id, _)| !renamed.contains(id)).cloned());
        }
        (ShapeKind::Resource(ours), ShapeKind::Resource(theirs)) => {
            for (name, id) in &theirs.properties {
                if !ours.properties.iter().any(|(known, _)| known == name) {
                    ours.properties.push((name.clone(), id.clone()));
                }
            }
        }
        (ShapeKind::Operation(ours), ShapeKind::Operation(theirs)) => union(&mut ours.errors, &theirs.errors),
        _ => {}
    }
}

fn union(ours: &mut Vec<ShapeId>, theirs: &[ShapeId]) {
    let new: Vec<ShapeId> = theirs.iter().filter(|id| !ours.contains(id)).cloned().collect();
    ours.extend(new);
}
