//! JMESPath (<https://jmespath.org/specification.html>): one parser, one tree, one evaluator.
//!
//! The evaluator accesses values through the trait [`Value`], so it works on a service's output without a copy, on the
//! values of a command line, and on any others. The available functions are a parameter: a program links only the
//! functions of the table that it passes.
//!
//! Everything is generic over the type of values, and so is compiled in the crate that uses it. This crate has no
//! dependencies. The type of values parses JSON inside expressions.
//!
//! As in the reference implementation in Python, `<`, `<=`, `>` and `>=` also compare strings, and a literal in
//! backquotes that is not JSON is a string.

mod error;
mod evaluate;
mod expression;
mod functions;
mod lexer;
mod parser;
mod value;

pub use error::{ParseError, TypeError};
pub use expression::{Comparison, Expression};
pub use functions::{Arguments, Function, SIGNATURES, Signature};
pub use parser::parse;
pub use value::{Kind, Literal, Number, Value};
