//! Generates a value that satisfies the constraints of its shape.

use std::cell::Cell;
use std::collections::HashSet;

use super::variant;
use crate::json;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{List, Map, Shape, Slot, Structure, Union};

/// The maximum number of variants tried for a unique element.
const MOST_VARIANTS: usize = 64;

/// The maximum size of a sample: each value and visited shape counts as [`STEP`], and strings with their minimum length.
/// Constraints of lists in lists, or structures that lead to each other in many ways, could otherwise take all memory.
const LARGEST: usize = 1 << 24;

/// The size of a value without its text.
const STEP: usize = 16;

/// The most structures within each other in a sample.
const DEEPEST: usize = 128;

/// Sets every member of an output to a sample, so that [`validate`](crate::validate::validate) accepts the whole.
/// Strings have the names of their members, padded and fitted to their patterns. Lists have the minimum number of
/// elements, but at least one. Unions have their first member. Recursive shapes end as soon as possible. The same
/// schema always gives the same sample.
///
/// If no string is found that matches a pattern, the padded name is used. A sample that would be very large remains
/// incomplete.
#[inline]
pub fn sample(value: &mut dyn Structure) {
    Walk { open: Vec::new(), left: Cell::new(LARGEST) }.structure(value, 0);
}

/// The state of a walk: the structures and unions around the current value.
struct Walk {
    open: Vec<*const Schema>,
    /// What is left of [`LARGEST`].
    left: Cell<usize>,
}

impl Walk {
    #[inline]
    fn structure(&mut self, value: &mut dyn Structure, variant: usize) {
        let schema = value.schema();
        self.open.push(schema);
        for (index, member) in schema.members().iter().enumerate() {
            // A member that leads back to an enclosing shape would do so forever.
            if !self.ends(member.target()) && !member.is_required() {
                continue;
            }
            if let Some(place) = value.member_mut(index) {
                self.value(place, member, member.name(), variant);
            }
        }
        self.open.pop();
    }

    #[inline]
    fn value(&mut self, place: &mut dyn Shape, member: &'static Member, seed: &str, variant: usize) {
        if !self.spend(member) || self.open.len() >= DEEPEST {
            return;
        }
        match place.slot() {
            Slot::List(list) => self.list(list, member, variant),
            Slot::Map(map) => self.map(map, member, variant),
            Slot::Structure(value) if !self.is_open(value.schema()) => self.structure(value, variant),
            Slot::Union(value) if !self.is_open(value.schema()) => self.union(value, variant),
            slot => variant::put_scalar(slot, member, seed, variant),
        }
    }

    #[inline]
    fn list(&mut self, list: &mut dyn List, member: &'static Member, variant: usize) {
        list.clear();
        let Some(element) = member.target().members().first() else { return };
        let mut seen = HashSet::new();
        let mut variant = variant;
        for _ in 0..self.count(member, element) {
            if self.left.get() == 0 {
                break;
            }
            let place = list.push();
            for _ in 0..MOST_VARIANTS {
                self.value(place, element, element.target().name(), variant);
                variant += 1;
                let is_new = seen.insert(json::write_member(element, place.view()));
                if is_new || !member.target().is_unique_items() {
                    break;
                }
            }
        }
    }

    #[inline]
    fn map(&mut self, map: &mut dyn Map, member: &'static Member, variant: usize) {
        map.clear();
        let [key, value] = member.target().members() else { return };
        let count = self.count(member, value);
        let mut keys = HashSet::new();
        for key_variant in (variant..).take(count.saturating_mul(MOST_VARIANTS)) {
            if keys.len() == count || !self.spend(key) {
                break;
            }
            // Enums are open, so this is a valid key of an enum too.
            let key = variant::text(key, "KeyName", key_variant);
            if !keys.contains(&key) {
                self.value(map.insert(&key), value, "", variant);
                keys.insert(key);
            }
        }
    }

    #[inline]
    fn union(&mut self, value: &mut dyn Union, variant: usize) {
        let schema = value.schema();
        self.open.push(schema);
        let choice = schema.members().iter().position(|it| self.ends(it.target())).unwrap_or(0);
        if let Some(member) = schema.members().get(choice)
            && let Some(place) = value.set(choice)
        {
            self.value(place, member, member.name(), variant);
        }
        self.open.pop();
    }

    /// Takes the size of a value from what is left, if it is enough.
    #[inline]
    fn spend(&self, member: &Member) -> bool {
        let is_text = !matches!(member.target().kind(), Kind::List | Kind::Map);
        let length = member.length().filter(|_| is_text).map_or(0, |it| it.min.min(variant::LONGEST));
        spend(&self.left, usize::try_from(length).unwrap_or(usize::MAX).saturating_add(STEP))
    }

    /// The number of elements of a list or map: one if permitted, more if required.
    #[inline]
    fn count(&self, member: &Member, element: &'static Member) -> usize {
        let (min, max) = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
        let wanted = if self.ends(element.target()) { min.max(1).min(max) } else { min };
        usize::try_from(wanted).unwrap_or(usize::MAX)
    }

    /// Whether the shape has a sample without any of the enclosing shapes.
    #[inline]
    fn ends(&self, schema: &'static Schema) -> bool {
        ends(schema, &mut self.open.clone(), &self.left)
    }

    #[inline]
    fn is_open(&self, schema: &'static Schema) -> bool {
        self.open.contains(&std::ptr::from_ref(schema))
    }
}

/// Takes a size from what is left, if it is enough. If not, nothing is left.
#[inline]
fn spend(left: &Cell<usize>, size: usize) -> bool {
    let after = left.get().checked_sub(size);
    left.set(after.unwrap_or_default());
    after.is_some()
}

#[inline]
fn ends(schema: &'static Schema, open: &mut Vec<*const Schema>, left: &Cell<usize>) -> bool {
    if !spend(left, STEP) || open.len() >= DEEPEST {
        return false;
    }
    let here = std::ptr::from_ref(schema);
    let mut within = |needed: &mut dyn FnMut(&mut Vec<*const Schema>) -> bool| {
        if open.contains(&here) {
            return false;
        }
        open.push(here);
        let result = needed(open);
        open.pop();
        result
    };
    let members = schema.members();
    match schema.kind() {
        Kind::Structure => within(&mut |open| members.iter().all(|it| can_stop_at(it, open, left))),
        Kind::Union => within(&mut |open| members.iter().any(|it| ends(it.target(), open, left))),
        // Lists get an element, so a list ends only if its elements do.
        Kind::List | Kind::Map => members.iter().all(|it| ends(it.target(), open, left)),
        _ => true,
    }
}

/// Whether a required member has a sample. An empty list will do.
#[inline]
fn can_stop_at(member: &'static Member, open: &mut Vec<*const Schema>, left: &Cell<usize>) -> bool {
    let is_container = matches!(member.target().kind(), Kind::List | Kind::Map);
    let may_be_empty = is_container && member.length().is_none_or(|it| it.min == 0);
    !member.is_required() || may_be_empty || ends(member.target(), open, left)
}
