//! Warns about ranges of numbers of arbitrary precision whose bounds are not doubles.

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Number, ShapeKind, Traits};

/// The largest integer up to which a double represents all of them.
const EXACT: u128 = 1 << 53;

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        warn(&shape.kind, &shape.traits, &shape.id, found);
        for (id, member) in shape.members_with_ids() {
            if let Some(target) = model.target(member) {
                warn(&target.kind, &member.traits, &id, found);
            }
        }
    }
}

fn warn(kind: &ShapeKind, traits: &Traits, id: &dyn std::fmt::Display, found: &mut Diagnostics) {
    let Some(range) = traits.range().filter(|_| matches!(kind, ShapeKind::BigInteger | ShapeKind::BigDecimal)) else {
        return;
    };
    for bound in [range.min, range.max].into_iter().flatten().filter(is_rounded) {
        let message = format!("the bound {bound} of the range is rounded to a double when values are checked");
        found.push(Diagnostic::warning(event::ROUNDED_RANGE, message).on(id));
    }
}

fn is_rounded(bound: &Number) -> bool {
    match bound {
        Number::Integer(value) => value.unsigned_abs() > EXACT,
        Number::Float(_) => false,
        Number::Digits(_) => true,
    }
}
