//! Converts strings with a list of values to enums.

use std::collections::BTreeSet;

use super::ast::{AstMember, AstShape, text};
use super::context::Context;
use super::names;
use crate::model::UNIT;

/// Creates an enum. Values keep their order; duplicate values are reported and dropped.
pub(super) fn shape(context: &mut Context<'_>, name: &str, values: &[&str]) -> AstShape {
    let mut shape = AstShape::new("enum");
    let mut seen = BTreeSet::new();
    let mut used = BTreeSet::new();
    for (number, value) in values.iter().enumerate() {
        if !seen.insert(value) {
            context.left_out(context.id(name), format!("the duplicate enum value \"{value}\""));
            continue;
        }
        let wanted = names::enum_member(value, number + 1);
        // Names may differ only in case if their values do: Smithy allows that.
        let mut member_name = wanted.clone();
        let mut suffix = 2;
        while !used.insert(member_name.clone()) {
            member_name = format!("{wanted}_{suffix}");
            suffix += 1;
        }
        let mut member = AstMember::new(UNIT);
        member.traits.insert("smithy.api#enumValue".to_owned(), text(value));
        shape.members.push((member_name, member));
    }
    shape
}
