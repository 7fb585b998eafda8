//! The Smithy IDL: `.smithy` files, versions 1.0 and 2.0. <https://smithy.io/2.0/spec/idl.html>
//!
//! Text is split into tokens, tokens are parsed into a tree, and the tree becomes a JSON AST with all names resolved.
//! From there on, both formats share the same code.

mod elide;
mod keywords;
mod lower;
mod parser;
mod places;
mod sections;
mod shapes;
mod strings;
mod tokens;
mod tree;

pub(super) use elide::resolve as resolve_elided;
pub(super) use lower::{Lowered, defined, lower};
pub(super) use parser::Mistake;
pub(super) use places::{Lines, local_name, places};
pub(super) use sections::parse;
pub(super) use tree::File;
