//! Smithy versions of model files.

use super::json::wrong_type;
use super::node::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, event};

/// The supported versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Smithy 1.0: sets, enum traits, boxed numbers.
    V1,
    /// Smithy 2.0.
    V2,
}

/// The version that a file declares.
pub(super) fn read(root: &Node) -> Result<Version, Diagnostics> {
    if root.as_object().is_none() {
        let message = format!("expected an object, found {}", root.kind());
        return Err(Diagnostic::error(event::AST_SYNTAX, message).into());
    }
    match root.get("smithy").map(|version| version.as_str().ok_or(version)) {
        Some(Ok("1" | "1.0")) => Ok(Version::V1),
        Some(Ok("2" | "2.0")) => Ok(Version::V2),
        Some(Ok(other)) => {
            let message = format!("unsupported Smithy version \"{other}\"");
            let hint = "supported are \"1.0\" and \"2.0\"".to_owned();
            Err(Diagnostic::error(event::UNSUPPORTED_VERSION, message).hint(hint).into())
        }
        Some(Err(other)) => Err(wrong_type("smithy", "a string, such as \"2.0\"", other).into()),
        None => {
            let message = "the file does not declare its Smithy version";
            let hint = "start the file with \"smithy\": \"2.0\"".to_owned();
            Err(Diagnostic::error(event::UNSUPPORTED_VERSION, message).hint(hint).into())
        }
    }
}
