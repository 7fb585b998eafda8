//! The places of a dynamic value: for every kind of shape, storage of the type that a generated structure would have,
//! so that both accept and reject the same values.

use std::collections::HashMap;

use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use zeroize::Zeroize;

use super::Dynamic;
use super::streams::{DynamicEvents, DynamicStream};
use crate::schema::{Kind, Member, Schema};
use crate::shape::{Blank, List, Map, Shape, Slot, Union, View};

/// The place of one shape, with or without a value.
#[derive(Clone)]
pub(super) struct Place {
    schema: &'static Schema,
    /// Whether structures in it have the defaults of their members.
    is_complete: bool,
    /// Whether the value is overwritten when it is removed.
    is_sensitive: bool,
    value: Option<Value>,
}

/// The place of a member that was not written to.
pub(super) static ABSENT: Place = Place { schema: &NOTHING, is_complete: false, is_sensitive: false, value: None };

static NOTHING: Schema = Schema::structure("smithy.api#Unit", &[], &[]);

/// A value of one kind. Large ones are boxed, because every member of every structure has a place for one.
#[derive(Clone)]
enum Value {
    Boolean(bool),
    Byte(i8),
    Short(i16),
    Integer(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    BigInteger(BigInteger),
    BigDecimal(BigDecimal),
    String(String),
    Blob(Blob),
    Stream(Box<DynamicStream>),
    Events(Box<DynamicEvents>),
    Timestamp(DateTime),
    Document(Box<Document>),
    List(DynamicList),
    Map(Box<DynamicMap>),
    Structure(Dynamic),
    Union(DynamicUnion),
}

impl Place {
    /// Creates the place of a member without a value.
    #[inline]
    pub(super) fn absent(member: &'static Member, is_complete: bool) -> Self {
        Self { schema: member.target(), is_complete, is_sensitive: member.is_sensitive(), value: None }
    }

    /// Creates the place of a member with a blank value.
    #[inline]
    pub(super) fn blank(member: &'static Member, is_complete: bool) -> Self {
        let mut place = Self::absent(member, is_complete);
        place.value = Some(Value::blank(member.target(), is_complete));
        place
    }

    /// Creates the place of a new element or entry: null if nulls are permitted, otherwise blank.
    #[inline]
    fn entry(container: &Schema, member: &'static Member, is_complete: bool) -> Self {
        if container.is_sparse() { Self::absent(member, is_complete) } else { Self::blank(member, is_complete) }
    }

    /// Removes the value.
    #[inline]
    pub(super) fn clear(&mut self) {
        if self.is_sensitive {
            self.wipe();
        }
        self.value = None;
    }

    /// Fills in the defaults of the structures in the value.
    #[inline]
    pub(super) fn fill_defaults(&mut self) {
        match &mut self.value {
            Some(Value::List(list)) => list.elements.iter_mut().for_each(Self::fill_defaults),
            Some(Value::Map(map)) => map.entries.iter_mut().for_each(|(_, place)| place.fill_defaults()),
            Some(Value::Structure(structure)) => structure.fill_defaults(),
            Some(Value::Union(union)) => union.member.iter_mut().for_each(|(_, place)| place.fill_defaults()),
            _ => {}
        }
    }

    /// Overwrites the value.
    #[inline]
    fn wipe(&mut self) {
        match &mut self.value {
            Some(Value::String(text)) => text.zeroize(),
            Some(Value::Blob(blob)) => std::mem::replace(blob, Blob::new(Vec::new())).into_inner().zeroize(),
            Some(Value::List(list)) => list.elements.iter_mut().for_each(Self::wipe),
            Some(Value::Map(map)) => map.entries.iter_mut().for_each(|(_, place)| place.wipe()),
            Some(Value::Structure(structure)) => structure.members.iter_mut().for_each(|(_, place)| place.wipe()),
            Some(Value::Union(union)) => union.member.iter_mut().for_each(|(_, place)| place.wipe()),
            _ => {}
        }
    }
}

impl Drop for Place {
    #[inline]
    fn drop(&mut self) {
        if self.is_sensitive {
            self.wipe();
        }
    }
}

impl Value {
    #[inline]
    fn blank(schema: &'static Schema, is_complete: bool) -> Self {
        match schema.kind() {
            Kind::Boolean => Self::Boolean(Blank::blank()),
            Kind::Byte => Self::Byte(Blank::blank()),
            Kind::Short => Self::Short(Blank::blank()),
            Kind::Integer | Kind::IntEnum(_) => Self::Integer(Blank::blank()),
            Kind::Long => Self::Long(Blank::blank()),
            Kind::Float => Self::Float(Blank::blank()),
            Kind::Double => Self::Double(Blank::blank()),
            Kind::BigInteger => Self::BigInteger(Blank::blank()),
            Kind::BigDecimal => Self::BigDecimal(Blank::blank()),
            // An enum is open, so a plain string can hold all its values.
            Kind::String | Kind::Enum(_) => Self::String(Blank::blank()),
            Kind::Blob if schema.is_streaming() => Self::Stream(Box::default()),
            Kind::Blob => Self::Blob(Blank::blank()),
            Kind::Timestamp => Self::Timestamp(Blank::blank()),
            Kind::Document => Self::Document(Box::new(Blank::blank())),
            Kind::List => Self::List(DynamicList { schema, is_complete, elements: Vec::new() }),
            Kind::Map => {
                Self::Map(Box::new(DynamicMap { schema, is_complete, entries: Vec::new(), indexes: HashMap::new() }))
            }
            Kind::Structure => Self::Structure(Dynamic::with(schema, is_complete, is_complete)),
            Kind::Union if schema.is_streaming() => {
                Self::Events(Box::new(DynamicEvents::new(schema, |it| Box::new(DynamicUnion::new(it)))))
            }
            Kind::Union => Self::Union(DynamicUnion { schema, is_complete, member: None }),
        }
    }
}

/// Calls a method of [`Shape`] on the value of any kind.
macro_rules! each_value {
    ($value:expr, $it:ident => $call:expr) => {
        match $value {
            Value::Boolean($it) => $call,
            Value::Byte($it) => $call,
            Value::Short($it) => $call,
            Value::Integer($it) => $call,
            Value::Long($it) => $call,
            Value::Float($it) => $call,
            Value::Double($it) => $call,
            Value::BigInteger($it) => $call,
            Value::BigDecimal($it) => $call,
            Value::String($it) => $call,
            Value::Blob($it) => $call,
            Value::Stream($it) => $call,
            Value::Events($it) => $call,
            Value::Timestamp($it) => $call,
            Value::Document($it) => $call,
            Value::List($it) => $call,
            Value::Map($it) => $call,
            Value::Structure($it) => $call,
            Value::Union($it) => $call,
        }
    };
}

impl Shape for Place {
    #[inline]
    fn view(&self) -> View<'_> {
        match &self.value {
            None => View::Absent,
            Some(value) => each_value!(value, it => it.view()),
        }
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        let (schema, is_complete) = (self.schema, self.is_complete);
        each_value!(self.value.get_or_insert_with(|| Value::blank(schema, is_complete)), it => it.slot())
    }
}

/// Makes room for one more element. Most structures, lists and maps have few, and large ones should not take twice the
/// memory that they need.
#[inline]
pub(super) fn grow<T>(elements: &mut Vec<T>) {
    if elements.len() == elements.capacity() {
        elements.reserve_exact((elements.len() / 2).max(1));
    }
}

/// A list with any schema.
#[derive(Clone)]
struct DynamicList {
    schema: &'static Schema,
    is_complete: bool,
    elements: Vec<Place>,
}

impl Shape for DynamicList {
    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl List for DynamicList {
    #[inline]
    fn len(&self) -> usize {
        self.elements.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&dyn Shape> {
        self.elements.get(index).map(|place| place as &dyn Shape)
    }

    #[inline]
    fn push(&mut self) -> &mut dyn Shape {
        let index = self.elements.len();
        grow(&mut self.elements);
        self.elements.push(Place::entry(self.schema, &self.schema.members()[0], self.is_complete));
        &mut self.elements[index]
    }

    #[inline]
    fn clear(&mut self) {
        self.elements.clear();
    }
}

/// The number of entries of a map that are compared one by one. More are found by a tree.
const FEW: usize = 16;

/// A map with any schema. Its entries keep the order in which they were inserted, so that a command prints them as the
/// service sent them. Most maps have few entries, such as the items of DynamoDB, and take no more memory than a list.
#[derive(Clone)]
struct DynamicMap {
    schema: &'static Schema,
    is_complete: bool,
    entries: Vec<(String, Place)>,
    /// The indexes of all keys, if there are more than [`FEW`].
    indexes: HashMap<String, usize>,
}

impl DynamicMap {
    /// The index of a key.
    #[inline]
    fn find(&self, key: &str) -> Option<usize> {
        match self.indexes.is_empty() {
            true => self.entries.iter().position(|(it, _)| it == key),
            false => self.indexes.get(key).copied(),
        }
    }

    /// Sets a value. A key that is set again keeps its position.
    #[inline]
    fn put(&mut self, key: String, place: Place) -> &mut Place {
        let index = match self.find(&key) {
            Some(index) => {
                self.entries[index].1 = place;
                index
            }
            None => self.add(key, place),
        };
        &mut self.entries[index].1
    }

    /// Adds a key that is not there yet, and returns its index.
    #[inline]
    fn add(&mut self, key: String, place: Place) -> usize {
        let index = self.entries.len();
        if index > FEW {
            self.indexes.insert(key.clone(), index);
        } else if index == FEW {
            let all = self.entries.iter().map(|(it, _)| it).chain([&key]);
            self.indexes = all.enumerate().map(|(index, it)| (it.clone(), index)).collect();
        }
        grow(&mut self.entries);
        self.entries.push((key, place));
        index
    }
}

impl Shape for DynamicMap {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl Map for DynamicMap {
    #[inline]
    fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    fn entries(&self) -> Vec<(&str, &dyn Shape)> {
        self.entries.iter().map(|(key, place)| (key.as_str(), place as &dyn Shape)).collect()
    }

    #[inline]
    fn insert(&mut self, key: &str) -> &mut dyn Shape {
        // The table of a map always has two members: `Schema::map` takes exactly two.
        let place = Place::entry(self.schema, &self.schema.members()[1], self.is_complete);
        self.put(key.to_owned(), place)
    }

    #[inline]
    fn insert_late(&mut self, read: &mut dyn FnMut(&mut dyn Shape) -> Option<String>) {
        let mut place = Place::entry(self.schema, &self.schema.members()[1], self.is_complete);
        if let Some(key) = read(&mut place) {
            self.put(key, place);
        }
    }

    #[inline]
    fn clear(&mut self) {
        self.indexes.clear();
        self.entries.clear();
    }
}

/// A union with any schema.
#[derive(Clone)]
pub struct DynamicUnion {
    schema: &'static Schema,
    is_complete: bool,
    member: Option<(usize, Box<Place>)>,
}

impl DynamicUnion {
    /// Creates a blank union of this schema.
    #[inline]
    pub fn new(schema: &'static Schema) -> Self {
        Self { schema, is_complete: false, member: None }
    }
}

impl Shape for DynamicUnion {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Union(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Union(self)
    }
}

impl Union for DynamicUnion {
    #[inline]
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    #[inline]
    fn get(&self) -> Option<(usize, &dyn Shape)> {
        self.member.as_ref().map(|(index, place)| (*index, &**place as &dyn Shape))
    }

    #[inline]
    fn set(&mut self, index: usize) -> Option<&mut dyn Shape> {
        let member = self.schema.members().get(index)?;
        let (_, place) = self.member.insert((index, Box::new(Place::blank(member, self.is_complete))));
        Some(&mut **place)
    }

    #[inline]
    fn footprint(&self) -> usize {
        if self.member.is_some() { size_of::<Place>() } else { 0 }
    }
}

/// The size of a place decides how much memory a response takes.
const _: () = assert!(size_of::<Place>() <= 72);
