//! The functions (<https://jmespath.org/specification.html#built-in-functions>).

mod numbers;
mod ordering;
mod texts;

use crate::error::{Found, TypeError};
use crate::expression::Expression;
use crate::value::{Kind, Value, is_equal};

/// A function's name, with the minimum and maximum number of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name.
    pub name: &'static str,
    /// The minimum number of arguments.
    pub least: usize,
    /// The maximum number of arguments.
    pub most: usize,
}

const fn takes(name: &'static str, least: usize, most: usize) -> Signature {
    Signature { name, least, most }
}

/// The functions of the language, by name.
pub const SIGNATURES: [Signature; 26] = [
    takes("abs", 1, 1),
    takes("avg", 1, 1),
    takes("ceil", 1, 1),
    takes("contains", 2, 2),
    takes("ends_with", 2, 2),
    takes("floor", 1, 1),
    takes("join", 2, 2),
    takes("keys", 1, 1),
    takes("length", 1, 1),
    takes("map", 2, 2),
    takes("max", 1, 1),
    takes("max_by", 2, 2),
    takes("merge", 0, usize::MAX),
    takes("min", 1, 1),
    takes("min_by", 2, 2),
    takes("not_null", 1, usize::MAX),
    takes("reverse", 1, 1),
    takes("sort", 1, 1),
    takes("sort_by", 2, 2),
    takes("starts_with", 2, 2),
    takes("sum", 1, 1),
    takes("to_array", 1, 1),
    takes("to_number", 1, 1),
    takes("to_string", 1, 1),
    takes("type", 1, 1),
    takes("values", 1, 1),
];

/// A function over values of the type `V`: a row of the table that is passed to [`Expression::search`].
#[derive(Clone, Copy)]
pub struct Function<V> {
    name: &'static str,
    call: fn(&Arguments<'_, V>) -> Result<V, TypeError>,
}

impl<V> std::fmt::Debug for Function<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Declares the functions, and the table of all of them.
macro_rules! functions {
    ($count:literal: $($constant:ident $name:literal $call:path, $doc:literal;)*) => {
        impl<V: Value> Function<V> {
            $(
                #[doc = $doc]
                pub const $constant: Self = Self { name: $name, call: $call };
            )*

            /// All functions of the language.
            pub const ALL: [Self; $count] = [$(Self::$constant),*];
        }
    };
}

functions! { 26:
    ABS "abs" numbers::abs, "`abs`";
    AVG "avg" numbers::avg, "`avg`";
    CEIL "ceil" numbers::ceil, "`ceil`";
    CONTAINS "contains" contains, "`contains`";
    ENDS_WITH "ends_with" texts::ends_with, "`ends_with`";
    FLOOR "floor" numbers::floor, "`floor`";
    JOIN "join" texts::join, "`join`";
    KEYS "keys" keys, "`keys`";
    LENGTH "length" length, "`length`";
    MAP "map" map, "`map`";
    MAX "max" ordering::max, "`max`";
    MAX_BY "max_by" ordering::max_by, "`max_by`";
    MERGE "merge" merge, "`merge`";
    MIN "min" ordering::min, "`min`";
    MIN_BY "min_by" ordering::min_by, "`min_by`";
    NOT_NULL "not_null" not_null, "`not_null`";
    REVERSE "reverse" reverse, "`reverse`";
    SORT "sort" ordering::sort, "`sort`";
    SORT_BY "sort_by" ordering::sort_by, "`sort_by`";
    STARTS_WITH "starts_with" texts::starts_with, "`starts_with`";
    SUM "sum" numbers::sum, "`sum`";
    TO_ARRAY "to_array" to_array, "`to_array`";
    TO_NUMBER "to_number" numbers::to_number, "`to_number`";
    TO_STRING "to_string" texts::to_string, "`to_string`";
    TYPE "type" type_of, "`type`";
    VALUES "values" values, "`values`";
}

/// The arguments of a call.
#[derive(Debug)]
pub struct Arguments<'e, V> {
    function: &'static str,
    /// Values, or expressions to evaluate on other values.
    arguments: Vec<Result<V, &'e Expression<V>>>,
    functions: &'e [Function<V>],
}

/// Calls a function. The arguments are evaluated on a value.
pub(crate) fn call<V: Value>(
    name: &'static str,
    arguments: &[Expression<V>],
    value: &V,
    functions: &[Function<V>],
) -> Found<V> {
    let Some(function) = functions.iter().find(|it| it.name == name) else {
        return Err(TypeError::NoFunction(name.to_owned()));
    };
    let evaluated = arguments.iter().map(|it| match it {
        Expression::Reference(inner) => Ok(Err(&**inner)),
        it => it.search(value, functions).map(Ok),
    });
    let arguments = evaluated.collect::<Result<_, TypeError>>()?;
    (function.call)(&Arguments { function: name, arguments, functions })
}

impl<V: Value> Arguments<'_, V> {
    fn mismatch<T>(&self, expected: &'static str, found: Kind) -> Result<T, TypeError> {
        Err(TypeError::Argument { function: self.function, expected, found })
    }

    /// The argument at this index, which exists according to the signature.
    fn value(&self, index: usize) -> Result<&V, TypeError> {
        match self.arguments.get(index) {
            Some(Ok(value)) => Ok(value),
            Some(Err(_)) => self.mismatch("a value", Kind::Expression),
            None => self.mismatch("a value", Kind::Null),
        }
    }

    fn expression(&self, index: usize) -> Result<&Expression<V>, TypeError> {
        match self.arguments.get(index) {
            Some(Err(expression)) => Ok(expression),
            Some(Ok(value)) => self.mismatch("expression", value.kind()),
            None => self.mismatch("expression", Kind::Null),
        }
    }

    fn apply(&self, expression: &Expression<V>, value: &V) -> Found<V> {
        expression.search(value, self.functions)
    }

    fn elements(&self, index: usize) -> Result<&[V], TypeError> {
        let value = self.value(index)?;
        value.as_elements().map_or_else(|| self.mismatch("array", value.kind()), Ok)
    }

    fn fields(&self, index: usize) -> Result<Vec<(String, V)>, TypeError> {
        let value = self.value(index)?;
        value.fields().map_or_else(|| self.mismatch("object", value.kind()), Ok)
    }
}

fn contains<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let (subject, wanted) = (arguments.value(0)?, arguments.value(1)?);
    let found = match (subject.as_text(), subject.as_elements()) {
        (Some(text), _) => wanted.as_text().is_some_and(|part| text.contains(part)),
        (_, Some(elements)) => elements.iter().any(|it| is_equal(it, wanted)),
        _ => return arguments.mismatch("string or array", subject.kind()),
    };
    Ok(V::from_boolean(found))
}

fn keys<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let keys = arguments.fields(0)?.into_iter().map(|(name, _)| V::from_text(name));
    Ok(V::from_elements(keys.collect()))
}

fn values<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_elements(arguments.fields(0)?.into_iter().map(|(_, value)| value).collect()))
}

fn length<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let value = arguments.value(0)?;
    let length = match (value.as_text(), value.as_elements()) {
        (Some(text), _) => text.chars().count(),
        (_, Some(elements)) => elements.len(),
        _ => match value.fields() {
            Some(fields) => fields.len(),
            None => return arguments.mismatch("string, array or object", value.kind()),
        },
    };
    Ok(V::from_number(crate::Number::Integer(i64::try_from(length).unwrap_or(i64::MAX))))
}

fn map<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let expression = arguments.expression(0)?;
    let found = arguments.elements(1)?.iter().map(|it| arguments.apply(expression, it));
    Ok(V::from_elements(found.collect::<Result<_, TypeError>>()?))
}

fn merge<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let mut merged = Vec::new();
    for index in 0..arguments.arguments.len() {
        merged.extend(arguments.fields(index)?);
    }
    Ok(V::from_fields(merged))
}

fn not_null<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    for index in 0..arguments.arguments.len() {
        let value = arguments.value(index)?;
        if value.kind() != Kind::Null {
            return Ok(value.clone());
        }
    }
    Ok(V::null())
}

fn reverse<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let value = arguments.value(0)?;
    match (value.as_text(), value.as_elements()) {
        (Some(text), _) => Ok(V::from_text(text.chars().rev().collect())),
        (_, Some(elements)) => Ok(V::from_elements(elements.iter().rev().cloned().collect())),
        _ => arguments.mismatch("string or array", value.kind()),
    }
}

fn to_array<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    let value = arguments.value(0)?.clone();
    Ok(if value.kind() == Kind::Array { value } else { V::from_elements(vec![value]) })
}

fn type_of<V: Value>(arguments: &Arguments<'_, V>) -> Found<V> {
    Ok(V::from_text(arguments.value(0)?.kind().name().to_owned()))
}
