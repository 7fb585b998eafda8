//! The walk that makes samples from a table alone.

use crate::docs::Docs;
use crate::schema::Schema;

/// A sample of a structure, yet to be written.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    schema: &'static Schema,
    docs: &'static Docs,
}

impl Skeleton {
    /// The sample of this table.
    pub fn new(schema: &'static Schema, docs: &'static Docs) -> Self {
        Self { schema, docs }
    }
}
