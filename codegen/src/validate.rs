//! Validation: checks a model before it is used.
//!
//! Each file has one kind of check. A check looks at the whole model and reports all its findings; no check depends on
//! another.

mod defaults;
mod endpoint_rules;
mod enums;
mod examples;
mod http;
mod mixins;
mod names;
mod pagination;
mod ranges;
mod recursion;
mod targets;
mod trait_checks;
mod trait_places;
mod trait_rules;
mod trait_values;
mod values;
mod waiters;

use crate::diagnostic::{Diagnostics, Severity};
use crate::model::{Model, Valid, Validated};

pub(crate) use pagination::unsound_pages;
pub(crate) use values::misfits;

/// All checks.
const CHECKS: &[fn(&Model, &mut Diagnostics)] = &[
    targets::check,
    names::check,
    mixins::check,
    trait_values::check,
    enums::check,
    defaults::check,
    ranges::check,
    http::check,
    pagination::check,
    waiters::check,
    endpoint_rules::check,
    recursion::check,
    examples::check,
];

/// Validates a model, or returns every problem with its place. The problems that loading found are included.
pub fn validate(mut model: Model) -> Result<Validated, Diagnostics> {
    let mut found = model.take_problems();
    for check in CHECKS {
        check(&model, &mut found);
    }
    let mut found = model.locate(found);
    if model.has_syntax_errors() {
        // Some would be about what the syntax errors hide.
        found = found.into_iter().filter(|it| it.severity == Severity::Error).collect();
    }
    if found.has_errors() { Err(found) } else { Ok(Validated { model: Valid::assume(model), warnings: found }) }
}
