//! Scalars in text and table output.

use super::json;
use crate::value::Value;

/// Formats a scalar for text and table output.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Boolean(true) => "True".to_owned(),
        Value::Boolean(false) => "False".to_owned(),
        Value::String(text) | Value::Timestamp(text) | Value::Digits(text) => text.clone(),
        other => json::one_line(other),
    }
}
