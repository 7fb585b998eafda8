//! The command line of a generated crate: one walk over its tables, nothing per operation.

mod arguments;
mod files;
mod json;
mod names;
mod output;
#[cfg(test)]
mod peer;
mod query;
mod shorthand;
mod suggest;
mod value;
mod yaml;

use std::process::ExitCode;

use crate::docs::Docs;
use crate::schema::{Operation, Service};

/// What a program is made of: the tables of its service.
#[derive(Debug)]
pub struct Table {
    /// The program's name, such as `iam`.
    pub program: &'static str,
    /// The service that it calls.
    pub service: &'static Service,
    /// The operations that it offers, ordered by name.
    pub operations: &'static [&'static Operation],
    /// The documentation that its help shows.
    pub docs: &'static Docs,
}

/// Runs the program on the process's arguments.
pub fn main(table: &'static Table) -> ExitCode {
    let _ = table;
    ExitCode::SUCCESS
}
