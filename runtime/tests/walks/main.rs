//! The walks over one set of schemas that has every kind of shape.

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

/// Where the macros of generated code look for their tables.
mod schema {
    pub use crate::schemas::TAG;
    pub use crate::typed::{CHOICE, LOGIN};
}

/// And for their builders.
mod operation {
    tinsmith_runtime::structure_builders! {}
}
