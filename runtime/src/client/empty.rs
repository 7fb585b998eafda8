//! The output of operations whose output has no members.

use std::fmt;
use std::marker::PhantomData;

use super::Call;
use crate::error::RequestId;
use crate::redact;
use crate::schema::Schema;
use crate::shape::{Blank, Structure};

/// Output of the operation `O`. Empty. One type serves all operations whose output has no members.
pub struct EmptyOutput<O> {
    request_id: Option<String>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Call> EmptyOutput<O> {
    /// Creates a builder.
    #[inline]
    pub fn builder() -> EmptyOutputBuilder<O> {
        EmptyOutputBuilder::default()
    }
}

impl<O: Call> Structure for EmptyOutput<O> {
    #[inline]
    fn schema(&self) -> &'static Schema {
        O::OPERATION.output
    }

    #[inline]
    fn set_request_id(&mut self, id: Option<String>) {
        self.request_id = id;
    }
}

impl<O> Blank for EmptyOutput<O> {
    #[inline]
    fn blank() -> Self {
        Self { request_id: None, operation: PhantomData }
    }
}

impl<O> RequestId for EmptyOutput<O> {
    #[inline]
    fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl<O> Clone for EmptyOutput<O> {
    #[inline]
    fn clone(&self) -> Self {
        Self { request_id: self.request_id.clone(), operation: PhantomData }
    }
}

impl<O> PartialEq for EmptyOutput<O> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.request_id == other.request_id
    }
}

impl<O: Call> fmt::Debug for EmptyOutput<O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::debug_output(self, O::OPERATION.name, f)
    }
}

/// Builder of an [`EmptyOutput`].
pub struct EmptyOutputBuilder<O> {
    output: EmptyOutput<O>,
}

impl<O> EmptyOutputBuilder<O> {
    /// Builds the output.
    #[inline]
    pub fn build(self) -> EmptyOutput<O> {
        self.output
    }
}

impl<O> Default for EmptyOutputBuilder<O> {
    #[inline]
    fn default() -> Self {
        Self { output: EmptyOutput::blank() }
    }
}

impl<O> Clone for EmptyOutputBuilder<O> {
    #[inline]
    fn clone(&self) -> Self {
        Self { output: self.output.clone() }
    }
}

impl<O> PartialEq for EmptyOutputBuilder<O> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.output == other.output
    }
}

impl<O> fmt::Debug for EmptyOutputBuilder<O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmptyOutputBuilder")
    }
}
