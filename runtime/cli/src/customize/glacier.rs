//! `glacier`: reads files into memory, because uploads are hashed before they are sent.

use std::fs;

use super::super::failure::Failure;
use super::super::files;
use super::super::value::{Fields, Value};

/// Reads the file with the body of an upload.
pub(super) fn read_body(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::File(path)) = values.get("body").cloned() else { return Ok(()) };
    let bytes = match path.as_str() {
        "-" => files::standard_input(files::MOST_BYTES_OF_BLOB).map_err(Failure::General)?,
        path => {
            let refused = |error| Failure::Param(format!("Unable to read file: {path}: {}", files::reason(&error)));
            fs::read(path).map_err(refused)?
        }
    };
    values.set("body", Value::Bytes(bytes));
    Ok(())
}
