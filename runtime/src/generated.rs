//! The macros that generated code is written in: what no walk can do, because a caller sees it
//! as a method of a concrete type.
//!
//! Generated code spells out the types that a user reads, and leaves to these macros what is
//! mechanical about them: the visitor pair, accessors, builder, `Debug`. They are expanded in the
//! generated crate and are no interface for anyone else.

mod enums;
mod errors;
mod operations;
mod structures;
mod unions;
