//! Functions of strings.

use super::Arguments;
use crate::error::{Found, TypeError};
use crate::value::Value;

pub(super) fn starts_with<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_boolean(text(arguments, 0)?.starts_with(text(arguments, 1)?)))
}

pub(super) fn ends_with<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_boolean(text(arguments, 0)?.ends_with(text(arguments, 1)?)))
}

pub(super) fn join<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let part = |it| V::as_text(it).map_or_else(|| arguments.mismatch("array of strings", it.kind()), Ok);
    let glue = text(arguments, 0)?;
    let parts = arguments.elements(1)?.iter().map(part).collect::<Result<Vec<&str>, TypeError>>()?;
    Ok(V::from_text(parts.join(glue)))
}

pub(super) fn to_string<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let value = arguments.value(0)?;
    Ok(if value.as_text().is_some() { value.clone() } else { V::from_text(value.to_json()) })
}

fn text<'a, V: Value>(arguments: &'a Arguments<'_, V>, index: usize) -> Result<&'a str, TypeError> {
    let value = arguments.value(index)?;
    value.as_text().map_or_else(|| arguments.mismatch("string", value.kind()), Ok)
}
