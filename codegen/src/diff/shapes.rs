//! Compares which shapes exist, and their types.

use super::{Diff, Severity, own_shapes};
use crate::model::{Shape, ShapeKind};

/// The trait that makes a structure a trait definition.
pub(super) const DEFINITION: &str = "smithy.api#trait";

pub(super) fn added(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    for (id, shape) in own_shapes(new).filter(|(id, _)| old.shape(id.as_str()).is_none()) {
        diff.push(Severity::Note, "AddedShape", id, format!("Added {} `{id}`", shape.kind.name()));
        if shape.traits.has(DEFINITION) {
            diff.push(Severity::Note, "AddedTraitDefinition", id, format!("Trait definition `{id}` was added"));
        }
    }
}

pub(super) fn removed(diff: &mut Diff<'_>) {
    let (old, new) = (diff.old, diff.new);
    for (id, shape) in own_shapes(old).filter(|(id, _)| new.shape(id.as_str()).is_none()) {
        if shape.traits.has(DEFINITION) {
            diff.push(Severity::Error, "RemovedTraitDefinition", id, format!("Trait definition `{id}` was removed"));
        }
        if shape.traits.has("smithy.api#private") {
            continue;
        }
        let message = format!("Removed {} `{id}`", shape.kind.name());
        if is_scalar(shape) {
            diff.push(Severity::Warning, "RemovedShape.ScalarShape", id, message);
        } else {
            diff.push(Severity::Error, "RemovedShape", id, message);
        }
    }
}

/// Whether a shape has no type of its own in code.
fn is_scalar(shape: &Shape) -> bool {
    use ShapeKind::*;
    matches!(
        shape.kind,
        BigDecimal | BigInteger | Blob | Boolean | Byte | Double | Float | Short | Timestamp | Long | String | Integer
    )
}

pub(super) fn changed(diff: &mut Diff<'_>, old: &Shape, new: &Shape) {
    let (before, after) = (old.kind.name(), new.kind.name());
    if before != after {
        let message = format!("Shape `{}` type was changed from `{before}` to `{after}`", new.id);
        diff.push(Severity::Error, "ChangedShapeType", &new.id, message);
    }
    let (had, has) = (old.traits.has(DEFINITION), new.traits.has(DEFINITION));
    if had && !has {
        let message = format!("Trait definition `{}` was removed", new.id);
        diff.push(Severity::Error, "RemovedTraitDefinition", &new.id, message);
    }
}
