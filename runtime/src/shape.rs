//! Values, seen through their shape.
//!
//! Code that walks a value along its schema does not know its Rust type. It asks the value for a [`View`] to read it,
//! or for a [`Slot`] to write it, and matches on that beside the [`Schema`]. Both are plain enums over references, so
//! each walk is compiled once for all shapes of all services.
//!
//! Generated types implement [`Structure`] and [`Union`] through [`structure!`](crate::structure) and related macros.
//! [`Dynamic`](crate::dynamic::Dynamic) is the value of a shape without a Rust type.

mod containers;
mod copy;
mod equal;
mod events;
#[cfg(any(feature = "codec-rest", feature = "event-stream"))]
mod partial;
mod scalars;
mod stream;

use std::fmt;

use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use crate::order::sort_names;
use crate::schema::Schema;

#[cfg(any(feature = "codec-rest", feature = "event-stream"))]
pub(crate) use partial::{Partial, PartialMut};

#[doc(hidden)]
pub use copy::copied;
pub(crate) use copy::scalar;
pub(crate) use equal::equal;
#[doc(hidden)]
pub use equal::same;
pub use events::{EventStream, Incoming, IncomingError, Outgoing, Sent};

/// A value of any shape.
pub trait Shape: Send + Sync {
    /// The value, for reading.
    fn view(&self) -> View<'_>;

    /// The value's place, for writing. An absent optional value is set to blank.
    fn slot(&mut self) -> Slot<'_>;
}

/// A type with a blank value: empty, zero or false.
///
/// Clients also use it for a required member that a response lacks
/// (<https://smithy.io/2.0/spec/aggregate-types.html#client-error-correction>).
pub trait Blank {
    /// The blank value.
    fn blank() -> Self;
}

/// A value, for reading.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// No value: an optional member that is not set, or null.
    Absent,
    /// A boolean.
    Boolean(bool),
    /// A byte, short, integer, intEnum or long.
    Integer(i64),
    /// A float.
    Float(f32),
    /// A double.
    Double(f64),
    /// The decimal digits of a bigInteger or bigDecimal.
    Number(&'a str),
    /// A string or enum.
    String(&'a str),
    /// A blob, or a streaming blob that is in memory.
    Blob(&'a [u8]),
    /// A streaming blob that is not in memory.
    Stream(&'a ByteStream),
    /// A stream of events, which are still to come.
    Events,
    /// A timestamp.
    Timestamp(&'a DateTime),
    /// A document.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union.
    Union(&'a dyn Union),
}

impl View<'_> {
    /// Whether the value is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, View::Absent)
    }
}

/// The place of a value, for writing.
#[non_exhaustive]
pub enum Slot<'a> {
    /// A boolean.
    Boolean(&'a mut bool),
    /// A byte.
    Byte(&'a mut i8),
    /// A short.
    Short(&'a mut i16),
    /// An integer or intEnum.
    Integer(&'a mut i32),
    /// A long.
    Long(&'a mut i64),
    /// A float.
    Float(&'a mut f32),
    /// A double.
    Double(&'a mut f64),
    /// A bigInteger.
    BigInteger(&'a mut BigInteger),
    /// A bigDecimal.
    BigDecimal(&'a mut BigDecimal),
    /// A string.
    String(&'a mut String),
    /// An enum.
    Enum(&'a mut dyn Enum),
    /// A blob.
    Blob(&'a mut Blob),
    /// A streaming blob.
    Stream(&'a mut ByteStream),
    /// A stream of events.
    Events(&'a mut dyn EventStream),
    /// A timestamp.
    Timestamp(&'a mut DateTime),
    /// A document.
    Document(&'a mut Document),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// A structure.
    Structure(&'a mut dyn Structure),
    /// A union.
    Union(&'a mut dyn Union),
}

/// The error of a value that does not have the type or range of its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value does not fit the shape's type")
    }
}

impl std::error::Error for Mismatch {}

impl Slot<'_> {
    /// Writes a boolean.
    pub fn put_boolean(self, value: bool) -> Result<(), Mismatch> {
        match self {
            Slot::Boolean(place) => *place = value,
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes an integer into the place of a number, if it is in the type's range.
    pub fn put_integer(self, value: i64) -> Result<(), Mismatch> {
        match self {
            Slot::Byte(place) => *place = value.try_into().map_err(|_| Mismatch)?,
            Slot::Short(place) => *place = value.try_into().map_err(|_| Mismatch)?,
            Slot::Integer(place) => *place = value.try_into().map_err(|_| Mismatch)?,
            Slot::Long(place) => *place = value,
            Slot::Float(place) => *place = value as f32,
            Slot::Double(place) => *place = value as f64,
            other => return other.put_number(&value.to_string()),
        }
        Ok(())
    }

    /// Writes a floating-point number.
    pub fn put_double(self, value: f64) -> Result<(), Mismatch> {
        match self {
            Slot::Float(place) => *place = value as f32,
            Slot::Double(place) => *place = value,
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes the decimal digits of a bigInteger or bigDecimal.
    pub fn put_number(self, digits: &str) -> Result<(), Mismatch> {
        match self {
            Slot::BigInteger(place) => *place = digits.parse().map_err(|_| Mismatch)?,
            Slot::BigDecimal(place) => *place = digits.parse().map_err(|_| Mismatch)?,
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes a string or the value of an enum.
    pub fn put_string(self, value: String) -> Result<(), Mismatch> {
        match self {
            Slot::String(place) => *place = value,
            Slot::Enum(place) => place.put(&value),
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes a blob.
    pub fn put_blob(self, value: Vec<u8>) -> Result<(), Mismatch> {
        match self {
            Slot::Blob(place) => *place = Blob::new(value),
            Slot::Stream(place) => *place = ByteStream::from(value),
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    /// Writes a timestamp.
    pub fn put_timestamp(self, value: DateTime) -> Result<(), Mismatch> {
        match self {
            Slot::Timestamp(place) => *place = value,
            _ => return Err(Mismatch),
        }
        Ok(())
    }
}

/// A structure, with a place for every member of its schema.
pub trait Structure: Send + Sync {
    /// The schema of the structure.
    fn schema(&self) -> &'static Schema;

    /// The value of the member at this index of [`Schema::members`].
    fn member(&self, _index: usize) -> Option<&dyn Shape> {
        None
    }

    /// The place of the member at this index of [`Schema::members`].
    fn member_mut(&mut self, _index: usize) -> Option<&mut dyn Shape> {
        None
    }

    /// The size of the heap allocations for the members, in bytes. 0 for types that hold them inline.
    fn footprint(&self) -> usize {
        0
    }

    /// Stores the request id of the response. Only outputs have a place for it.
    fn set_request_id(&mut self, _id: Option<String>) {}
}

/// Sorts the entries of a map by key. One function for the maps of all types, because each type's would be compiled anew.
pub(crate) fn sort_entries(entries: &mut Vec<(&str, &dyn Shape)>) {
    let names = entries.iter().enumerate().map(|(index, (key, _))| (*key, index)).collect();
    *entries = sort_names(names).into_iter().map(|(_, index)| entries[index]).collect();
}

/// The member at this index.
#[doc(hidden)]
#[inline]
pub fn nth<'a>(members: &[&'a dyn Shape], index: usize) -> Option<&'a dyn Shape> {
    members.get(index).copied()
}

/// The place at this index.
#[doc(hidden)]
#[inline]
pub fn nth_mut<const N: usize>(members: [&mut dyn Shape; N], index: usize) -> Option<&mut dyn Shape> {
    members.into_iter().nth(index)
}

impl<T: Structure> Shape for T {
    fn view(&self) -> View<'_> {
        View::Structure(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}

/// A boxed structure is a structure. Members that close a cycle of types are boxed.
impl<T: Structure> Structure for Box<T> {
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        (**self).member(index)
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        (**self).member_mut(index)
    }

    fn footprint(&self) -> usize {
        size_of::<T>() + (**self).footprint()
    }
}

/// A union, with the value of one member of its schema.
pub trait Union: Send + Sync {
    /// The schema of the union.
    fn schema(&self) -> &'static Schema;

    /// The member that is set, by its index in [`Schema::members`], and its value. `None` if the union holds a member
    /// unknown to this client.
    fn get(&self) -> Option<(usize, &dyn Shape)>;

    /// Sets the member at this index to a blank value and returns its place.
    fn set(&mut self, index: usize) -> Option<&mut dyn Shape>;

    /// The size of the heap allocation for the member, in bytes. 0 for types that hold it inline.
    fn footprint(&self) -> usize {
        0
    }
}

/// The place of an enum, which accepts any string.
pub trait Enum: Send + Sync {
    /// Writes the value.
    fn put(&mut self, value: &str);
}

/// A list of values.
pub trait List: Send + Sync {
    /// The number of elements.
    fn len(&self) -> usize;

    /// Whether there are no elements.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this index.
    fn get(&self, index: usize) -> Option<&dyn Shape>;

    /// Appends a blank element and returns its place. In a sparse list, the element is null until its slot is
    /// requested.
    fn push(&mut self) -> &mut dyn Shape;

    /// Removes all elements.
    fn clear(&mut self);
}

/// A map from strings to values.
pub trait Map: Send + Sync {
    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether there are no entries.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, in an order that does not depend on chance: by key, or as they were inserted.
    fn entries(&self) -> Vec<(&str, &dyn Shape)>;

    /// Makes room for this many entries, or for as many as fit into `most` bytes.
    fn reserve(&mut self, _entries: usize, _most: usize) {}

    /// Sets the key to a blank value and returns its place.
    fn insert(&mut self, key: &str) -> &mut dyn Shape;

    /// Adds an entry whose key is known only after its value: `read` writes the value and returns the key. If it
    /// returns no key, nothing is added.
    fn insert_late(&mut self, read: &mut dyn FnMut(&mut dyn Shape) -> Option<String>);

    /// Removes all entries.
    fn clear(&mut self);
}

/// The value of a member that targets `smithy.api#Unit`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unit;

impl Unit {
    /// A place for a unit value. It cannot be changed, so each call returns a new one.
    pub fn place() -> &'static mut dyn Shape {
        // A box of a zero-sized type allocates nothing, and leaking it leaks nothing.
        Box::leak(Box::new(Unit))
    }
}

impl Blank for Unit {
    fn blank() -> Self {
        Unit
    }
}

impl Structure for Unit {
    fn schema(&self) -> &'static Schema {
        static UNIT: Schema = Schema::structure("smithy.api#Unit", &[], &[]);
        &UNIT
    }
}
