//! Traits as the tables have them: the counterparts of the runtime's `schema::Trait`.

use super::symbols::Symbol;
use crate::model::{Node, Number};

/// A trait in a table. What each means stands with the runtime's type of this name.
#[derive(Clone, Debug, PartialEq)]
pub enum Trait {
    /// One without a value, by its name in the runtime.
    Flag(&'static str),
    /// One with a text, by its name in the runtime.
    Text(&'static str, String),
    /// One with a truth value, by its name in the runtime.
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
        /// the input member that takes the token
        input_token: String,
        /// path to the token in the output
        output_token: String,
        /// path to the results in the output
        items: Option<String>,
        /// the input member that limits a page
        page_size: Option<String>,
    },
    /// `waitable`, by the modules of the waiters
    Waitable(Vec<Symbol>),
    /// One whose value is a record of plain data, by its name in the runtime
    Record(&'static str, Vec<(String, Datum)>),
    /// `operationContextParams`: parameters of endpoint rules with JMESPath expressions into the input
    OperationContextParams(Vec<(String, String)>),
}

/// A value in a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// true or false
    Flag(bool),
    /// a text
    Text(String),
    /// texts
    Texts(Vec<String>),
}

/// The value of a `default` trait.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// true or false
    Boolean(bool),
    /// a whole number
    Integer(i64),
    /// a number with a fraction
    Double(f64),
    /// a text
    String(String),
    /// an empty list
    EmptyList,
    /// an empty map
    EmptyMap,
}

impl DefaultValue {
    /// The value of this JSON, if a table can hold it.
    pub(super) fn of(node: &Node) -> Option<Self> {
        Some(match node {
            Node::Null => return None,
            Node::Bool(value) => DefaultValue::Boolean(*value),
            Node::Number(Number::Integer(value)) => DefaultValue::Integer((*value).try_into().ok()?),
            Node::Number(Number::Float(value)) => DefaultValue::Double(*value),
            Node::String(value) => DefaultValue::String(value.clone()),
            // Validation lets no other list or map through.
            Node::Array(_) => DefaultValue::EmptyList,
            Node::Object(_) => DefaultValue::EmptyMap,
        })
    }
}
