//! Macros of the generated code, for what must be methods of concrete types.
//!
//! Generated code contains the types that a user reads. Its mechanical parts come from these macros: the visitor pair,
//! accessors, builders, `Debug`. The macros are only meant for generated crates, in which they are expanded.

mod accessors;
mod builders;
mod checked;
mod docs;
mod endpoints;
mod enums;
mod errors;
mod operations;
mod pages;
mod structures;
mod unions;
mod waiters;

#[doc(hidden)]
pub use checked::{Checked, Set};

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, Document, Number, base64};

use crate::schema::DefaultValue;
use crate::shape::{Blank, Mismatch, Shape, Slot};

/// Converts the value of a `default` trait to its member's type. The generator has checked that it fits; if it does
/// not, the value is blank.
#[doc(hidden)]
pub fn default_value<T: Shape + Blank>(value: DefaultValue) -> T {
    let mut place = T::blank();
    match put(value, place.slot()) {
        Ok(()) => place,
        Err(Mismatch) => T::blank(),
    }
}

fn put(value: DefaultValue, slot: Slot<'_>) -> Result<(), Mismatch> {
    match (value, slot) {
        (value, Slot::Document(place)) => *place = document(value),
        (DefaultValue::Boolean(value), slot) => return slot.put_boolean(value),
        (DefaultValue::Integer(value), Slot::Timestamp(place)) => *place = DateTime::from_secs(value),
        (DefaultValue::Double(value), Slot::Timestamp(place)) => *place = DateTime::from_secs_f64(value),
        (DefaultValue::String(value), Slot::Timestamp(place)) => {
            *place = DateTime::from_str(value, Format::DateTime).map_err(|_| Mismatch)?;
        }
        (DefaultValue::Integer(value), slot) => return slot.put_integer(value),
        (DefaultValue::Double(value), slot @ (Slot::Float(_) | Slot::Double(_))) => return slot.put_double(value),
        (DefaultValue::Double(value), slot) => return slot.put_number(&value.to_string()),
        (DefaultValue::String(value), slot @ (Slot::Blob(_) | Slot::Stream(_))) => {
            return slot.put_blob(base64::decode(value).map_err(|_| Mismatch)?);
        }
        (DefaultValue::String(value), slot) => return slot.put_string(value.to_owned()),
        (DefaultValue::EmptyList | DefaultValue::EmptyMap, _) => {}
    }
    Ok(())
}

fn document(value: DefaultValue) -> Document {
    match value {
        DefaultValue::Boolean(value) => Document::Bool(value),
        DefaultValue::Integer(value) => {
            Document::Number(u64::try_from(value).map_or(Number::NegInt(value), Number::PosInt))
        }
        DefaultValue::Double(value) => Document::Number(Number::Float(value)),
        DefaultValue::String(value) => Document::String(value.to_owned()),
        DefaultValue::EmptyList => Document::Array(Vec::new()),
        DefaultValue::EmptyMap => Document::Object(Default::default()),
    }
}
