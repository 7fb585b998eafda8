//! Flattens mixins and executes `apply` statements. <https://smithy.io/2.0/spec/mixins.html>
//!
//! One walk does both, because a statement may apply a trait to a member that comes from a mixin, and traits applied to
//! a mixin are inherited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    pub(super) partial: Vec<Shape>,
    pub(super) version_1: BTreeSet<ShapeId>,
}

/// Flattens every shape after its mixins.
pub(super) fn flatten(merge: Merge, locator: &Locator<'_>, problems: &mut Diagnostics) -> Flat {
    let Merge { shapes, metadata, applies, broken, partial, version_1 } = merge;
    let mut flattening = Flattening {
        shapes,
        broken,
        partial,
        applies: group(applies),
        locator,
        problems,
        users: BTreeMap::new(),
        flattened: BTreeMap::new(),
    };
    for id in flattening.order() {
        flattening.shape(&id);
    }
    flattening.report_lost_applies();
    let Flattening { shapes, broken, partial, .. } = flattening;
    Flat { shapes, metadata, broken, partial, version_1 }
}

/// Groups the statements by shape, in file order.
fn group(applies: Vec<Apply>) -> BTreeMap<ShapeId, Vec<Apply>> {
    let mut by_shape: BTreeMap<ShapeId, Vec<Apply>> = BTreeMap::new();
    for apply in applies {
        by_shape.entry(apply.id.shape()).or_default().push(apply);
    }
    by_shape
}

/// A trait of the shape (no member) or of a member.
type TraitPlace = (Option<String>, String);

struct Flattening<'a, 's> {
    shapes: BTreeMap<ShapeId, Shape>,
    broken: BTreeSet<ShapeId>,
    partial: Vec<Shape>,
    applies: BTreeMap<ShapeId, Vec<Apply>>,
    locator: &'a Locator<'s>,
    problems: &'a mut Diagnostics,
    /// For each mixin, the number of shapes that are still to be flattened and use it.
    users: BTreeMap<ShapeId, usize>,
    /// The flattened mixins that have mixins themselves.
    flattened: BTreeMap<ShapeId, Flattened>,
}

/// A shape with everything inherited from its mixins.
#[derive(Default)]
struct Flattened {
    /// The positions of members by name.
    places: HashMap<String, usize>,
    /// The members that the shape defines itself.
    own_members: BTreeSet<String>,
    /// The traits that the shape or a statement applies, to the shape and its members.
    own_traits: BTreeSet<TraitPlace>,
}

impl Flattening<'_, '_> {
    /// The shapes to be flattened, mixins before their users. Shapes in a cycle are reported and left unchanged.
    fn order(&mut self) -> Vec<ShapeId> {
        let mut waiting: BTreeMap<ShapeId, usize> = BTreeMap::new();
        let mut users: BTreeMap<ShapeId, Vec<ShapeId>> = BTreeMap::new();
        let mut ready: BTreeSet<ShapeId> = BTreeSet::new();
        for (id, shape) in &self.shapes {
            let mixins: BTreeSet<_> =
                shape.mixins.iter().filter(|mixin| self.shapes.contains_key(*mixin)).cloned().collect();
            for mixin in &shape.mixins {
                *self.users.entry(mixin.clone()).or_default() += 1;
            }
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
            let message = "the mixins of this shape form a cycle";
            self.problems.push(Diagnostic::error(event::MIXIN, message).on(id));
        }
        order
    }

    fn shape(&mut self, id: &ShapeId) {
        let Some(mut shape) = self.shapes.remove(id) else {
            return;
        };
        // What it inherits is not known.
        if shape.mixins.iter().any(|mixin| self.broken.contains(mixin)) {
            self.broken.insert(id.clone());
            self.partial.push(shape);
            return;
        }
        let mut flattened = Flattened::default();
        if !shape.mixins.is_empty() {
            flattened = self.inherit(&mut shape);
        }
        let mut applied: BTreeSet<TraitPlace> = BTreeSet::new();
        for apply in self.applies.remove(id).into_iter().flatten() {
            self.apply(&mut shape, apply, &flattened, &mut applied);
        }
        if !shape.mixins.is_empty() && self.users.contains_key(id) {
            flattened.own_traits.append(&mut applied);
            self.flattened.insert(id.clone(), flattened);
        }
        self.shapes.insert(id.clone(), shape);
    }

    /// Inserts the traits and members of the mixins before the shape's own.
    fn inherit(&mut self, shape: &mut Shape) -> Flattened {
        let mut traits = Traits::default();
        let mut members = Members::default();
        for mixin_id in &shape.mixins {
            let Some((mixin, places)) = self.mixin(&shape.id, &shape.kind, mixin_id) else {
                continue;
            };
            inherit_kind(&mut shape.kind, &mixin.kind);
            let local: Vec<String> = local_traits(&mixin).into_iter().map(str::to_owned).collect();
            let mut inherited = mixin.traits;
            for name in local {
                inherited.remove(&name);
            }
            if traits.is_empty() {
                traits = inherited;
            } else {
                inherited.into_iter().for_each(|(name, value)| traits.insert(name, value));
            }
            match places {
                // The members of a long chain are moved, not copied.
                Some(places) if members.list.is_empty() => members = Members { list: mixin.members, places },
                _ => mixin.members.into_iter().for_each(|member| members.put(&shape.id, member, self.problems)),
            }
        }
        let mut own_members = BTreeSet::new();
        let mut own_traits = BTreeSet::new();
        for member in std::mem::take(&mut shape.members) {
            own_traits.extend(member.traits.iter().map(|(name, _)| (Some(member.name.clone()), name.to_owned())));
            own_members.insert(member.name.clone());
            members.put(&shape.id, member, self.problems);
        }
        own_traits.extend(shape.traits.iter().map(|(name, _)| (None, name.to_owned())));
        for (name, value) in std::mem::take(&mut shape.traits) {
            traits.insert(name, value);
        }
        shape.traits = traits;
        shape.members = members.list;
        Flattened { places: members.places, own_members, own_traits }
    }

    /// The mixin with an ID if this kind of shape can use it, and the positions of its members. The last shape that
    /// uses it gets the members themselves, and the mixin keeps only what it defines itself: copies would make a chain
    /// of mixins quadratic.
    fn mixin(
        &mut self,
        user: &ShapeId,
        kind: &ShapeKind,
        id: &ShapeId,
    ) -> Option<(Shape, Option<HashMap<String, usize>>)> {
        let users = self.users.get_mut(id).map(|users| {
            *users = users.saturating_sub(1);
            *users
        });
        let Some(mixin) = self.shapes.get_mut(id) else {
            if !self.broken.contains(id) {
                let message = format!("the model does not contain the mixin {id}");
                self.problems.push(Diagnostic::error(event::UNRESOLVED_TARGET, message).on(user));
            }
            return None;
        };
        let (theirs, ours) = (mixin.kind.name(), kind.name());
        let problem = if !mixin.traits.mixin() {
            format!("{id} is not a mixin: it does not have the trait {MIXIN}")
        } else if theirs != ours {
            format!("the mixin {id} is a {theirs} and cannot be mixed into a {ours}")
        } else {
            let is_last = users == Some(0) && kind.has_named_members();
            return Some(match is_last.then(|| self.flattened.remove(id)).flatten() {
                Some(flattened) => {
                    let rest = own_part(mixin, &flattened);
                    (std::mem::replace(mixin, rest), Some(flattened.places))
                }
                None => (mixin.clone(), None),
            });
        };
        self.problems.push(Diagnostic::error(event::MIXIN, problem).on(user));
        None
    }

    fn apply(&mut self, shape: &mut Shape, apply: Apply, flattened: &Flattened, applied: &mut BTreeSet<TraitPlace>) {
        let has_mixins = !shape.mixins.is_empty();
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
            // Documentation in a separate file overrides other documentation, so that a model and its documentation can
            // be kept apart.
            let is_inherited = has_mixins && !flattened.own_traits.contains(&place);
            let replaces = name == DOCUMENTATION || is_inherited;
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
        let message = format!("traits are applied to {}, which the model does not contain", apply.id);
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
                let near = nearest.find(&self.shapes, &id, |_| true).map(ShapeId::to_string);
                self.lost(&apply, near.as_deref());
            }
        }
    }
}

fn place_in(locator: &Locator<'_>, apply: &Apply, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.at(locator.find_in(apply.file, apply.id.as_str()))
}

/// The traits of a mixin that are not inherited.
fn local_traits(mixin: &Shape) -> BTreeSet<&str> {
    let listed = mixin.traits.get(MIXIN).and_then(|value| value.get("localTraits")).and_then(Node::as_array);
    listed.unwrap_or_default().iter().filter_map(Node::as_str).chain([MIXIN]).collect()
}

/// Members in order, with unique names.
#[derive(Default)]
struct Members {
    list: Vec<Member>,
    places: HashMap<String, usize>,
}

impl Members {
    fn put(&mut self, shape: &ShapeId, member: Member, problems: &mut Diagnostics) {
        match self.places.get(&member.name).and_then(|place| self.list.get_mut(*place)) {
            Some(known) => redefine(shape, known, member, problems),
            None => {
                self.places.insert(member.name.clone(), self.list.len());
                self.list.push(member);
            }
        }
    }
}

/// The part of a mixin that is not inherited from its own mixins.
fn own_part(mixin: &Shape, flattened: &Flattened) -> Shape {
    let Flattened { places, own_members, own_traits } = flattened;
    let kept = own_members.iter().filter_map(|name| mixin.members.get(*places.get(name)?));
    let mut members: Vec<Member> = kept.cloned().collect();
    members.sort_by_key(|member| places.get(&member.name).copied());
    let mut rest = Shape::new(mixin.id.clone(), mixin.kind.clone());
    for (_, name) in own_traits.iter().filter(|(member, _)| member.is_none()) {
        if let Some(value) = mixin.traits.get(name) {
            rest.traits.insert(name.clone(), value.clone());
        }
    }
    Shape { members, mixins: mixin.mixins.clone(), ..rest }
}

/// Merges a redefinition of an inherited member. It may add traits but not change the target.
fn redefine(shape: &ShapeId, known: &mut Member, member: Member, problems: &mut Diagnostics) {
    if known.target != member.target {
        let message = format!(
            "the member is inherited from a mixin with the target {}; it cannot target {}",
            known.target, member.target
        );
        problems.push(Diagnostic::error(event::MIXIN, message).on(shape.with_member(&member.name)));
    }
    for (name, value) in member.traits.iter() {
        known.traits.insert(name, value.clone());
    }
}

/// Inherits the data of services, resources and operations: the lists of their mixins, and single values that they do
/// not have themselves.
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
