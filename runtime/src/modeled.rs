//! Methods of every modeled structure.

use crate::json::{self, JsonErrors};
use crate::shape::{Blank, Structure};
use crate::validate::{self, Violations};

/// Methods of every structure in a model: outputs, errors and nested structures. Inputs have them as inherent methods
/// too.
pub trait Modeled: Structure + Blank {
    /// Checks all constraints of the model.
    ///
    /// # Errors
    ///
    /// Fails with all broken constraints, each with the path of the invalid value.
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

    /// Parses the JSON that [`to_json`](Self::to_json) writes.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes of the text, each with its position and path.
    #[inline]
    fn from_json(text: &str) -> Result<Self, JsonErrors>
    where
        Self: Sized,
    {
        json::parse(text)
    }
}

impl<T: Structure + Blank> Modeled for T {}
