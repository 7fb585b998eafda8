//! Traits in schema tables: the counterparts of the runtime's `schema::Trait`.

use super::symbols::Symbol;
use crate::model::{Node, Number};

/// A trait in a table. See the runtime's type of the same name for the meaning of each.
#[derive(Clone, Debug, PartialEq)]
pub enum Trait {
    /// A trait without a value, by its name in the runtime.
    Flag(&'static str),
    /// A trait with a string value, by its name in the runtime.
    Text(&'static str, String),
    /// A trait with a boolean value, by its name in the runtime.
    Truth(&'static str, bool),
    /// `default`
    Default(DefaultValue),
    /// `length`
    Length(u64, u64),
    /// `pattern`, by the name of its table in `schema`
    Pattern(Symbol),
    /// `range`
    Range(Option<f64>, Option<f64>),
    /// `httpError`
    HttpError(u16),
    /// `xmlNamespace`: URI and prefix
    XmlNamespace(String, String),
    /// `timestampFormat`, by its name in the runtime
    TimestampFormat(&'static str),
    /// `http`: method, URI pattern, status
    Http(String, String, u16),
    /// `requestCompression`
    RequestCompression(Vec<String>),
    /// `paginated`
    Paginated {
        /// the input member for the token
        input_token: String,
        /// path to the token in the output
        output_token: String,
        /// path to the items in the output
        items: Option<String>,
        /// the input member for the page size
        page_size: Option<String>,
    },
    /// `waitable`, by the modules of the waiters
    Waitable(Vec<Symbol>),
    /// A trait whose value is plain data, by its name in the runtime.
    Record(&'static str, Vec<(String, Datum)>),
    /// `operationContextParams`: endpoint parameters with JMESPath expressions on the input
    OperationContextParams(Vec<(String, String)>),
}

/// A value in plain data.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// true or false
    Flag(bool),
    /// a string
    Text(String),
    /// A whole number.
    Number(i64),
    /// a list of strings
    Texts(Vec<String>),
}

/// The value of a `default` trait.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// true or false
    Boolean(bool),
    /// an integer
    Integer(i64),
    /// a floating-point number
    Double(f64),
    /// a string
    String(String),
    /// an empty list
    EmptyList,
    /// an empty map
    EmptyMap,
}

impl DefaultValue {
    /// Converts a JSON value, if a table can hold it. A number that it cannot hold exactly becomes a string.
    pub(super) fn of(node: &Node) -> Option<Self> {
        Some(match node {
            Node::Null => return None,
            Node::Bool(value) => DefaultValue::Boolean(*value),
            Node::Number(number) => Self::of_number(number),
            Node::String(value) => DefaultValue::String(value.clone()),
            // Validation accepts no other lists or maps.
            Node::Array(_) => DefaultValue::EmptyList,
            Node::Object(_) => DefaultValue::EmptyMap,
        })
    }

    fn of_number(number: &Number) -> Self {
        match (number, i64::try_from(number.as_integer().unwrap_or(i128::MAX))) {
            (Number::Float(value), _) => DefaultValue::Double(*value),
            (_, Ok(value)) => DefaultValue::Integer(value),
            (number, Err(_)) => DefaultValue::String(number.as_whole().unwrap_or_else(|| number.to_string())),
        }
    }
}
