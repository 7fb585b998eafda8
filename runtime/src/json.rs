//! The walks in and out of JSON with the model's member names, for people.

use std::fmt;

use crate::shape::Structure;

/// Every mistake in a JSON text, with its path.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonErrors(Vec<String>);

impl fmt::Display for JsonErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for JsonErrors {}

/// Writes a structure as JSON on one line.
pub fn to_string(_value: &dyn Structure) -> String {
    String::new()
}

/// Reads a JSON object into a structure.
pub fn from_str(_text: &str, _value: &mut dyn Structure) -> Result<(), JsonErrors> {
    Ok(())
}
