//! A type that proves that a value was validated.

use std::ops::Deref;

use super::Model;
use crate::diagnostic::Diagnostics;

/// A validated value. Only validation and the transforms, which preserve validity, can create one.
#[derive(Clone, Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// Wraps a value that is known to be valid.
    pub(crate) fn assume(value: T) -> Self {
        Self(value)
    }

    /// Returns the value without the proof.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The result of a successful validation.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The model.
    pub model: Valid<Model>,
    /// The warnings about the model.
    pub warnings: Diagnostics,
}
