//! The Smithy IDL: `.smithy` files, versions 1.0 and 2.0. <https://smithy.io/2.0/spec/idl.html>
//!
//! Text becomes tokens, tokens a tree, and the tree the JSON AST with all names resolved; everything after
//! that is the same for both formats.

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
pub(super) use places::{Lines, places};
pub(super) use sections::parse;
pub(super) use tree::File;
