//! Reads Smithy 2.0 JSON AST models and emits thin Rust client crates.
//!
//! One direction, decisions early: [`model`] loads and knows no Rust, [`validate`] checks, [`transform`]
//! cuts the model down to what was chosen, [`ir`] decides every Rust name and type, [`emit`]
//! turns that into tokens and cannot fail, [`output`] formats and writes. [`describe`] turns the same
//! IR into tables as data, for programs that load a service instead of compiling it. The library starts no
//! process, uses no network and prints nothing, but for what [`Builder`] tells cargo.

mod builder;
pub mod compare;
pub mod convert;
pub mod describe;
pub mod diagnostic;
pub mod emit;
mod generate;
pub mod import;
pub mod inspect;
pub mod ir;
pub mod model;
pub mod output;
pub mod pattern;
pub mod rules;
pub mod text;
pub mod transform;
pub mod validate;
pub mod waiters;

pub use builder::{BuildError, Builder};
pub use generate::{Counts, Generated, OperationPath, Request, generate, generate_model};
pub use ir::{CommandsCrate, CrateInfo};
pub use transform::Selection;
