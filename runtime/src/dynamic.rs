//! Values of structures without a Rust type.
//!
//! A place of a dynamic value knows its shape and is empty until it is written to. So recursive schemas need no special
//! care. A structure has places only for the members that were written to, however many its schema has: a page of DynamoDB
//! has a hundred thousand attributes, each of which is one of ten members.
//!
//! The values of sensitive members are overwritten when they are cleared or dropped.

mod place;
mod streams;

use std::fmt;

use crate::defaults::put_default;
use crate::redact;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{self, Shape, Structure};
use place::{ABSENT, Place, grow};

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
    /// Whether structures in it have the defaults of their members.
    is_complete_below: bool,
    /// The places of members, each with its index, sorted by it.
    members: Vec<(usize, Place)>,
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
        let is_blank = |member: &Member| {
            let is_aggregate = matches!(member.target().kind(), Kind::Structure | Kind::Union);
            let is_always_there = member.default_value().is_some() || member.is_required();
            is_always_there && !is_aggregate && !member.is_client_optional()
        };
        let members = schema.members().iter().enumerate().filter(|(_, member)| is_complete && is_blank(member));
        let members = members.map(|(index, member)| (index, Place::blank(member, is_complete_below)));
        Self { schema, is_complete_below, members: members.collect() }
    }

    /// Where the place of a member is, or would be.
    #[inline]
    fn find(&self, index: usize) -> Result<usize, usize> {
        match self.members.last() {
            Some((last, _)) if *last >= index => self.members.binary_search_by_key(&index, |(index, _)| *index),
            _ => Err(self.members.len()),
        }
    }

    /// The place of a member, which is created if it does not exist. `None` if the schema has no such member.
    #[inline]
    fn place_mut(&mut self, index: usize) -> Option<&mut Place> {
        let at = match self.find(index) {
            Ok(at) => at,
            Err(at) => {
                let place = Place::absent(self.schema.members().get(index)?, self.is_complete_below);
                grow(&mut self.members);
                self.members.insert(at, (index, place));
                at
            }
        };
        self.members.get_mut(at).map(|(_, place)| place)
    }

    /// Sets the members of nested structures that are absent and have a default, as generated clients send them. The
    /// members of the value itself stay as they are: clients omit those of an input that are not set.
    ///
    /// <https://smithy.io/2.0/spec/type-refinement-traits.html#default-value-serialization>
    #[inline]
    pub fn fill_nested_defaults(&mut self) {
        self.members.iter_mut().for_each(|(_, place)| place.fill_defaults());
    }

    /// Sets the members that are absent and have a default, here and in nested structures.
    #[inline]
    fn fill_defaults(&mut self) {
        for (index, member) in self.schema.members().iter().enumerate() {
            let default = member.default_value().filter(|_| !member.is_client_optional() && !self.is_set(index));
            if let (Some(default), Some(place)) = (default, self.place_mut(index)) {
                // Cannot fail: the generator rejects defaults that do not match the member's type.
                let _ = put_default(default, place.slot());
            }
        }
        self.fill_nested_defaults();
    }

    /// Whether the member at this index has a value.
    #[inline]
    pub fn is_set(&self, index: usize) -> bool {
        self.member(index).is_some_and(|place| !place.view().is_absent())
    }

    /// Clears the member at this index.
    #[inline]
    pub fn clear(&mut self, index: usize) {
        if let Ok(at) = self.find(index) {
            self.members[at].1.clear();
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
        match self.find(index) {
            Ok(at) => self.members.get(at).map(|(_, place)| place as &dyn Shape),
            Err(_) => self.schema.members().get(index).map(|_| &ABSENT as &dyn Shape),
        }
    }

    #[inline]
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        self.place_mut(index).map(|place| place as &mut dyn Shape)
    }

    #[inline]
    fn footprint(&self) -> usize {
        self.members.capacity() * size_of::<(usize, Place)>()
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
