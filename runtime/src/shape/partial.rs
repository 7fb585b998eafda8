//! Structures with only some of their members visible.

use super::{Shape, Structure};
use crate::schema::{Member, Schema};

/// A structure with only the members that pass a test.
pub(crate) struct Partial<'a> {
    pub(crate) value: &'a dyn Structure,
    pub(crate) has: fn(&Member) -> bool,
}

impl Structure for Partial<'_> {
    fn schema(&self) -> &'static Schema {
        self.value.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        let member = self.schema().members().get(index)?;
        if (self.has)(member) { self.value.member(index) } else { None }
    }

    fn member_mut(&mut self, _: usize) -> Option<&mut dyn Shape> {
        None
    }
}

/// Like [`Partial`], for writing.
pub(crate) struct PartialMut<'a> {
    pub(crate) value: &'a mut dyn Structure,
    pub(crate) has: fn(&Member) -> bool,
}

impl PartialMut<'_> {
    fn is_there(&self, index: usize) -> bool {
        self.schema().members().get(index).is_some_and(self.has)
    }
}

impl Structure for PartialMut<'_> {
    fn schema(&self) -> &'static Schema {
        self.value.schema()
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        if self.is_there(index) { self.value.member(index) } else { None }
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        if self.is_there(index) { self.value.member_mut(index) } else { None }
    }
}
