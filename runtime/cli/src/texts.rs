//! Values as texts, for commands of other crates.

use crate::output;
use crate::value::Value;
use crate::{json, yaml};

/// Reads JSON.
///
/// # Errors
///
/// The text is not JSON: a sentence with the place.
pub fn parse_json(text: &str) -> Result<Value, String> {
    json::parse(text).map_err(|error| error.to_string())
}

/// Reads YAML.
///
/// # Errors
///
/// The text is not YAML: a sentence with the place.
pub fn parse_yaml(text: &str) -> Result<Value, String> {
    yaml::parse(text).map_err(|error| error.to_string())
}

/// JSON on one line, with spaces behind commas and colons.
pub fn json_line(value: &Value) -> String {
    output::json::one_line(value)
}

/// YAML in block style, fields ordered by name.
pub fn yaml_text(value: &Value) -> String {
    output::yaml::write(value, false)
}
