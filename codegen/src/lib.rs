//! Reads Smithy 2.0 JSON AST models and emits thin Rust client crates.

pub mod compare;
pub mod diagnostic;
pub mod import;
pub mod model;
pub mod transform;
