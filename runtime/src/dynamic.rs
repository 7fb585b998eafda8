//! Values of structures without a Rust type.
//!
//! A place of a dynamic value knows its shape and is empty until it is written to. So recursive schemas need no special
//! care, and a blank value costs one allocation, however large its schema is.
//!
//! The values of sensitive members are overwritten when they are cleared or dropped.

mod place;
mod streams;

use std::fmt;

use crate::redact;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{self, Shape, Structure};
use place::Place;

pub use place::DynamicUnion;

/// A structure of any schema. The command line uses it for all values.
///
/// ```
/// use tinsmith_runtime::dynamic::Dynamic;
/// use tinsmith_runtime::schema::{Kind, Member, Schema};
/// use tinsmith_runtime::shape::{Structure, View};
///
/// static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
/// static TAG: Schema = Schema::structure("demo#Tag", &[Member::new("Key", &TEXT, &[])], &[]);
///
/// let mut tag = Dynamic::new(&TAG);
/// assert!(!tag.is_set(0));
/// tag.member_mut(0).unwrap().slot().put_string("team".to_owned()).unwrap();
/// assert!(matches!(tag.member(0).unwrap().view(), View::String("team")));
/// ```
#[derive(Clone)]
pub struct Dynamic {
    schema: &'static Schema,
    members: Box<[Place]>,
}

impl Dynamic {
    /// Creates a value with no member set.
    #[inline]
    pub fn new(schema: &'static Schema) -> Self {
        Self::with(schema, false, false)
    }

    /// Creates a value whose structures have the defaults of their members, and blank required members, like generated
    /// structures after reading.
    #[inline]
    pub fn complete(schema: &'static Schema) -> Self {
        Self::with(schema, true, true)
    }

    /// Creates the input of an operation. Only nested structures have defaults: those of the input's own members are
    /// filled in by the service (<https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait>).
    #[inline]
    pub fn complete_input(schema: &'static Schema) -> Self {
        Self::with(schema, false, true)
    }

    /// Creates a value with or without defaults, for itself and for nested structures.
    #[inline]
    fn with(schema: &'static Schema, is_complete: bool, is_complete_below: bool) -> Self {
        let place = |member: &'static Member| {
            let is_aggregate = matches!(member.target().kind(), Kind::Structure | Kind::Union);
            let is_always_there = member.default_value().is_some() || member.is_required();
            if is_complete && is_always_there && !is_aggregate && !member.is_client_optional() {
                Place::blank(member, is_complete_below)
            } else {
                Place::absent(member, is_complete_below)
            }
        };
        Self { schema, members: schema.members().iter().map(place).collect() }
    }

    /// Whether the member at this index has a value.
    #[inline]
    pub fn is_set(&self, index: usize) -> bool {
        self.members.get(index).is_some_and(|place| !place.view().is_absent())
    }

    /// Clears the member at this index.
    #[inline]
    pub fn clear(&mut self, index: usize) {
        if let Some(place) = self.members.get_mut(index) {
            place.clear();
        }
    }
}

impl Structure for Dynamic {
    #[inline]
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    #[inline]
    fn member(&self, index: usize) -> Option<&dyn Shape> {
        self.members.get(index).map(|place| place as &dyn Shape)
    }

    #[inline]
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        self.members.get_mut(index).map(|place| place as &mut dyn Shape)
    }

    #[inline]
    fn footprint(&self) -> usize {
        size_of_val(&*self.members)
    }
}

impl PartialEq for Dynamic {
    /// Whether both have the same schema and equal members.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.schema, other.schema) && shape::same(self, other)
    }
}

impl fmt::Debug for Dynamic {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::debug_structure(self, f)
    }
}
