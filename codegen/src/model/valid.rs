//! Proof that something went through validation.

use std::ops::Deref;

use super::Model;
use crate::diagnostic::Diagnostics;

/// A value that was validated. Only validation and the transforms, which keep validity, can
/// make one.
#[derive(Clone, Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// Wraps a value that is known to be valid.
    pub(crate) fn assume(value: T) -> Self {
        Self(value)
    }

    /// Gives the value up; the proof is lost.
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

/// What validation gives back when there is no error.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The model.
    pub model: Valid<Model>,
    /// What looks wrong in it all the same.
    pub warnings: Diagnostics,
}
