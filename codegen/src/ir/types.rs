//! The Rust types of members, and whether a value may be missing.

use super::Symbol;
use super::names::Names;
use super::trait_values::DefaultValue;
use crate::model::{Member, Model, Node, Shape, ShapeKind, UNIT};

/// Whether a field always has a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// The field is an `Option`.
    Optional,
    /// The field must be set.
    Required,
    /// The field has this value unless it is set.
    Default(DefaultValue),
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq)]
pub enum RustType {
    /// a `Copy` type such as `bool` or `i32`
    Copy(&'static str),
    /// `String`
    String,
    /// a type in the module `primitives`, such as `Blob`
    Primitive(&'static str),
    /// a type in the module `types`
    Named(Symbol),
    /// a type in the module `types::error`
    Error(Symbol),
    /// an event stream from the service, with the type of its events and the type of its errors
    Receiver(Symbol, Symbol),
    /// an event stream to the service, with the same two types
    Sender(Symbol, Symbol),
    /// the value of a member that targets `smithy.api#Unit`
    Unit,
    /// `Vec`
    List(Box<RustType>),
    /// `HashMap`
    Map(Box<RustType>, Box<RustType>),
    /// `Option`, for an element of a sparse list or map
    Option(Box<RustType>),
}

/// The Rust type of a member's value, without `Option` and `Box`.
pub(super) fn resolve_type(model: &Model, names: &Names, member: &Member) -> RustType {
    let Some(target) = model.target(member) else { return RustType::Unit };
    match &target.kind {
        ShapeKind::Boolean => RustType::Copy("bool"),
        ShapeKind::Byte => RustType::Copy("i8"),
        ShapeKind::Short => RustType::Copy("i16"),
        ShapeKind::Integer | ShapeKind::IntEnum => RustType::Copy("i32"),
        ShapeKind::Long => RustType::Copy("i64"),
        ShapeKind::Float => RustType::Copy("f32"),
        ShapeKind::Double => RustType::Copy("f64"),
        ShapeKind::String => RustType::String,
        ShapeKind::Blob if target.traits.streaming() => RustType::Primitive("ByteStream"),
        ShapeKind::Blob => RustType::Primitive("Blob"),
        ShapeKind::BigInteger => RustType::Primitive("BigInteger"),
        ShapeKind::BigDecimal => RustType::Primitive("BigDecimal"),
        ShapeKind::Timestamp => RustType::Primitive("DateTime"),
        ShapeKind::Document => RustType::Primitive("Document"),
        ShapeKind::List => match target.as_list() {
            Some(element) => RustType::List(Box::new(element_type(model, names, target, element))),
            None => RustType::Unit,
        },
        ShapeKind::Map => match target.as_map() {
            Some((key, value)) => RustType::Map(
                Box::new(resolve_type(model, names, key)),
                Box::new(element_type(model, names, target, value)),
            ),
            None => RustType::Unit,
        },
        _ => named_type(names, target),
    }
}

/// The Rust type of an input or output member that streams events, or `None` for other members.
pub(super) fn resolve_events(model: &Model, names: &Names, member: &Member, is_input: bool) -> Option<RustType> {
    let target = model.target(member).filter(|it| it.kind == ShapeKind::Union && it.traits.streaming())?;
    let events = names.types.get(&target.id)?.symbol.clone();
    let mut errors = events.suffixed("Error");
    while names.errors.values().any(|it| it.symbol == errors) {
        errors = errors.suffixed("Error");
    }
    Some(if is_input { RustType::Sender(events, errors) } else { RustType::Receiver(events, errors) })
}

fn named_type(names: &Names, target: &Shape) -> RustType {
    if target.id.as_str() == UNIT {
        return RustType::Unit;
    }
    let named = |it: &super::names::Named| it.symbol.clone();
    let error = names.errors.get(&target.id).map(|it| RustType::Error(named(it)));
    error.or_else(|| names.types.get(&target.id).map(|it| RustType::Named(named(it)))).unwrap_or(RustType::Unit)
}

fn element_type(model: &Model, names: &Names, collection: &Shape, element: &Member) -> RustType {
    let ty = resolve_type(model, names, element);
    if collection.traits.sparse() { RustType::Option(Box::new(ty)) } else { ty }
}

/// Whether a member of a structure may be missing, as a careful client sees it
/// (<https://smithy.io/2.0/spec/type-refinement-traits.html#structure-member-optionality>). Every member of an input
/// may be missing. So may structures and unions, because no value can replace one that is missing in a response.
pub(super) fn resolve_need(model: &Model, member: &Member, is_input: bool) -> Need {
    let Some(target) = model.target(member) else { return Need::Optional };
    if target.traits.streaming() {
        // As in the official SDK, the default is an empty stream.
        return Need::Default(DefaultValue::String(String::new()));
    }
    let is_aggregate = matches!(target.kind, ShapeKind::Structure | ShapeKind::Union);
    if is_input || is_aggregate || member.traits.client_optional() {
        return Need::Optional;
    }
    match member.traits.default_value() {
        Some(Node::Null) => Need::Optional,
        Some(node) => DefaultValue::of(node).map_or(Need::Optional, Need::Default),
        None if member.traits.required() => Need::Required,
        None => Need::Optional,
    }
}
