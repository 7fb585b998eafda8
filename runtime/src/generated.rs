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

use crate::defaults::put_default;
use crate::schema::DefaultValue;
use crate::shape::{Blank, Mismatch, Shape};

/// Converts the value of a `default` trait to its member's type. The generator has checked that it fits; if it does
/// not, the value is blank.
#[doc(hidden)]
pub fn default_value<T: Shape + Blank>(value: DefaultValue) -> T {
    let mut place = T::blank();
    match put_default(value, place.slot()) {
        Ok(()) => place,
        Err(Mismatch) => T::blank(),
    }
}
