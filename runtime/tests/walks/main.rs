//! The walks over one set of schemas that has every kind of shape.

mod dynamic;
mod json_options;
mod json_people;
mod json_wire;
mod schemas;
