//! The functions of JMESPath (<https://jmespath.org/specification.html#built-in-functions>).

use std::cmp::Ordering;

use jmespath::ast::Ast;

use super::{is_equal, number, order, search};
use crate::output;
use crate::value::{Fields, Value};

/// An argument: a value, or an expression to apply to values.
enum Argument<'a> {
    Value(Value),
    Expression(&'a Ast),
}

/// Names with the least and the most arguments that they take.
const ARITY: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("avg", 1, 1),
    ("ceil", 1, 1),
    ("contains", 2, 2),
    ("ends_with", 2, 2),
    ("floor", 1, 1),
    ("join", 2, 2),
    ("keys", 1, 1),
    ("length", 1, 1),
    ("map", 2, 2),
    ("max", 1, 1),
    ("max_by", 2, 2),
    ("merge", 0, usize::MAX),
    ("min", 1, 1),
    ("min_by", 2, 2),
    ("not_null", 1, usize::MAX),
    ("reverse", 1, 1),
    ("sort", 1, 1),
    ("sort_by", 2, 2),
    ("starts_with", 2, 2),
    ("sum", 1, 1),
    ("to_array", 1, 1),
    ("to_number", 1, 1),
    ("to_string", 1, 1),
    ("type", 1, 1),
    ("values", 1, 1),
];

/// Calls a function on arguments that are evaluated against a value.
pub(super) fn call(name: &str, arguments: &[Ast], value: &Value) -> Result<Value, String> {
    let Some((_, least, most)) = ARITY.iter().find(|(it, ..)| *it == name) else {
        return Err(format!("Unknown function: {name}()"));
    };
    if arguments.len() < *least || arguments.len() > *most {
        let noun = if *least == 1 { "argument" } else { "arguments" };
        return Err(format!("{name}() takes {least} {noun}, not {}", arguments.len()));
    }
    let mut evaluated = Vec::with_capacity(arguments.len());
    for argument in arguments {
        evaluated.push(match argument {
            Ast::Expref { ast, .. } => Argument::Expression(ast),
            ast => Argument::Value(search(ast, value)?),
        });
    }
    Call { name, arguments: evaluated }.result()
}

struct Call<'a> {
    name: &'a str,
    arguments: Vec<Argument<'a>>,
}

impl Call<'_> {
    fn result(&self) -> Result<Value, String> {
        match self.name {
            "abs" | "ceil" | "floor" => self.rounded(),
            "avg" | "sum" => self.total(),
            "contains" => self.contains(),
            "starts_with" => Ok(Value::Boolean(self.text(0)?.starts_with(self.text(1)?))),
            "ends_with" => Ok(Value::Boolean(self.text(0)?.ends_with(self.text(1)?))),
            "join" => self.join(),
            "keys" => Ok(Value::List(self.fields(0)?.iter().map(|(name, _)| Value::string(name)).collect())),
            "values" => Ok(Value::List(self.fields(0)?.iter().map(|(_, value)| value.clone()).collect())),
            "length" => self.length(),
            "map" => {
                let expression = self.expression(0)?;
                Ok(Value::List(self.list(1)?.iter().map(|it| search(expression, it)).collect::<Result<_, _>>()?))
            }
            "max" | "min" | "sort" => self.ordered(self.list(0)?.iter().map(|it| (it.clone(), it)).collect()),
            "max_by" | "min_by" | "sort_by" => {
                let expression = self.expression(1)?;
                let key = |it| Ok((search(expression, it)?, it));
                self.ordered(self.list(0)?.iter().map(key).collect::<Result<_, String>>()?)
            }
            "merge" => {
                let mut merged = Fields::default();
                for index in 0..self.arguments.len() {
                    self.fields(index)?.iter().for_each(|(name, value)| merged.set(name, value.clone()));
                }
                Ok(Value::Object(merged))
            }
            "not_null" => {
                let mut values = (0..self.arguments.len()).map(|index| self.value(index));
                values.find(|it| !matches!(it, Ok(Value::Null))).unwrap_or(Ok(&Value::Null)).cloned()
            }
            "reverse" => match self.value(0)? {
                Value::String(text) => Ok(Value::String(text.chars().rev().collect())),
                _ => Ok(Value::List(self.list(0)?.iter().rev().cloned().collect())),
            },
            "to_array" => Ok(match self.value(0)? {
                Value::List(values) => Value::List(values.clone()),
                other => Value::List(vec![other.clone()]),
            }),
            "to_number" => Ok(self.to_number(self.value(0)?)),
            "to_string" => Ok(match self.value(0)? {
                Value::String(text) => Value::string(text),
                other => Value::String(output::json::compact(other)),
            }),
            _ => Ok(Value::string(type_name(self.value(0)?))),
        }
    }

    fn value(&self, index: usize) -> Result<&Value, String> {
        match self.arguments.get(index) {
            Some(Argument::Value(value)) => Ok(value),
            _ => Err(format!("In function {}(), an expression stands where a value is expected", self.name)),
        }
    }

    fn expression(&self, index: usize) -> Result<&Ast, String> {
        match self.arguments.get(index) {
            Some(Argument::Expression(ast)) => Ok(ast),
            _ => Err(format!("In function {}(), a value stands where an expression (&name) is expected", self.name)),
        }
    }

    fn wrong<T>(&self, value: &Value, expected: &str) -> Result<T, String> {
        let shown = output::json::one_line(value);
        Err(format!("In function {}(), invalid type for value: {shown}, expected {expected}", self.name))
    }

    fn text(&self, index: usize) -> Result<&str, String> {
        let value = self.value(index)?;
        value.as_str().map_or_else(|| self.wrong(value, "string"), Ok)
    }

    fn list(&self, index: usize) -> Result<&[Value], String> {
        match self.value(index)? {
            Value::List(values) => Ok(values),
            other => self.wrong(other, "list"),
        }
    }

    fn fields(&self, index: usize) -> Result<&Fields, String> {
        match self.value(index)? {
            Value::Object(fields) => Ok(fields),
            other => self.wrong(other, "map"),
        }
    }

    fn rounded(&self) -> Result<Value, String> {
        let value = self.value(0)?;
        match (value, number(value)) {
            (Value::Integer(whole), _) if self.name == "abs" => Ok(Value::Integer(whole.saturating_abs())),
            (Value::Integer(whole), _) => Ok(Value::Integer(*whole)),
            (_, Some(it)) if self.name == "abs" => Ok(Value::Double(it.abs())),
            (_, Some(it)) => Ok(whole(if self.name == "ceil" { it.ceil() } else { it.floor() })),
            (_, None) => self.wrong(value, "number"),
        }
    }

    fn total(&self) -> Result<Value, String> {
        let values = self.list(0)?;
        let mut sum = 0.0;
        for value in values {
            match number(value) {
                Some(number) => sum += number,
                None => return self.wrong(value, "number"),
            }
        }
        let whole_numbers = values.iter().all(|value| matches!(value, Value::Integer(_)));
        match self.name {
            "sum" if whole_numbers => Ok(whole(sum)),
            "sum" => Ok(Value::Double(sum)),
            _ if values.is_empty() => Ok(Value::Null),
            _ => Ok(Value::Double(sum / values.len() as f64)),
        }
    }

    fn contains(&self) -> Result<Value, String> {
        let (subject, wanted) = (self.value(0)?, self.value(1)?);
        match (subject, wanted) {
            (Value::String(text), Value::String(part)) => Ok(Value::Boolean(text.contains(part.as_str()))),
            (Value::String(_), _) => Ok(Value::Boolean(false)),
            (Value::List(values), _) => Ok(Value::Boolean(values.iter().any(|value| is_equal(value, wanted)))),
            _ => self.wrong(subject, "string or list"),
        }
    }

    fn join(&self) -> Result<Value, String> {
        let mut parts = Vec::new();
        for value in self.list(1)? {
            match value.as_str() {
                Some(text) => parts.push(text),
                None => return self.wrong(value, "string"),
            }
        }
        Ok(Value::String(parts.join(self.text(0)?)))
    }

    fn length(&self) -> Result<Value, String> {
        let length = match self.value(0)? {
            Value::String(text) => text.chars().count(),
            Value::List(values) => values.len(),
            Value::Object(fields) => fields.len(),
            other => return self.wrong(other, "string, list or map"),
        };
        Ok(Value::Integer(i64::try_from(length).unwrap_or(i64::MAX)))
    }

    /// Sorts values by their keys, or finds the least or the greatest.
    fn ordered(&self, mut keyed: Vec<(Value, &Value)>) -> Result<Value, String> {
        let texts = matches!(keyed.first(), Some((Value::String(_), _)));
        for (key, _) in &keyed {
            if if texts { key.as_str().is_none() } else { number(key).is_none() } {
                return self.wrong(key, if texts { "string" } else { "number" });
            }
        }
        keyed.sort_by(|(left, _), (right, _)| order(left, right).unwrap_or(Ordering::Equal));
        let mut values = keyed.iter();
        let found = match self.name {
            "sort" | "sort_by" => return Ok(Value::List(values.map(|(_, value)| (*value).clone()).collect())),
            "min" | "min_by" => values.next(),
            _ => values.next_back(),
        };
        Ok(found.map_or(Value::Null, |(_, value)| (*value).clone()))
    }

    fn to_number(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                text.parse().map(Value::Integer).or_else(|_| text.parse().map(Value::Double)).unwrap_or(Value::Null)
            }
            value if number(value).is_some() => value.clone(),
            _ => Value::Null,
        }
    }
}

/// A number without a fraction as a whole number, where it fits.
fn whole(number: f64) -> Value {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.abs() <= LIMIT { Value::Integer(number as i64) } else { Value::Double(number) }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "boolean",
        Value::Integer(_) | Value::Double(_) | Value::Digits(_) => "number",
        Value::List(_) => "array",
        Value::Object(_) => "object",
        Value::String(_) | Value::Bytes(_) | Value::File(_) | Value::Timestamp(_) => "string",
    }
}
