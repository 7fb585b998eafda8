//! JMESPath (<https://jmespath.org/specification.html>): one parser, one tree, one evaluator.
//!
//! The evaluator knows values through the trait [`Value`], so that it runs over answers of a service
//! where they are, over the values of a command line, or over any others. What it can call is an
//! argument: a program links the functions of the table that it passes, and no others.
//!
//! Everything is generic over the type of values, and so compiled in the crate that uses it.
//! This crate has no dependencies. JSON inside of an expression is read by the type of values.
//!
//! As in the reference implementation in Python, `<`, `<=`, `>` and `>=` also compare strings, and a
//! literal in backquotes that is not JSON is a string.

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
