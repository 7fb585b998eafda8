//! Values as JMESPath knows them: what a path finds, or makes of what it finds.
//!
//! A path looks into the answer itself. Only lists are taken apart on the way, and only as deeply as
//! the path goes. How shapes become JMESPath's types:
//! <https://smithy.io/2.0/additional-specs/waiters.html#jmespath-data-model>.

use std::borrow::Cow;
use std::collections::HashMap;

use aws_smithy_types::{Document, base64};

use crate::schema::waiters::Literal;
use crate::shape::{Map, Shape, Structure, Union, View};

/// A value.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    /// nothing
    Null,
    /// true or false
    Boolean(bool),
    /// a number
    Number(f64),
    /// a string
    Text(Cow<'a, str>),
    /// a list
    List(Vec<Value<'a>>),
    /// an object
    Object(Object<'a>),
}

/// An object, where it lies.
#[derive(Clone, Copy)]
pub(crate) enum Object<'a> {
    Structure(&'a dyn Structure),
    Union(&'a dyn Union),
    Map(&'a dyn Map),
    Document(&'a HashMap<String, Document>),
    /// input and output of an operation
    Call(&'a dyn Structure, &'a dyn Structure),
}

impl<'a> Value<'a> {
    #[inline]
    fn of(view: View<'a>) -> Self {
        match view {
            View::Absent | View::Stream(_) | View::Events => Value::Null,
            View::Boolean(it) => Value::Boolean(it),
            View::Integer(it) => Value::Number(it as f64),
            // By its digits, so that 0.1 is what a path means by it.
            View::Float(it) => it.to_string().parse().map_or(Value::Null, Value::Number),
            View::Double(it) => Value::Number(it),
            View::Number(digits) => digits.parse().map_or(Value::Null, Value::Number),
            View::String(it) => Value::Text(Cow::Borrowed(it)),
            View::Blob(it) => Value::Text(Cow::Owned(base64::encode(it))),
            View::Timestamp(it) => Value::Number(it.as_secs_f64()),
            View::Document(it) => Self::of_document(it),
            View::List(list) => Value::List((0..list.len()).map(|index| Self::of_shape(list.get(index))).collect()),
            View::Map(it) => Value::Object(Object::Map(it)),
            View::Structure(it) => Value::Object(Object::Structure(it)),
            View::Union(it) => Value::Object(Object::Union(it)),
        }
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
            Document::Number(it) => Value::Number(it.to_f64_lossy()),
            Document::String(it) => Value::Text(Cow::Borrowed(it)),
            Document::Array(items) => Value::List(items.iter().map(Self::of_document).collect()),
            Document::Object(it) => Value::Object(Object::Document(it)),
        }
    }

    #[inline]
    pub(crate) fn of_literal(literal: &'static Literal) -> Self {
        match literal {
            Literal::Null => Value::Null,
            Literal::Boolean(it) => Value::Boolean(*it),
            Literal::Number(it) => Value::Number(*it),
            Literal::Text(it) => Value::Text(Cow::Borrowed(it)),
            Literal::List(items) => Value::List(items.iter().map(Self::of_literal).collect()),
        }
    }

    /// Whether a condition holds: it does not for null, false, and what is empty.
    #[inline]
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Boolean(it) => *it,
            Value::Number(_) => true,
            Value::Text(it) => !it.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Object(it) => !it.entries().is_empty(),
        }
    }

    #[inline]
    pub(crate) fn is_text(&self, text: &str) -> bool {
        matches!(self, Value::Text(it) if it == text)
    }
}

impl PartialEq for Value<'_> {
    /// Values of different types are not equal; lists and objects are compared deeply.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Boolean(a), Value::Boolean(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => a.entries() == b.entries(),
            _ => false,
        }
    }
}

impl<'a> Object<'a> {
    /// The value of the member of this name; null where there is none.
    #[inline]
    pub(crate) fn get(&self, name: &str) -> Value<'a> {
        match *self {
            Object::Structure(it) => {
                let index = it.schema().find_member(name).map(|(index, _)| index);
                Value::of_shape(index.and_then(|index| it.member(index)))
            }
            Object::Document(it) => it.get(name).map_or(Value::Null, Value::of_document),
            Object::Union(_) | Object::Map(_) | Object::Call(..) => {
                let found = self.entries().into_iter().find(|(key, _)| *key == name);
                found.map_or(Value::Null, |(_, value)| value)
            }
        }
    }

    /// Names and values of what is set, ordered by name.
    #[inline]
    pub(crate) fn entries(&self) -> Vec<(&'a str, Value<'a>)> {
        let mut entries: Vec<(&str, Value<'a>)> = match *self {
            Object::Structure(it) => {
                let members = it.schema().members().iter().enumerate();
                let members = members.map(|(index, member)| (member.name(), Value::of_shape(it.member(index))));
                members.filter(|(_, value)| !matches!(value, Value::Null)).collect()
            }
            Object::Union(it) => {
                let member = it.get().and_then(|(index, shape)| Some((it.schema().members().get(index)?, shape)));
                member.into_iter().map(|(member, shape)| (member.name(), Value::of(shape.view()))).collect()
            }
            Object::Map(it) => it.entries().into_iter().map(|(key, shape)| (key, Value::of(shape.view()))).collect(),
            Object::Document(it) => it.iter().map(|(key, value)| (key.as_str(), Value::of_document(value))).collect(),
            Object::Call(input, output) => [("input", input), ("output", output)]
                .map(|(name, it)| (name, Value::Object(Object::Structure(it))))
                .into(),
        };
        entries.sort_by_key(|(key, _)| *key);
        entries
    }
}
