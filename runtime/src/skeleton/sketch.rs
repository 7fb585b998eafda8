//! A sample as a tree, created from a schema, a value or both, ready to be written.

use std::borrow::Cow;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::json;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{Structure, View};

/// The most text of a form in bytes. The largest form of AWS has a third of it. Structures with several members that lead
/// to the same structures could have more text than fits into memory.
pub(super) const MOST_TEXT: usize = 16 << 20;

/// The most structures within each other in a form.
const DEEPEST: usize = 128;

/// The state of a walk over the shapes of a form.
struct Form {
    /// The names of the structures around the current value.
    open: Vec<&'static str>,
    /// What is left of [`MOST_TEXT`].
    left: usize,
}

impl Form {
    #[inline]
    fn new() -> Self {
        Self { open: Vec::new(), left: MOST_TEXT }
    }

    /// Whether a structure remains empty. Otherwise, the text of its members' names is taken from what is left.
    #[inline]
    fn ends_at(&mut self, schema: &Schema) -> bool {
        if self.open.len() >= DEEPEST || self.open.contains(&schema.name()) {
            return true;
        }
        let indentation = 4 * (self.open.len() + 1);
        let text = schema.members().iter().map(|it| it.name().len() + indentation + 8).sum();
        !self.spend(text)
    }

    /// Takes a size from what is left, if it is enough.
    #[inline]
    fn spend(&mut self, size: usize) -> bool {
        self.left.checked_sub(size).map(|left| self.left = left).is_some()
    }
}

/// A tree that can be written as JSON or YAML.
#[derive(Clone)]
pub(super) enum Sketch<'a> {
    /// A sample number or boolean, the same in both formats.
    Plain(&'static str),
    Text(Cow<'a, str>),
    /// A blob without a sample.
    NoBlob,
    Blob(&'a [u8]),
    /// A time as RFC 3339 without its zone, which is UTC.
    Time(String),
    List(Vec<Sketch<'a>>),
    Entries(Vec<Entry<'a>>),
    /// Any other value as JSON, which is valid YAML too.
    Json(String),
}

/// An entry of a map, or a member with its structure.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) value: Sketch<'a>,
    pub(super) member: Option<(&'static Schema, &'static Member)>,
}

impl<'a> Sketch<'a> {
    /// The blank form of a structure.
    #[inline]
    pub(super) fn form(schema: &'static Schema) -> Self {
        Self::blank(schema, &mut Form::new())
    }

    /// The form of a structure with given values instead of samples.
    #[inline]
    pub(super) fn filled(schema: &'static Schema, values: &'a dyn Structure) -> Self {
        let mut form = Form::new();
        form.open.push(schema.name());
        let members = schema.members().iter().map(|member| {
            let given = values.schema().find_member(member.name()).and_then(|(index, _)| values.member(index));
            let view = given.map_or(View::Absent, |it| it.view());
            let value = match view {
                View::Absent => Self::blank(member.target(), &mut form),
                view => Self::given(member, view),
            };
            Entry::of(schema, member, value)
        });
        Self::Entries(members.collect())
    }

    /// The members of a value that are set.
    #[inline]
    pub(super) fn of(value: &'a dyn Structure) -> Self {
        let schema = value.schema();
        let members = schema.members().iter().enumerate().filter_map(|(index, member)| {
            let view = value.member(index)?.view();
            (!view.is_absent()).then(|| Entry::of(schema, member, Self::given(member, view)))
        });
        Self::Entries(members.collect())
    }

    /// The sample of a shape inside other structures. A cycle of shapes always contains a structure or union, and ends
    /// at the first one that repeats.
    #[inline]
    fn blank(schema: &'static Schema, form: &mut Form) -> Self {
        match schema.kind() {
            Kind::Boolean => Self::Plain("true"),
            Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long | Kind::BigInteger => {
                Self::Plain("0")
            }
            Kind::Float | Kind::Double | Kind::BigDecimal => Self::Plain("0.0"),
            Kind::Enum(&[first, ..]) => Self::Text(if form.spend(first.len()) { first.into() } else { "".into() }),
            Kind::Enum(&[]) | Kind::String => Self::Text("".into()),
            Kind::Blob => Self::NoBlob,
            Kind::Timestamp => Self::time(&DateTime::from_secs(0)),
            Kind::Document => Self::Entries(Vec::new()),
            Kind::List => Self::List(schema.members().iter().map(|it| Self::blank(it.target(), form)).collect()),
            Kind::Map => {
                let value = schema.find_member("value").map(|(_, it)| Self::blank(it.target(), form));
                let entry = |value| Entry { key: "KeyName".into(), value, member: None };
                Self::Entries(value.map(entry).into_iter().collect())
            }
            Kind::Structure | Kind::Union if form.ends_at(schema) => Self::Entries(Vec::new()),
            Kind::Structure | Kind::Union => {
                form.open.push(schema.name());
                let members = schema.members().iter();
                let entries = members.map(|it| Entry::of(schema, it, Self::blank(it.target(), form))).collect();
                form.open.pop();
                Self::Entries(entries)
            }
        }
    }

    /// A value that is set.
    #[inline]
    fn given(member: &'static Member, view: View<'a>) -> Self {
        match view {
            View::String(it) => Self::Text(it.into()),
            View::Blob(it) => Self::Blob(it),
            View::Timestamp(it) => Self::time(it),
            View::List(list) => {
                let Some(element) = member.target().members().first() else { return Self::List(Vec::new()) };
                let places = (0..list.len()).filter_map(|index| list.get(index));
                Self::List(places.map(|it| Self::given(element, it.view())).collect())
            }
            View::Map(map) => {
                let Some((_, member)) = member.target().find_member("value") else { return Self::Entries(Vec::new()) };
                let entry = |(key, place): (&'a str, &'a dyn crate::shape::Shape)| Entry {
                    key: key.into(),
                    value: Self::given(member, place.view()),
                    member: None,
                };
                Self::Entries(map.entries().into_iter().map(entry).collect())
            }
            View::Structure(it) => Self::of(it),
            View::Union(it) => {
                let schema = it.schema();
                let set = it.get().and_then(|(index, place)| Some((schema.members().get(index)?, place)));
                let entry = set.map(|(member, place)| Entry::of(schema, member, Self::given(member, place.view())));
                Self::Entries(entry.into_iter().collect())
            }
            _ => Self::Json(json::write_member(member, view)),
        }
    }

    #[inline]
    fn time(time: &DateTime) -> Self {
        match time.fmt(Format::DateTime) {
            Ok(text) => Self::Time(text.trim_end_matches('Z').to_owned()),
            // RFC 3339 does not support this year, but seconds can be read too.
            Err(_) => Self::Json(time.secs().to_string()),
        }
    }
}

impl<'a> Entry<'a> {
    #[inline]
    fn of(schema: &'static Schema, member: &'static Member, value: Sketch<'a>) -> Self {
        Self { key: member.name().into(), value, member: Some((schema, member)) }
    }
}
