//! Values, as expressions know them.

use std::cmp::Ordering;

/// A value that can be written in an expression.
pub trait Literal: Clone {
    /// The value of a JSON text. The error says what is wrong with it.
    fn from_json(text: &str) -> Result<Self, String>;

    /// A string.
    fn from_text(text: String) -> Self;

    /// The text of a string. `None` for all but strings.
    fn as_text(&self) -> Option<&str>;
}

/// A value that expressions are evaluated over.
///
/// A type may have values of its own beside those of JSON. They count as one of the [`Kind`]s, and
/// come out of an expression as they went in.
pub trait Value: Literal {
    /// The type of the value.
    fn kind(&self) -> Kind;

    /// Whether it is true. `None` for all but booleans.
    fn as_boolean(&self) -> Option<bool>;

    /// The number. `None` for all but numbers.
    fn as_number(&self) -> Option<Number>;

    /// The elements of an array. `None` for all but arrays.
    fn as_elements(&self) -> Option<&[Self]>;

    /// The same, taken out.
    fn into_elements(self) -> Option<Vec<Self>>;

    /// The value of a field of an object.
    fn field(&self, name: &str) -> Option<Self>;

    /// The fields of an object, in its order. `None` for all but objects.
    fn fields(&self) -> Option<Vec<(String, Self)>>;

    /// Null.
    fn null() -> Self;

    /// A boolean.
    fn from_boolean(value: bool) -> Self;

    /// A number.
    fn from_number(number: Number) -> Self;

    /// An array.
    fn from_elements(elements: Vec<Self>) -> Self;

    /// An object. Of two fields of one name, the later value takes the place of the earlier.
    fn from_fields(fields: Vec<(String, Self)>) -> Self;

    /// The value as JSON, without spaces.
    fn to_json(&self) -> String;
}

/// The types of JMESPath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// null
    Null,
    /// true or false
    Boolean,
    /// a number
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
    /// an expression that is an argument of a function: `&name`
    Expression,
}

impl Kind {
    /// The name, as the function `type` has it.
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
    /// a whole number
    Integer(i64),
    /// a number with a fraction, or one that is too large
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

/// Whether a condition holds: it does not for null, false, and what is empty.
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

/// Whether two values are equal: of the same type, and of the same elements or fields.
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

/// How two numbers or two strings compare. Nothing else has an order.
pub(crate) fn order<V: Value>(left: &V, right: &V) -> Option<Ordering> {
    match (left.as_text(), right.as_text()) {
        (Some(left), Some(right)) => Some(left.cmp(right)),
        _ => left.as_number()?.partial_cmp(&right.as_number()?),
    }
}
