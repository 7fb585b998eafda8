//! What the model knows of a structure, as methods.

use crate::json::{self, JsonErrors};
use crate::shape::{Blank, Structure};
use crate::validate::{self, Violations};

/// What can be done with every structure of a model: inputs, which have these as methods of their own,
/// outputs, errors, and what they are made of.
pub trait Modeled: Structure + Blank {
    /// Checks every constraint of the model and reports all that are broken.
    ///
    /// # Errors
    ///
    /// Every constraint that is broken, with the path of the value that breaks it.
    #[inline]
    fn validate(&self) -> Result<(), Violations>
    where
        Self: Sized,
    {
        validate::validate(self)
    }

    /// The value as JSON with the model's member names. Sensitive members are included.
    #[inline]
    fn to_json(&self) -> String
    where
        Self: Sized,
    {
        json::to_string(self)
    }

    /// Reads what [`to_json`](Self::to_json) writes.
    ///
    /// # Errors
    ///
    /// Every mistake of the text, with its place and path.
    #[inline]
    fn from_json(text: &str) -> Result<Self, JsonErrors>
    where
        Self: Sized,
    {
        json::parse(text)
    }
}

impl<T: Structure + Blank> Modeled for T {}
