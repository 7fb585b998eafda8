//! Static tables that describe a service: operations, shapes, members, traits.
//!
//! Generated code holds one [`Schema`] per shape, made by `const` constructors. The runtime knows shapes only through
//! these tables. A table refers only to tables below it, so the linker keeps what a program's operations reach and
//! drops the rest.
//!
//! The traits of a shape or member are a short slice of [`Trait`]. The accessors of a member fall back to the target's
//! trait if the Smithy specification says that the member's own overrides it
//! (<https://smithy.io/2.0/spec/model.html#member-trait-precedence>).

mod datum;
mod pattern;
mod presence;
pub mod rules;
mod traits;
pub mod waiters;

use std::fmt;

pub use datum::{Datum, Record};
pub use pattern::{Categories, Class, Node, Pattern};
pub(crate) use traits::has;
pub use traits::{DefaultValue, Length, Range, TimestampFormat, Trait, XmlNamespace};

/// One shape of a model.
#[derive(Debug)]
pub struct Schema {
    id: &'static str,
    kind: Kind,
    members: &'static [Member],
    traits: &'static [Trait],
}

/// The kind of shape that a [`Schema`] describes.
///
/// See <https://smithy.io/2.0/spec/simple-types.html> and
/// <https://smithy.io/2.0/spec/aggregate-types.html>.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// `blob`
    Blob,
    /// `boolean`
    Boolean,
    /// `string`
    String,
    /// `enum`, with its values in model order. Open: other values are legal on the wire.
    Enum(&'static [&'static str]),
    /// `byte`, 8 bits signed
    Byte,
    /// `short`, 16 bits signed
    Short,
    /// `integer`, 32 bits signed
    Integer,
    /// `intEnum`, with its values in model order. Open like [`Kind::Enum`].
    IntEnum(&'static [i32]),
    /// `long`, 64 bits signed
    Long,
    /// `float`, IEEE 754 single precision
    Float,
    /// `double`, IEEE 754 double precision
    Double,
    /// `bigInteger`
    BigInteger,
    /// `bigDecimal`
    BigDecimal,
    /// `timestamp`
    Timestamp,
    /// `document`
    Document,
    /// `list`, whose single member is named `member`
    List,
    /// `map`, whose members are named `key` and `value`
    Map,
    /// `structure`
    Structure,
    /// `union`
    Union,
}

/// The output of operations without output (<https://smithy.io/2.0/spec/model.html#unit-type>).
pub static UNIT_OUTPUT: Schema = Schema::structure("smithy.api#Unit", &[], &[Trait::Output]);

impl Schema {
    /// Creates a structure with its members in model order.
    pub const fn structure(id: &'static str, members: &'static [Member], traits: &'static [Trait]) -> Self {
        Self { id, kind: Kind::Structure, members, traits }
    }

    /// Creates a union with its members in model order.
    pub const fn union(id: &'static str, members: &'static [Member], traits: &'static [Trait]) -> Self {
        Self { id, kind: Kind::Union, members, traits }
    }

    /// Creates a list. `members` holds its one member.
    pub const fn list(id: &'static str, members: &'static [Member; 1], traits: &'static [Trait]) -> Self {
        Self { id, kind: Kind::List, members, traits }
    }

    /// Creates a map. `members` holds key and value, in this order.
    pub const fn map(id: &'static str, members: &'static [Member; 2], traits: &'static [Trait]) -> Self {
        Self { id, kind: Kind::Map, members, traits }
    }

    /// Creates a shape without members.
    pub const fn simple(id: &'static str, kind: Kind, traits: &'static [Trait]) -> Self {
        Self { id, kind, members: &[], traits }
    }

    /// The absolute shape id, such as `com.amazonaws.iam#accessKeyIdType`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The shape's name without its namespace, such as `accessKeyIdType`.
    pub fn name(&self) -> &'static str {
        self.id.rsplit_once('#').map_or(self.id, |(_, name)| name)
    }

    /// Whether this is the unit type, which has no value (<https://smithy.io/2.0/spec/model.html#unit-type>).
    pub fn is_unit(&self) -> bool {
        self.id == "smithy.api#Unit"
    }

    /// The kind of the shape.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The members in model order: for a list its one member, for a map key and value.
    pub const fn members(&self) -> &'static [Member] {
        self.members
    }

    /// Finds a member by name. Returns its index too.
    pub fn find_member(&self, name: &str) -> Option<(usize, &'static Member)> {
        self.members.iter().enumerate().find(|(_, member)| member.name() == name)
    }

    /// The shape's own traits.
    pub const fn traits(&self) -> &'static [Trait] {
        self.traits
    }
}

/// A member of a structure, union, list or map, with its name in the model, its target and its own traits.
///
/// A tuple, because tables hold thousands of members, and a compiler reads `Member(…)` in half the time of a call.
pub struct Member(
    #[doc(hidden)] pub &'static str,
    #[doc(hidden)] pub &'static Schema,
    #[doc(hidden)] pub &'static [Trait],
);

impl fmt::Debug for Member {
    /// Shows the target's id. Shapes refer to each other in cycles.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Member").field(&self.0).field(&self.1.id).field(&self.2).finish()
    }
}

impl Member {
    /// Creates a member with its name in the model.
    pub const fn new(name: &'static str, target: &'static Schema, traits: &'static [Trait]) -> Self {
        Self(name, target, traits)
    }

    /// The member's name in the model, such as `AccessKeyId`.
    pub const fn name(&self) -> &'static str {
        self.0
    }

    /// The shape that the member targets.
    pub const fn target(&self) -> &'static Schema {
        self.1
    }

    /// The member's own traits.
    pub const fn traits(&self) -> &'static [Trait] {
        self.2
    }
}
