//! Evaluates JMESPath expressions on shapes, for waiters and endpoint parameters.
//!
//! The tables contain expressions as text, which is parsed when it is needed. Expressions read the value itself without
//! a copy: only lists are converted on the way, and only as deeply as the expression goes. How shapes map to JMESPath's
//! types: <https://smithy.io/2.0/additional-specs/waiters.html#jmespath-data-model>.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use aws_smithy_types::{Document, Number as DocumentNumber, base64};
use tinsmith_jmespath::{Function, Kind, Literal, Number, parse};

use crate::json;
use crate::schema::{Kind as ShapeKind, Member, Schema};
use crate::shape::{Map, Shape, Structure, Union, View};

/// A value.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Value<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// An object, by reference.
#[derive(Clone)]
pub(crate) enum Object<'a> {
    Structure(&'a dyn Structure),
    Union(&'a dyn Union),
    Map(&'a dyn Map),
    Document(&'a HashMap<String, Document>),
    /// The input and output of an operation.
    Call(&'a dyn Structure, &'a dyn Structure),
    /// An object created by an expression.
    Made(Rc<[(String, Value<'a>)]>),
}

/// Evaluates an expression on an object. `None` if the expression is invalid, or calls a function with values of the
/// wrong type.
#[inline]
pub(crate) fn search<'a>(expression: &str, root: Object<'a>, functions: &[Function<Value<'a>>]) -> Option<Value<'a>> {
    let expression = parse(expression).ok()?;
    expression.search(&Value::Object(root), functions).ok()
}

impl<'a> Value<'a> {
    #[inline]
    fn of(view: View<'a>) -> Self {
        match view {
            View::Absent | View::Stream(_) | View::Events => Value::Null,
            View::Boolean(it) => Value::Boolean(it),
            View::Integer(it) => Value::Number(Number::Integer(it)),
            // Converted through its digits, so that 0.1 equals the literal in an expression.
            View::Float(it) => Self::of_digits(&it.to_string()),
            View::Double(it) => Value::Number(Number::Double(it)),
            View::Number(digits) => Self::of_digits(digits),
            View::String(it) => Value::Text(Cow::Borrowed(it)),
            View::Blob(it) => Value::Text(Cow::Owned(base64::encode(it))),
            View::Timestamp(it) => Value::Number(Number::Double(it.as_secs_f64())),
            View::Document(it) => Self::of_document(it),
            View::List(list) => Value::List((0..list.len()).map(|index| Self::of_shape(list.get(index))).collect()),
            View::Map(it) => Value::Object(Object::Map(it)),
            View::Structure(it) => Value::Object(Object::Structure(it)),
            View::Union(it) => Value::Object(Object::Union(it)),
        }
    }

    #[inline]
    fn of_digits(digits: &str) -> Self {
        digits.parse().map_or(Value::Null, |it| Value::Number(Number::Double(it)))
    }

    #[inline]
    fn of_shape(shape: Option<&'a dyn Shape>) -> Self {
        shape.map_or(Value::Null, |shape| Self::of(shape.view()))
    }

    #[inline]
    fn of_document(document: &'a Document) -> Self {
        match document {
            Document::Null => Value::Null,
            Document::Bool(it) => Value::Boolean(*it),
            Document::Number(it) => Value::Number(number(*it)),
            Document::String(it) => Value::Text(Cow::Borrowed(it)),
            Document::Array(items) => Value::List(items.iter().map(Self::of_document).collect()),
            Document::Object(it) => Value::Object(Object::Document(it)),
        }
    }

    /// Converts the value of a literal.
    #[inline]
    fn made(document: Document) -> Self {
        match document {
            Document::String(it) => Value::Text(Cow::Owned(it)),
            Document::Array(items) => Value::List(items.into_iter().map(Self::made).collect()),
            Document::Object(fields) => {
                let mut fields: Vec<_> = fields.into_iter().map(|(name, it)| (name, Self::made(it))).collect();
                fields.sort_by(|(left, _), (right, _)| left.cmp(right));
                Value::Object(Object::Made(fields.into()))
            }
            Document::Number(it) => Value::Number(number(it)),
            Document::Bool(it) => Value::Boolean(it),
            Document::Null => Value::Null,
        }
    }

    #[inline]
    pub(crate) fn is_text(&self, text: &str) -> bool {
        matches!(self, Value::Text(it) if it == text)
    }
}

impl Literal for Value<'_> {
    #[inline]
    fn from_json(text: &str) -> Result<Self, String> {
        static SCHEMA: Schema = Schema::simple("smithy.api#Document", ShapeKind::Document, &[]);
        static MEMBER: Member = Member::new("literal", &SCHEMA, &[]);
        let mut document = Document::Null;
        json::read_value(text.as_bytes(), &MEMBER, &mut document, &json::Options::PEOPLE)
            .map_err(|error| error.to_string())?;
        Ok(Self::made(document))
    }

    #[inline]
    fn from_text(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }

    #[inline]
    fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(it) => Some(it),
            _ => None,
        }
    }
}

impl tinsmith_jmespath::Value for Value<'_> {
    #[inline]
    fn kind(&self) -> Kind {
        match self {
            Value::Null => Kind::Null,
            Value::Boolean(_) => Kind::Boolean,
            Value::Number(_) => Kind::Number,
            Value::Text(_) => Kind::String,
            Value::List(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }

    #[inline]
    fn as_boolean(&self) -> Option<bool> {
        match self {
            Value::Boolean(it) => Some(*it),
            _ => None,
        }
    }

    #[inline]
    fn as_number(&self) -> Option<Number> {
        match self {
            Value::Number(it) => Some(*it),
            _ => None,
        }
    }

    #[inline]
    fn as_elements(&self) -> Option<&[Self]> {
        match self {
            Value::List(it) => Some(it),
            _ => None,
        }
    }

    #[inline]
    fn into_elements(self) -> Option<Vec<Self>> {
        match self {
            Value::List(it) => Some(it),
            _ => None,
        }
    }

    #[inline]
    fn field(&self, name: &str) -> Option<Self> {
        match self {
            Value::Object(it) => Some(it.get(name)),
            _ => None,
        }
    }

    #[inline]
    fn fields(&self) -> Option<Vec<(String, Self)>> {
        match self {
            Value::Object(it) => Some(it.entries()),
            _ => None,
        }
    }

    #[inline]
    fn null() -> Self {
        Value::Null
    }

    #[inline]
    fn from_boolean(value: bool) -> Self {
        Value::Boolean(value)
    }

    #[inline]
    fn from_number(number: Number) -> Self {
        Value::Number(number)
    }

    #[inline]
    fn from_elements(elements: Vec<Self>) -> Self {
        Value::List(elements)
    }

    #[inline]
    fn from_fields(fields: Vec<(String, Self)>) -> Self {
        let mut made: Vec<(String, Self)> = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            match made.iter_mut().find(|(known, _)| *known == name) {
                Some((_, place)) => *place = value,
                None => made.push((name, value)),
            }
        }
        Value::Object(Object::Made(made.into()))
    }

    #[inline]
    fn to_json(&self) -> String {
        match self {
            Value::Null => "null".to_owned(),
            Value::Boolean(it) => it.to_string(),
            Value::Number(Number::Integer(it)) => it.to_string(),
            Value::Number(Number::Double(it)) => it.to_string(),
            Value::Text(it) => quoted(it),
            Value::List(items) => format!("[{}]", items.iter().map(Self::to_json).collect::<Vec<_>>().join(",")),
            Value::Object(it) => {
                let field = |(name, value): &(String, Self)| format!("{}:{}", quoted(name), value.to_json());
                format!("{{{}}}", it.entries().iter().map(field).collect::<Vec<_>>().join(","))
            }
        }
    }
}

#[inline]
fn quoted(text: &str) -> String {
    let mut json = String::new();
    json::push_string(&mut json, text, false);
    json
}

impl<'a> Object<'a> {
    /// The value of the member with this name, or null.
    #[inline]
    fn get(&self, name: &str) -> Value<'a> {
        match self {
            Object::Structure(it) => {
                let index = it.schema().find_member(name).map(|(index, _)| index);
                Value::of_shape(index.and_then(|index| it.member(index)))
            }
            Object::Document(it) => it.get(name).map_or(Value::Null, Value::of_document),
            Object::Union(_) | Object::Map(_) | Object::Call(..) | Object::Made(_) => {
                let found = self.entries().into_iter().find(|(key, _)| *key == name);
                found.map_or(Value::Null, |(_, value)| value)
            }
        }
    }

    /// The names and values that are set, sorted by name unless an expression created the object.
    #[inline]
    fn entries(&self) -> Vec<(String, Value<'a>)> {
        let mut entries: Vec<(String, Value<'a>)> = match *self {
            Object::Structure(it) => {
                let members = it.schema().members().iter().enumerate();
                let members = members.map(|(index, member)| (member.name(), Value::of_shape(it.member(index))));
                members.filter(|(_, value)| !matches!(value, Value::Null)).map(named).collect()
            }
            Object::Union(it) => {
                let member = it.get().and_then(|(index, shape)| Some((it.schema().members().get(index)?, shape)));
                member.into_iter().map(|(member, shape)| named((member.name(), Value::of(shape.view())))).collect()
            }
            Object::Map(it) => it.entries().into_iter().map(|(key, it)| named((key, Value::of(it.view())))).collect(),
            Object::Document(it) => it.iter().map(|(key, it)| (key.clone(), Value::of_document(it))).collect(),
            Object::Call(input, output) => [("input", input), ("output", output)]
                .map(|(name, it)| named((name, Value::Object(Object::Structure(it)))))
                .into(),
            Object::Made(ref fields) => return fields.to_vec(),
        };
        entries.sort_by(|(left, _), (right, _)| left.cmp(right));
        entries
    }
}

#[inline]
fn named<'a>((name, value): (&str, Value<'a>)) -> (String, Value<'a>) {
    (name.to_owned(), value)
}

#[inline]
fn number(number: DocumentNumber) -> Number {
    match number {
        DocumentNumber::PosInt(it) => i64::try_from(it).map_or(Number::Double(it as f64), Number::Integer),
        DocumentNumber::NegInt(it) => Number::Integer(it),
        DocumentNumber::Float(it) => Number::Double(it),
    }
}
