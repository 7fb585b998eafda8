//! Functions that order strings or numbers.

use std::cmp::Ordering;

use super::Arguments;
use crate::error::{Found, TypeError};
use crate::value::{Value, order};

pub(super) fn sort<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_elements(taken(sorted(arguments, own_keys(arguments)?)?)))
}

pub(super) fn sort_by<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_elements(taken(sorted(arguments, keys_by(arguments)?)?)))
}

pub(super) fn min<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(sorted(arguments, own_keys(arguments)?)?.first().map_or_else(V::null, |(_, it)| (*it).clone()))
}

pub(super) fn min_by<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(sorted(arguments, keys_by(arguments)?)?.first().map_or_else(V::null, |(_, it)| (*it).clone()))
}

pub(super) fn max<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(greatest(&sorted(arguments, own_keys(arguments)?)?))
}

pub(super) fn max_by<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(greatest(&sorted(arguments, keys_by(arguments)?)?))
}

/// Elements with their sort keys.
type Keyed<'a, V> = Vec<(V, &'a V)>;

fn own_keys<'a, V: Value>(arguments: &'a Arguments<'_, V>) -> Result<Keyed<'a, V>, TypeError> {
    Ok(arguments.elements(0)?.iter().map(|it| (it.clone(), it)).collect())
}

fn keys_by<'a, V: Value>(arguments: &'a Arguments<'_, V>) -> Result<Keyed<'a, V>, TypeError> {
    let expression = arguments.expression(1)?;
    arguments.elements(0)?.iter().map(|it| Ok((arguments.apply(expression, it)?, it))).collect()
}

/// Sorts elements by their keys, which must be all strings or all numbers.
fn sorted<'a, V: Value>(arguments: &Arguments<'_, V>, mut keyed: Keyed<'a, V>) -> Result<Keyed<'a, V>, TypeError> {
    let are_texts = keyed.first().is_some_and(|(key, _)| key.as_text().is_some());
    for (key, _) in &keyed {
        if are_texts && key.as_text().is_none() {
            return arguments.mismatch("string, as the first", key.kind());
        }
        if !are_texts && key.as_number().is_none() {
            return arguments.mismatch("number or string", key.kind());
        }
    }
    keyed.sort_by(|(left, _), (right, _)| order(left, right).unwrap_or(Ordering::Equal));
    Ok(keyed)
}

fn taken<V: Value>(keyed: Keyed<'_, V>) -> Vec<V> {
    keyed.into_iter().map(|(_, value)| value.clone()).collect()
}

/// The first of the elements with the greatest key.
fn greatest<V: Value>(keyed: &[(V, &V)]) -> V {
    let Some((last, _)) = keyed.last() else { return V::null() };
    let first = keyed.iter().find(|(key, _)| order(key, last) == Some(Ordering::Equal));
    first.map_or_else(V::null, |(_, value)| (*value).clone())
}
