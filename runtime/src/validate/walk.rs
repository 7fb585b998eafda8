//! Walks a value and collects violations.

use super::{Constraint, LengthUnit, Violation};
use crate::path::{Step, Trail};
use crate::schema::{Length, Member, Trait};
use crate::shape::{List, Map, Structure, View, equal};
use crate::sorted_map::SortedMap;

/// The maximum number of characters that a violation quotes.
const LONGEST_QUOTE: usize = 80;

/// Collects the violations of a value. Limits are only checked if requested.
pub(super) fn violations(value: &dyn Structure, limits: bool) -> Vec<Violation> {
    let mut walk = Walk { limits, violations: Vec::new() };
    walk.structure(&Trail::Root, value);
    walk.violations
}

struct Walk {
    limits: bool,
    violations: Vec<Violation>,
}

impl Walk {
    fn structure(&mut self, trail: &Trail<'_>, value: &dyn Structure) {
        for (index, member) in value.schema().members().iter().enumerate() {
            let Some(place) = value.member(index) else { continue };
            let trail = trail.member(member);
            match place.view() {
                // A missing token is filled in before the input is sent.
                View::Absent if member.is_idempotency_token() => {}
                View::Absent if member.is_required() => self.broken(&trail, Constraint::Required),
                View::String("") if is_in_address(member) => self.broken(&trail, Constraint::NotEmpty),
                view => self.value(&trail, member, view),
            }
        }
    }

    fn value(&mut self, trail: &Trail<'_>, member: &'static Member, view: View<'_>) {
        match view {
            View::Integer(it) => self.range(trail, member, it as f64, &it),
            // As a float, 0.7 is a little less than as a double, but its digits are the same.
            View::Float(it) => self.range(trail, member, it.to_string().parse().unwrap_or(f64::NAN), &it),
            View::Double(it) => self.range(trail, member, it, &it),
            View::Number(it) => self.range(trail, member, it.parse().unwrap_or(f64::NAN), &it),
            View::String(it) => self.string(trail, member, it),
            View::Blob(it) => self.length(trail, member, LengthUnit::Bytes, it.len()),
            View::List(it) => self.list(trail, member, it),
            View::Map(it) => self.map(trail, member, it),
            View::Structure(it) => self.structure(trail, it),
            View::Union(it) => match it.get() {
                Some((index, place)) => {
                    if let Some(member) = it.schema().members().get(index) {
                        self.value(&trail.member(member), member, place.view());
                    }
                }
                None => self.broken(trail, Constraint::UnionMember),
            },
            View::Absent
            | View::Boolean(_)
            | View::Timestamp(_)
            | View::Document(_)
            | View::Stream(_)
            | View::Events => {}
        }
    }

    fn list(&mut self, trail: &Trail<'_>, member: &'static Member, list: &dyn List) {
        self.length(trail, member, LengthUnit::Elements, list.len());
        let [element] = member.target().members() else { return };
        if self.limits && member.target().is_unique_items() {
            self.unique_items(trail, list);
        }
        for (index, place) in (0..list.len()).filter_map(|index| Some((index, list.get(index)?))) {
            self.value(&trail.index(element, index), element, place.view());
        }
    }

    fn map(&mut self, trail: &Trail<'_>, member: &'static Member, map: &dyn Map) {
        self.length(trail, member, LengthUnit::Entries, map.len());
        let [key_member, member] = member.target().members() else { return };
        for (key, place) in map.entries() {
            self.value(&Trail::Step(trail, key_member, Step::KeyItself(key)), key_member, View::String(key));
            self.value(&Trail::Step(trail, member, Step::Key(key, key_member)), member, place.view());
        }
    }

    /// Reports each element that equals an earlier one.
    fn unique_items(&mut self, trail: &Trail<'_>, list: &dyn List) {
        let elements: Vec<View<'_>> = (0..list.len()).filter_map(|index| Some(list.get(index)?.view())).collect();
        let mut texts = SortedMap::new();
        for (second, element) in elements.iter().enumerate() {
            let first = match element {
                // Only lists of strings are long.
                View::String(text) => *texts.get_or_insert((*text).to_owned(), second),
                element => elements.iter().position(|it| equal(*it, *element)).unwrap_or(second),
            };
            if first != second {
                self.broken(trail, Constraint::UniqueItems { first, second });
            }
        }
    }

    fn string(&mut self, trail: &Trail<'_>, member: &'static Member, value: &str) {
        if !self.limits {
            return;
        }
        if let Some(bounds) = member.length() {
            self.bounds(trail, LengthUnit::Characters, bounds, value.chars().count());
        }
        if let Some(pattern) = member.pattern()
            && !pattern.is_match(value)
        {
            let value = quote(trail, value);
            self.broken(trail, Constraint::Pattern { pattern: pattern.source(), value });
        }
    }

    fn length(&mut self, trail: &Trail<'_>, member: &'static Member, unit: LengthUnit, actual: usize) {
        if let Some(bounds) = member.length()
            && self.limits
        {
            self.bounds(trail, unit, bounds, actual);
        }
    }

    fn bounds(&mut self, trail: &Trail<'_>, unit: LengthUnit, bounds: Length, actual: usize) {
        let actual = actual as u64;
        if actual < bounds.min || actual > bounds.max {
            self.broken(trail, Constraint::Length { unit, bounds, actual });
        }
    }

    fn range(&mut self, trail: &Trail<'_>, member: &'static Member, number: f64, shown: &dyn std::fmt::Display) {
        let Some(bounds) = member.range().filter(|_| self.limits) else { return };
        if bounds.min.is_some_and(|min| number < min) || bounds.max.is_some_and(|max| number > max) {
            let value = quote(trail, &shown.to_string());
            self.broken(trail, Constraint::Range { bounds, value });
        }
    }

    fn broken(&mut self, trail: &Trail<'_>, constraint: Constraint) {
        self.violations.push(Violation { path: trail.path(), constraint });
    }
}

/// Whether the value is part of the request's host name or path, where an empty value would change the address.
fn is_in_address(member: &Member) -> bool {
    member.traits().iter().any(|it| matches!(it, Trait::HttpLabel | Trait::HostLabel))
}

/// The value, if it may be shown, truncated if it is long.
fn quote(trail: &Trail<'_>, value: &str) -> Option<String> {
    if trail.is_sensitive() {
        return None;
    }
    Some(match value.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    })
}
