//! Reads and writes values as text, for commands of other crates.

use crate::output;
use crate::value::Value;
use crate::{json, yaml};

/// Reads JSON.
///
/// # Errors
///
/// Fails if the text is not JSON. The error has the position.
pub fn parse_json(text: &str) -> Result<Value, String> {
    json::parse(text).map_err(|error| error.to_string())
}

/// Reads YAML.
///
/// # Errors
///
/// Fails if the text is not YAML. The error has the position.
pub fn parse_yaml(text: &str) -> Result<Value, String> {
    yaml::parse(text).map_err(|error| error.to_string())
}

/// Writes JSON on one line, with spaces after commas and colons.
pub fn json_line(value: &Value) -> String {
    output::json::one_line(value)
}

/// Reads YAML like [`parse_yaml`], and keeps the digits of numbers with a fraction or exponent.
///
/// # Errors
///
/// Fails if the text is not YAML. The error has the position.
pub fn parse_exact_yaml(text: &str) -> Result<Value, String> {
    yaml::parse_exact(text).map_err(|error| error.to_string())
}

/// Writes YAML in block style, with fields in their order.
pub fn yaml_text(value: &Value) -> String {
    output::yaml::write_in_order(value)
}
