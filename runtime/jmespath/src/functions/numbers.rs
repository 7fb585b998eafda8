//! Functions of numbers.

use super::Arguments;
use crate::error::{Found, TypeError};
use crate::value::{Number, Value};

pub(super) fn abs<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_number(match number(arguments)? {
        Number::Integer(it) => Number::Integer(it.saturating_abs()),
        Number::Double(it) => Number::Double(it.abs()),
    }))
}

pub(super) fn ceil<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    rounded(arguments, f64::ceil)
}

pub(super) fn floor<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    rounded(arguments, f64::floor)
}

fn rounded<V: Value>(arguments: &Arguments<'_, V>, round: fn(f64) -> f64) -> Found<V> {
    Ok(V::from_number(match number(arguments)? {
        Number::Integer(it) => Number::Integer(it),
        Number::Double(it) => whole(round(it)),
    }))
}

pub(super) fn sum<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let numbers = numbers(arguments)?;
    let sum: f64 = numbers.iter().map(|it| it.as_double()).sum();
    let is_whole = numbers.iter().all(|it| matches!(it, Number::Integer(_)));
    Ok(V::from_number(if is_whole { whole(sum) } else { Number::Double(sum) }))
}

pub(super) fn avg<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let numbers = numbers(arguments)?;
    if numbers.is_empty() {
        return Ok(V::null());
    }
    let sum: f64 = numbers.iter().map(|it| it.as_double()).sum();
    Ok(V::from_number(Number::Double(sum / numbers.len() as f64)))
}

pub(super) fn to_number<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let value = arguments.value(0)?;
    if value.as_number().is_some() {
        return Ok(value.clone());
    }
    let text = value.as_text().unwrap_or_default().trim();
    let number = text.parse().map(Number::Integer).or_else(|_| text.parse().map(Number::Double));
    Ok(number.map_or_else(|_| V::null(), V::from_number))
}

fn number<V: Value>(arguments: &Arguments<'_, V>) -> Result<Number, TypeError> {
    let value = arguments.value(0)?;
    value.as_number().map_or_else(|| arguments.mismatch("number", value.kind()), Ok)
}

fn numbers<V: Value>(arguments: &Arguments<'_, V>) -> Result<Vec<Number>, TypeError> {
    let number = |it: &V| it.as_number().map_or_else(|| arguments.mismatch("array of numbers", it.kind()), Ok);
    arguments.elements(0)?.iter().map(number).collect()
}

/// Converts a number without a fraction to an integer, if it fits.
fn whole(number: f64) -> Number {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.abs() <= LIMIT { Number::Integer(number as i64) } else { Number::Double(number) }
}
