//! Tests on one set of schemas with every kind of shape.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod copies;
mod docs;
mod dynamic;
mod json_options;
mod json_people;
mod json_wire;
mod redact;
mod round_trip;
mod schemas;
mod skeleton;
mod typed;
mod validate;

/// The module in which the macros of generated code look for tables.
mod schema {
    pub(crate) use crate::schemas::TAG;
    pub(crate) use crate::typed::{CHOICE, LOGIN};
}

/// The module in which they look for builders.
mod operation {
    tinsmith_runtime::structure_builders! {}
}
