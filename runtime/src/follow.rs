//! The walk over a JMESPath expression and a value: what waiters look for, and parameters of endpoint rules.

use std::borrow::Cow;

mod value;

pub(crate) use value::{Object, Value};

use crate::schema::waiters::{Comparison, Function, Path};

/// A function was given what it does not take. Nothing can be said of the answer then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongType;

/// What the path leads to from here.
#[inline]
pub(crate) fn follow<'a>(path: &'static Path, from: &Value<'a>) -> Result<Value<'a>, WrongType> {
    Ok(match path {
        Path::Current => from.clone(),
        Path::Field(name) => match from {
            Value::Object(it) => it.get(name),
            _ => Value::Null,
        },
        Path::Index(index) => element(from, *index),
        Path::Literal(it) => Value::of_literal(it),
        Path::Then(first, second) => follow(second, &follow(first, from)?)?,
        Path::Each(list, each) => match follow(list, from)? {
            Value::List(items) => project(each, &items)?,
            _ => Value::Null,
        },
        Path::EachValue(object, each) => match follow(object, from)? {
            Value::Object(it) => project(each, &values(&it))?,
            _ => Value::Null,
        },
        Path::Flatten(list) => match follow(list, from)? {
            Value::List(items) => Value::List(flatten(items)),
            _ => Value::Null,
        },
        Path::Filter(list, condition) => match follow(list, from)? {
            Value::List(items) => {
                let mut kept = Vec::new();
                for item in items {
                    if follow(condition, &item)?.is_true() {
                        kept.push(item);
                    }
                }
                Value::List(kept)
            }
            _ => Value::Null,
        },
        Path::Pick(_) if matches!(from, Value::Null) => Value::Null,
        Path::Pick(all) => Value::List(all.iter().map(|it| follow(it, from)).collect::<Result<_, _>>()?),
        Path::Compare(how, left, right) => compare(*how, &follow(left, from)?, &follow(right, from)?),
        Path::And(left, right) => {
            let left = follow(left, from)?;
            if left.is_true() { follow(right, from)? } else { left }
        }
        Path::Or(left, right) => {
            let left = follow(left, from)?;
            if left.is_true() { left } else { follow(right, from)? }
        }
        Path::Not(inner) => Value::Boolean(!follow(inner, from)?.is_true()),
        Path::Call(function, arguments) => {
            let arguments: Vec<Value<'a>> =
                arguments.iter().map(|it| follow(it, from)).collect::<Result<_, WrongType>>()?;
            call(*function, &arguments)?
        }
    })
}

#[inline]
fn element<'a>(from: &Value<'a>, index: i32) -> Value<'a> {
    let Value::List(items) = from else { return Value::Null };
    let distance = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
    let place = if index < 0 { items.len().checked_sub(distance) } else { Some(distance) };
    place.and_then(|place| items.get(place)).cloned().unwrap_or(Value::Null)
}

/// What the path leads to from each; what leads nowhere is left out.
#[inline]
fn project<'a>(each: &'static Path, items: &[Value<'a>]) -> Result<Value<'a>, WrongType> {
    let mut found = Vec::new();
    for item in items {
        match follow(each, item)? {
            Value::Null => {}
            value => found.push(value),
        }
    }
    Ok(Value::List(found))
}

#[inline]
fn flatten(items: Vec<Value<'_>>) -> Vec<Value<'_>> {
    let mut flat = Vec::new();
    for item in items {
        match item {
            Value::List(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    flat
}

#[inline]
fn values<'a>(object: &Object<'a>) -> Vec<Value<'a>> {
    object.entries().into_iter().map(|(_, value)| value).collect()
}

#[inline]
fn compare<'a>(how: Comparison, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    let numbers = |test: fn(&f64, &f64) -> bool| match (left, right) {
        (Value::Number(left), Value::Number(right)) => Value::Boolean(test(left, right)),
        _ => Value::Null,
    };
    match how {
        Comparison::Equal => Value::Boolean(left == right),
        Comparison::NotEqual => Value::Boolean(left != right),
        Comparison::Less => numbers(f64::lt),
        Comparison::LessOrEqual => numbers(f64::le),
        Comparison::Greater => numbers(f64::gt),
        Comparison::GreaterOrEqual => numbers(f64::ge),
    }
}

#[inline]
fn call<'a>(function: Function, arguments: &[Value<'a>]) -> Result<Value<'a>, WrongType> {
    Ok(match (function, arguments) {
        (Function::Length, [Value::Text(text)]) => Value::Number(text.chars().count() as f64),
        (Function::Length, [Value::List(items)]) => Value::Number(items.len() as f64),
        (Function::Length, [Value::Object(it)]) => Value::Number(it.entries().len() as f64),
        (Function::Contains, [Value::List(items), wanted]) => Value::Boolean(items.contains(wanted)),
        (Function::Contains, [Value::Text(text), Value::Text(part)]) => Value::Boolean(text.contains(&**part)),
        (Function::Contains, [Value::Text(_), _]) => Value::Boolean(false),
        (Function::StartsWith, [Value::Text(text), Value::Text(part)]) => Value::Boolean(text.starts_with(&**part)),
        (Function::EndsWith, [Value::Text(text), Value::Text(part)]) => Value::Boolean(text.ends_with(&**part)),
        (Function::Keys, [Value::Object(it)]) => {
            Value::List(it.entries().into_iter().map(|(key, _)| Value::Text(Cow::Borrowed(key))).collect())
        }
        (Function::Values, [Value::Object(it)]) => Value::List(values(it)),
        (Function::NotNull, all) => all.iter().find(|it| !matches!(it, Value::Null)).cloned().unwrap_or(Value::Null),
        _ => return Err(WrongType),
    })
}
