//! The schema tables of shapes.

use super::messages::{MESSAGE, lacks_message};
use super::names::Names;
use super::symbols::Symbol;
use super::trait_values::Trait;
use super::traits::{Patterns, resolve_traits};
use crate::model::{Member, Shape, ShapeId, ShapeKind, UNIT};

/// The static schema table of a shape.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name of the static.
    pub symbol: Symbol,
    /// The absolute shape ID, as in the model.
    pub id: String,
    /// The kind of shape.
    pub kind: TableKind,
    /// The members, in model order.
    pub members: Vec<TableMember>,
    /// The traits of the shape.
    pub traits: Vec<Trait>,
}

impl Table {
    /// Whether the shape is the unit type (<https://smithy.io/2.0/spec/model.html#unit-type>).
    pub fn is_unit(&self) -> bool {
        self.id == UNIT
    }
}

/// The kind of shape that a table describes.
#[derive(Clone, Debug, PartialEq)]
pub enum TableKind {
    /// a simple shape, by the name of its `Kind`
    Simple(&'static str),
    /// an enum, by its values
    Enum(Vec<String>),
    /// an intEnum, by its values
    IntEnum(Vec<i32>),
    /// a list
    List,
    /// a map
    Map,
    /// a structure
    Structure,
    /// a union
    Union,
}

/// A member in a table.
#[derive(Clone, Debug)]
pub struct TableMember {
    /// The name in the model.
    pub name: String,
    /// The table of the member's target.
    pub target: Symbol,
    /// The traits of the member.
    pub traits: Vec<Trait>,
}

/// The table of a shape, under the given name.
pub(super) fn resolve_table(shape: &Shape, symbol: Symbol, names: &Names, patterns: &mut Patterns) -> Table {
    let members = match shape.kind {
        ShapeKind::Enum | ShapeKind::IntEnum => Vec::new(),
        _ => ordered(shape, names).into_iter().map(|member| resolve_member(member, names, patterns)).collect(),
    };
    let mut table = Table {
        symbol,
        id: original_id(shape),
        kind: table_kind(shape),
        members,
        traits: resolve_traits(&shape.traits, patterns),
    };
    if lacks_message(shape) {
        table.members.push(TableMember {
            name: MESSAGE.to_owned(),
            target: names.table(&ShapeId::of_prelude("String")),
            traits: Vec::new(),
        });
    }
    table
}

/// The members in the order of the table. It is the order of the model, except for errors in an event stream: they come
/// after the events, because the union's Rust type has only the events.
fn ordered<'a>(shape: &'a Shape, names: &Names) -> Vec<&'a Member> {
    let mut members: Vec<&Member> = shape.members.iter().collect();
    if shape.traits.streaming() {
        members.sort_by_key(|it| names.errors.contains_key(&it.target));
    }
    members
}

/// The ID of a shape in the model, even if a transform copied the shape.
pub(super) fn original_id(shape: &Shape) -> String {
    shape.traits.original_shape_id().unwrap_or_else(|| shape.id.clone()).to_string()
}

fn resolve_member(member: &Member, names: &Names, patterns: &mut Patterns) -> TableMember {
    TableMember {
        name: member.name.clone(),
        target: names.table(&member.target),
        traits: resolve_traits(&member.traits, patterns),
    }
}

fn table_kind(shape: &Shape) -> TableKind {
    TableKind::Simple(match &shape.kind {
        ShapeKind::List => return TableKind::List,
        ShapeKind::Map => return TableKind::Map,
        ShapeKind::Union => return TableKind::Union,
        ShapeKind::Enum => {
            return TableKind::Enum(shape.members.iter().map(|member| member.enum_text().to_owned()).collect());
        }
        ShapeKind::IntEnum => {
            return TableKind::IntEnum(shape.members.iter().filter_map(Member::enum_integer).collect());
        }
        ShapeKind::Blob => "Blob",
        ShapeKind::Boolean => "Boolean",
        ShapeKind::String => "String",
        ShapeKind::Byte => "Byte",
        ShapeKind::Short => "Short",
        ShapeKind::Integer => "Integer",
        ShapeKind::Long => "Long",
        ShapeKind::Float => "Float",
        ShapeKind::Double => "Double",
        ShapeKind::BigInteger => "BigInteger",
        ShapeKind::BigDecimal => "BigDecimal",
        ShapeKind::Timestamp => "Timestamp",
        ShapeKind::Document => "Document",
        // No value has the shape of a service, resource or operation, so no table is requested.
        ShapeKind::Structure | ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_) => {
            return TableKind::Structure;
        }
    })
}
