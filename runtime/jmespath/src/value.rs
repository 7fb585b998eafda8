//! The values of expressions.

use std::cmp::Ordering;

/// A value that can be written in an expression.
pub trait Literal: Clone {
    /// Parses a JSON text. The error is a message.
    fn from_json(text: &str) -> Result<Self, String>;

    /// Creates a string.
    fn from_text(text: String) -> Self;

    /// The string. `None` if the value is not a string.
    fn as_text(&self) -> Option<&str>;
}

/// A value that expressions can be evaluated on.
///
/// A type may have values beyond those of JSON. They count as one of the [`Kind`]s, and pass through expressions
/// unchanged.
pub trait Value: Literal {
    /// The type of the value.
    fn kind(&self) -> Kind;

    /// The boolean. `None` if the value is not a boolean.
    fn as_boolean(&self) -> Option<bool>;

    /// The number. `None` if the value is not a number.
    fn as_number(&self) -> Option<Number>;

    /// The elements. `None` if the value is not an array.
    fn as_elements(&self) -> Option<&[Self]>;

    /// Like [`as_elements`](Self::as_elements), by value.
    fn into_elements(self) -> Option<Vec<Self>>;

    /// The value of a field of an object.
    fn field(&self, name: &str) -> Option<Self>;

    /// The fields in the object's order. `None` if the value is not an object.
    fn fields(&self) -> Option<Vec<(String, Self)>>;

    /// Creates null.
    fn null() -> Self;

    /// Creates a boolean.
    fn from_boolean(value: bool) -> Self;

    /// Creates a number.
    fn from_number(number: Number) -> Self;

    /// Creates an array.
    fn from_elements(elements: Vec<Self>) -> Self;

    /// Creates an object. If a name repeats, the last value takes the place of the first.
    fn from_fields(fields: Vec<(String, Self)>) -> Self;

    /// Formats the value as JSON without whitespace.
    fn to_json(&self) -> String;
}

/// The types of JMESPath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Null.
    Null,
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// An expression as the argument of a function: `&name`.
    Expression,
}

impl Kind {
    /// The name, as the function `type` returns it.
    #[inline]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Expression => "expression",
        }
    }
}

/// A number.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Integer(i64),
    /// A number with a fraction, or one that is too large for an integer.
    Double(f64),
}

impl Number {
    /// The nearest double.
    #[inline]
    pub fn as_double(self) -> f64 {
        match self {
            Self::Integer(it) => it as f64,
            Self::Double(it) => it,
        }
    }
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => Some(left.cmp(right)),
            (left, right) => left.as_double().partial_cmp(&right.as_double()),
        }
    }
}

/// Whether a condition holds. It does not for null, false and empty values.
pub(crate) fn is_true<V: Value>(value: &V) -> bool {
    match value.kind() {
        Kind::Null => false,
        Kind::Boolean => value.as_boolean() == Some(true),
        Kind::String => value.as_text() != Some(""),
        Kind::Array => value.as_elements().is_some_and(|it| !it.is_empty()),
        Kind::Object => value.fields().is_some_and(|it| !it.is_empty()),
        Kind::Number | Kind::Expression => true,
    }
}

/// Whether two values are equal: they have the same type and equal contents.
pub(crate) fn is_equal<V: Value>(left: &V, right: &V) -> bool {
    if left.kind() != right.kind() {
        return false;
    }
    match left.kind() {
        Kind::Null | Kind::Expression => true,
        Kind::Boolean => left.as_boolean() == right.as_boolean(),
        Kind::Number => left.as_number() == right.as_number(),
        Kind::String => left.as_text() == right.as_text(),
        Kind::Array => {
            let (left, right) = (left.as_elements().unwrap_or_default(), right.as_elements().unwrap_or_default());
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
        }
        Kind::Object => {
            let (left, other) = (left.fields().unwrap_or_default(), right.fields().unwrap_or_default());
            let is_same = |(name, value): &(String, V)| right.field(name).is_some_and(|it| is_equal(value, &it));
            left.len() == other.len() && left.iter().all(is_same)
        }
    }
}

/// Compares two numbers or two strings. Other values have no order.
pub(crate) fn order<V: Value>(left: &V, right: &V) -> Option<Ordering> {
    match (left.as_text(), right.as_text()) {
        (Some(left), Some(right)) => Some(left.cmp(right)),
        _ => left.as_number()?.partial_cmp(&right.as_number()?),
    }
}
