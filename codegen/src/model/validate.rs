//! Validation.

use super::{Model, Valid, Validated};
use crate::diagnostic::Diagnostics;

/// Checks a model.
pub fn validate(mut model: Model) -> Result<Validated, Diagnostics> {
    let found = std::mem::take(&mut model.problems);
    let found = model.locate(found);
    if found.has_errors() {
        Err(found)
    } else {
        Ok(Validated {
            model: Valid::assume(model),
            warnings: found,
        })
    }
}
