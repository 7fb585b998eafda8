//! Evaluates expressions.

use std::cmp::Ordering;

use crate::error::{Found, TypeError};
use crate::expression::{Comparison, Expression};
use crate::functions::{self, Function};
use crate::value::{Kind, Value, is_equal, is_true, order};

impl<V: Value> Expression<V> {
    /// Evaluates the expression on a value, with the functions of this table.
    ///
    /// # Errors
    ///
    /// Fails if a function is called with arguments of the wrong type, or is not in the table.
    pub fn search(&self, value: &V, functions: &[Function<V>]) -> Result<V, TypeError> {
        let search = |expression: &Self, value: &V| expression.search(value, functions);
        Ok(match self {
            Self::Current => value.clone(),
            Self::Field(name) => value.field(name).unwrap_or_else(V::null),
            Self::Index(index) => element(value, *index),
            Self::Slice(start, stop, step) => slice(value, *start, *stop, *step),
            Self::Literal(literal) => literal.clone(),
            Self::Then(first, second) => search(second, &search(first, value)?)?,
            Self::Each(list, each) => match search(list, value)?.into_elements() {
                Some(elements) => project(each, elements.iter(), functions)?,
                None => V::null(),
            },
            Self::EachValue(object, each) => match search(object, value)?.fields() {
                Some(fields) => project(each, fields.iter().map(|(_, value)| value), functions)?,
                None => V::null(),
            },
            Self::Flatten(list) => search(list, value)?.into_elements().map_or_else(V::null, flatten),
            Self::Filter(list, condition) => match search(list, value)?.into_elements() {
                Some(elements) => filter(condition, elements, functions)?,
                None => V::null(),
            },
            Self::Array(_) | Self::Object(_) if value.kind() == Kind::Null => V::null(),
            Self::Array(all) => {
                V::from_elements(all.iter().map(|it| search(it, value)).collect::<Result<_, TypeError>>()?)
            }
            Self::Object(fields) => {
                let fields = fields.iter().map(|(name, it)| Ok((name.clone(), search(it, value)?)));
                V::from_fields(fields.collect::<Result<_, TypeError>>()?)
            }
            Self::Compare(how, left, right) => compare(*how, &search(left, value)?, &search(right, value)?),
            Self::And(left, right) => match search(left, value)? {
                left if is_true(&left) => search(right, value)?,
                left => left,
            },
            Self::Or(left, right) => match search(left, value)? {
                left if is_true(&left) => left,
                _ => search(right, value)?,
            },
            Self::Not(inner) => V::from_boolean(!is_true(&search(inner, value)?)),
            Self::Call(name, arguments) => functions::call(name, arguments, value, functions)?,
            // The parser permits these only as arguments.
            Self::Reference(inner) => search(inner, value)?,
        })
    }
}

fn element<V: Value>(value: &V, index: i64) -> V {
    let elements = value.as_elements().unwrap_or_default();
    let distance = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
    let place = if index < 0 { elements.len().checked_sub(distance) } else { Some(distance) };
    place.and_then(|place| elements.get(place)).cloned().unwrap_or_else(V::null)
}

/// Evaluates an expression on each value, and drops results that are null.
fn project<'v, V: Value + 'v>(
    each: &Expression<V>,
    values: impl Iterator<Item = &'v V>,
    functions: &[Function<V>],
) -> Found<V> {
    let mut found = Vec::new();
    for value in values {
        let value = each.search(value, functions)?;
        if value.kind() != Kind::Null {
            found.push(value);
        }
    }
    Ok(V::from_elements(found))
}

fn filter<V: Value>(condition: &Expression<V>, elements: Vec<V>, functions: &[Function<V>]) -> Found<V> {
    let mut kept = Vec::new();
    for element in elements {
        if is_true(&condition.search(&element, functions)?) {
            kept.push(element);
        }
    }
    Ok(V::from_elements(kept))
}

fn flatten<V: Value>(elements: Vec<V>) -> V {
    let mut flat = Vec::new();
    for element in elements {
        if element.as_elements().is_some() {
            flat.extend(element.into_elements().unwrap_or_default());
        } else {
            flat.push(element);
        }
    }
    V::from_elements(flat)
}

/// The elements of a slice, by Python's rules. The parser rejects a step of 0.
fn slice<V: Value>(value: &V, start: Option<i64>, stop: Option<i64>, step: i64) -> V {
    let Some(elements) = value.as_elements() else { return V::null() };
    let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
    let (least, most) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |given: Option<i64>, default: i64| match given {
        Some(at) if at < 0 => at.saturating_add(length).max(least),
        Some(at) => at.min(most),
        None => default,
    };
    let (mut at, end) =
        if step > 0 { (bound(start, 0), bound(stop, length)) } else { (bound(start, length - 1), bound(stop, -1)) };
    let mut found = Vec::new();
    while step != 0 && if step > 0 { at < end } else { at > end } {
        found.extend(usize::try_from(at).ok().and_then(|at| elements.get(at)).cloned());
        at = at.saturating_add(step);
    }
    V::from_elements(found)
}

fn compare<V: Value>(how: Comparison, left: &V, right: &V) -> V {
    let ordered = |test: fn(Ordering) -> bool| order(left, right).map_or_else(V::null, |it| V::from_boolean(test(it)));
    match how {
        Comparison::Equal => V::from_boolean(is_equal(left, right)),
        Comparison::NotEqual => V::from_boolean(!is_equal(left, right)),
        Comparison::Less => ordered(Ordering::is_lt),
        Comparison::LessOrEqual => ordered(Ordering::is_le),
        Comparison::Greater => ordered(Ordering::is_gt),
        Comparison::GreaterOrEqual => ordered(Ordering::is_ge),
    }
}
