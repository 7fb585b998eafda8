//! The shapes and members that traits can be applied to.

use crate::model::{Member, Shape, ShapeKind};

/// The shape or member that a trait is applied to.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) shape: &'a Shape,
    /// The member, if the trait is on one, and the member's target, if it exists.
    pub(super) member: Option<&'a Member>,
    pub(super) target: Option<&'a Shape>,
    /// The element shape of a targeted list or map, if it exists.
    pub(super) item: Option<&'a Shape>,
}

/// A condition on the place of a trait, with its description.
pub(super) enum On {
    Any,
    /// A shape of a matching type, or a member that targets one.
    Values(fn(&ShapeKind) -> bool, &'static str),
    /// A shape of a matching type, but not a member.
    Shapes(fn(&ShapeKind) -> bool, &'static str),
    /// A member. The function gets the shape, the member, its target, and the target's element shape.
    Members(fn(&Shape, &Member, &Shape, Option<&Shape>) -> bool, &'static str),
    /// A structure with the error trait.
    Errors,
}

fn is_header_value(kind: &ShapeKind) -> bool {
    kind.is_string() || kind.is_number() || matches!(kind, ShapeKind::Boolean | ShapeKind::Timestamp)
}

pub(super) const OPERATION: On = On::Shapes(|kind| matches!(kind, ShapeKind::Operation(_)), "an operation");
pub(super) const SERVICE: On = On::Shapes(|kind| matches!(kind, ShapeKind::Service(_)), "a service");
pub(super) const SERVICE_OR_OPERATION: On =
    On::Shapes(|kind| matches!(kind, ShapeKind::Service(_) | ShapeKind::Operation(_)), "a service or an operation");
pub(super) const STRUCTURE: On = On::Shapes(|kind| matches!(kind, ShapeKind::Structure), "a structure");
pub(super) const LIST_OR_MAP: On = On::Shapes(|kind| matches!(kind, ShapeKind::List | ShapeKind::Map), "a list or map");
pub(super) const SIZED: On = On::Values(
    |kind| kind.is_string() || matches!(kind, ShapeKind::Blob | ShapeKind::List | ShapeKind::Map),
    "a string, blob, list or map",
);
pub(super) const STRING: On = On::Values(ShapeKind::is_string, "a string");
pub(super) const NUMBER: On = On::Values(ShapeKind::is_number, "a number");
pub(super) const TIMESTAMP: On = On::Values(|kind| matches!(kind, ShapeKind::Timestamp), "a timestamp");
pub(super) const TEXT_OR_BLOB: On =
    On::Values(|kind| kind.is_string() || matches!(kind, ShapeKind::Blob), "a string or blob");
pub(super) const STREAM: On = On::Values(|kind| matches!(kind, ShapeKind::Blob | ShapeKind::Union), "a blob or union");
pub(super) const VALUE: On = On::Values(|kind| !kind.is_service_kind(), "a shape that values can have");
pub(super) const FIELD: On =
    On::Members(|shape, _, _, _| matches!(shape.kind, ShapeKind::Structure), "a member of a structure");
pub(super) const FIELD_OR_CHOICE: On = On::Members(
    |shape, _, _, _| matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union),
    "a member of a structure or union",
);
pub(super) const ENUM_MEMBER: On =
    On::Members(|shape, _, _, _| matches!(shape.kind, ShapeKind::Enum | ShapeKind::IntEnum), "a member of an enum");
pub(super) const STRING_FIELD: On = On::Members(
    |shape, _, target, _| matches!(shape.kind, ShapeKind::Structure) && target.kind.is_string(),
    "a member of a structure that targets a string",
);
pub(super) const FLAT: On = On::Members(
    |shape, _, target, _| {
        matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union)
            && matches!(target.kind, ShapeKind::List | ShapeKind::Map)
    },
    "a member of a structure or union that targets a list or map",
);
pub(super) const SCALAR_FIELD: On = On::Members(
    |shape, _, target, _| matches!(shape.kind, ShapeKind::Structure) && is_header_value(&target.kind),
    "a member of a structure that targets a boolean, number, string or timestamp",
);
pub(super) const LABEL: On = On::Members(
    |shape, member, target, _| {
        matches!(shape.kind, ShapeKind::Structure) && member.traits.required() && is_header_value(&target.kind)
    },
    "a required member of a structure that targets a boolean, number, string or timestamp",
);
pub(super) const HOST_LABEL: On = On::Members(
    |shape, member, target, _| {
        matches!(shape.kind, ShapeKind::Structure) && member.traits.required() && target.kind.is_string()
    },
    "a required member of a structure that targets a string",
);
pub(super) const SCALARS_FIELD: On = On::Members(
    |shape, _, target, item| {
        let of_scalars = || item.is_none_or(|item| is_header_value(&item.kind));
        matches!(shape.kind, ShapeKind::Structure)
            && (is_header_value(&target.kind) || matches!(target.kind, ShapeKind::List) && of_scalars())
    },
    "a member of a structure that targets a boolean, number, string or timestamp, or a list of them",
);
pub(super) const STRING_MAP_FIELD: On = On::Members(
    |shape, _, target, item| {
        matches!(shape.kind, ShapeKind::Structure)
            && matches!(target.kind, ShapeKind::Map)
            && item.is_none_or(|item| item.kind.is_string())
    },
    "a member of a structure that targets a map of strings",
);
pub(super) const QUERY_MAP_FIELD: On = On::Members(
    // The elements of a list inside the map are one step too far to check here.
    |shape, _, target, item| {
        matches!(shape.kind, ShapeKind::Structure)
            && matches!(target.kind, ShapeKind::Map)
            && item.is_none_or(|item| item.kind.is_string() || matches!(item.kind, ShapeKind::List))
    },
    "a member of a structure that targets a map of strings or of lists of strings",
);
pub(super) const BODY_FIELD: On = On::Members(
    |shape, _, target, _| {
        let kind = &target.kind;
        let is_scalar = kind.is_number() || matches!(kind, ShapeKind::Boolean | ShapeKind::Timestamp);
        matches!(shape.kind, ShapeKind::Structure) && !is_scalar
    },
    "a member of a structure that targets a string, blob, document or shape with members",
);
pub(super) const INTEGER_FIELD: On = On::Members(
    |shape, _, target, _| matches!(shape.kind, ShapeKind::Structure) && matches!(target.kind, ShapeKind::Integer),
    "a member of a structure that targets an integer",
);
pub(super) const TITLED: On =
    On::Shapes(|kind| matches!(kind, ShapeKind::Service(_) | ShapeKind::Resource(_)), "a service or a resource");
