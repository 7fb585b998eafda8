//! The value of a structure for which no Rust type is compiled in.

use crate::schema::Schema;
use crate::shape::{Shape, Structure};

/// A structure of any schema: what the command line works with.
pub struct Dynamic {
    schema: &'static Schema,
}

impl Dynamic {
    /// A blank value of this table.
    pub fn new(schema: &'static Schema) -> Self {
        Self { schema }
    }
}

impl Structure for Dynamic {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn member(&self, _: usize) -> Option<&dyn Shape> {
        None
    }

    fn member_mut(&mut self, _: usize) -> Option<&mut dyn Shape> {
        None
    }
}
