//! `lambda`: a separate option for code from a ZIP file.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::Value;
use super::{Custom, extra, optional, text};

const LAMBDA: &str = "Lambda";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    optional(LAMBDA, "create-function", "code"),
    extra(LAMBDA, "create-function", "zip-file", Takes::One, "Code.ZipFile", zip_file),
    optional(LAMBDA, "publish-layer-version", "content"),
    extra(LAMBDA, "publish-layer-version", "zip-file", Takes::One, "Content.ZipFile", zip_file),
    extra(LAMBDA, "update-function-code", "zip-file", Takes::One, "ZipFile", zip_file),
];

/// The bytes of a ZIP file.
fn zip_file(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    /// The signature near the end of every ZIP file.
    const END: &[u8] = b"PK\x05\x06";
    match text(option, arguments)? {
        Value::Bytes(bytes) if bytes.windows(END.len()).any(|it| it == END) => Ok(Value::Bytes(bytes)),
        _ => Err(Failure::Param(
            "--zip-file must be a zip file with the fileb:// prefix.\n\
             Example usage:  --zip-file fileb://path/to/file.zip"
                .to_owned(),
        )),
    }
}
