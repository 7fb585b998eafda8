//! Reads Smithy models and emits thin Rust client crates.
//!
//! Data flows in one direction, and decisions are made early: [`model`] loads models and does not depend on Rust,
//! [`validate`] checks them, [`transform`] reduces a model to the selected operations, [`ir`] decides every Rust name
//! and type, [`emit`] turns that into tokens and cannot fail, and [`output`] formats and writes files. [`describe`]
//! turns the same IR into data tables for programs that load a service instead of compiling it. The library starts no
//! process and uses no network. It prints nothing, except that [`Builder`] prints instructions for cargo.

mod builder;
pub mod compare;
pub mod convert;
pub mod describe;
pub mod diagnostic;
pub mod diff;
pub mod emit;
mod generate;
pub mod import;
pub mod inspect;
pub mod ir;
pub mod model;
pub mod output;
pub mod pattern;
pub mod project;
pub mod rules;
pub mod text;
pub mod transform;
pub mod validate;
pub mod waiters;

pub use builder::{BuildError, Builder};
pub use generate::{Counts, Generated, OperationPath, Request, generate, generate_model};
pub use ir::{CommandsCrate, CrateInfo, DependencySource, Origin};
pub use transform::Selection;
