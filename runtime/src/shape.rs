//! A value, seen through its shape: what a walk over (schema, value) holds in its hands.
//!
//! A walk never knows a Rust type. It asks a value for a [`View`] to read it, or for a [`Slot`]
//! to write it, and matches on what it gets beside the [`Schema`] that
//! says what ought to be there. Both are plain enums over references, so that every walk is
//! compiled once, for all shapes of all services.
//!
//! Generated types take part through [`Structure`] and [`Union`], which
//! [`structure!`](crate::structure) and its siblings implement. [`Dynamic`](crate::dynamic::Dynamic)
//! is the value of a shape for which no Rust type is compiled in.

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

use crate::schema::Schema;

#[cfg(any(feature = "codec-rest", feature = "event-stream"))]
pub(crate) use partial::{Partial, PartialMut};

#[doc(hidden)]
pub use copy::copied;
pub(crate) use equal::equal;
#[doc(hidden)]
pub use equal::same;
pub use events::{EventStream, Incoming, IncomingError, Outgoing, Sent};

/// A value of any shape.
pub trait Shape: Send + Sync {
    /// The value, to read.
    fn view(&self) -> View<'_>;

    /// The place of the value, to write. An absent optional value comes into being, blank.
    fn slot(&mut self) -> Slot<'_>;
}

/// A type that has a value for a member of which nothing is known: empty, zero, false.
///
/// This is also what a client puts in for a required member that an answer lacks
/// (<https://smithy.io/2.0/spec/aggregate-types.html#client-error-correction>).
pub trait Blank {
    /// The blank value.
    fn blank() -> Self;
}

/// A value to read.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// no value: an optional member that is not set, or null
    Absent,
    /// of a boolean
    Boolean(bool),
    /// of a byte, short, integer, intEnum or long
    Integer(i64),
    /// of a float
    Float(f32),
    /// of a double
    Double(f64),
    /// of a bigInteger or bigDecimal, in decimal digits
    Number(&'a str),
    /// of a string or enum
    String(&'a str),
    /// of a blob, or of a streaming blob that is in memory
    Blob(&'a [u8]),
    /// of a streaming blob that is not in memory
    Stream(&'a ByteStream),
    /// of a stream of events, which are still to come
    Events,
    /// of a timestamp
    Timestamp(&'a DateTime),
    /// of a document
    Document(&'a Document),
    /// of a list
    List(&'a dyn List),
    /// of a map
    Map(&'a dyn Map),
    /// of a structure
    Structure(&'a dyn Structure),
    /// of a union
    Union(&'a dyn Union),
}

impl View<'_> {
    /// Whether the value is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, View::Absent)
    }
}

/// A place to write a value to.
#[non_exhaustive]
pub enum Slot<'a> {
    /// of a boolean
    Boolean(&'a mut bool),
    /// of a byte
    Byte(&'a mut i8),
    /// of a short
    Short(&'a mut i16),
    /// of an integer or intEnum
    Integer(&'a mut i32),
    /// of a long
    Long(&'a mut i64),
    /// of a float
    Float(&'a mut f32),
    /// of a double
    Double(&'a mut f64),
    /// of a bigInteger
    BigInteger(&'a mut BigInteger),
    /// of a bigDecimal
    BigDecimal(&'a mut BigDecimal),
    /// of a string
    String(&'a mut String),
    /// of an enum
    Enum(&'a mut dyn Enum),
    /// of a blob
    Blob(&'a mut Blob),
    /// of a streaming blob
    Stream(&'a mut ByteStream),
    /// of a stream of events
    Events(&'a mut dyn EventStream),
    /// of a timestamp
    Timestamp(&'a mut DateTime),
    /// of a document
    Document(&'a mut Document),
    /// of a list
    List(&'a mut dyn List),
    /// of a map
    Map(&'a mut dyn Map),
    /// of a structure
    Structure(&'a mut dyn Structure),
    /// of a union
    Union(&'a mut dyn Union),
}

/// The slot does not take a value of this type or size.
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

    /// Writes a whole number into a number's place, if it is in the type's range.
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

/// A structure: a place for every member of its schema.
pub trait Structure: Send + Sync {
    /// The table of the structure.
    fn schema(&self) -> &'static Schema;

    /// The value of the member at this index of [`Schema::members`].
    fn member(&self, _index: usize) -> Option<&dyn Shape> {
        None
    }

    /// The place of the member at this index of [`Schema::members`].
    fn member_mut(&mut self, _index: usize) -> Option<&mut dyn Shape> {
        None
    }

    /// The bytes that a blank value has outside of its place. A type has its members in it.
    fn footprint(&self) -> usize {
        0
    }

    /// Keeps the request id of the answer. Only outputs have a place for it.
    fn set_request_id(&mut self, _id: Option<String>) {}
}

/// The value at this index.
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

/// A structure in a box, as where a member closes a cycle, is one itself.
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

/// A union: the value of one member of its schema.
pub trait Union: Send + Sync {
    /// The table of the union.
    fn schema(&self) -> &'static Schema;

    /// The member that is set, by its index in [`Schema::members`], and its value.
    /// None where the union holds a member that this client does not know.
    fn get(&self) -> Option<(usize, &dyn Shape)>;

    /// Sets the member at this index to a blank value and returns its place.
    fn set(&mut self, index: usize) -> Option<&mut dyn Shape>;
}

/// An enum's place: takes any string, known or not.
pub trait Enum: Send + Sync {
    /// Writes the value.
    fn put(&mut self, value: &str);
}

/// A list of values.
pub trait List: Send + Sync {
    /// How many elements there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this index.
    fn get(&self, index: usize) -> Option<&dyn Shape>;

    /// Appends a blank element and returns its place. In a sparse list the blank is null until
    /// its slot is asked for.
    fn push(&mut self) -> &mut dyn Shape;

    /// Takes every element away.
    fn clear(&mut self);
}

/// A map from strings to values.
pub trait Map: Send + Sync {
    /// How many entries there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, ordered by key.
    fn entries(&self) -> Vec<(&str, &dyn Shape)>;

    /// Puts a blank value at the key, in place of any other, and returns its place.
    fn insert(&mut self, key: String) -> &mut dyn Shape;

    /// Adds an entry whose key is known only once its value was read: `read` writes the value and returns
    /// the key. Without one, nothing is added.
    fn insert_late(&mut self, read: &mut dyn FnMut(&mut dyn Shape) -> Option<String>);

    /// Takes every entry away.
    fn clear(&mut self);
}

/// The value of a member that targets `smithy.api#Unit`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unit;

impl Unit {
    /// A place for a unit value. There is nothing in it to change, so a new one is as good as any.
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
