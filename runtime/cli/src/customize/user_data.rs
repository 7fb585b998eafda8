//! User data of instances: the service expects base64, users give plain text or a file.

use aws_smithy_types::base64;

use super::super::failure::Failure;
use super::super::value::{Fields, Value};

/// Encodes the user data.
pub(super) fn encode(values: &mut Fields) -> Result<(), Failure> {
    let encoded = match values.get("UserData") {
        Some(Value::String(text)) => base64::encode(text),
        Some(Value::Bytes(bytes)) => base64::encode(bytes),
        _ => return Ok(()),
    };
    values.set("UserData", Value::String(encoded));
    Ok(())
}
