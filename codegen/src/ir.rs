//! The service as Rust: all names, types and documentation, decided.
//!
//! [`resolve`] reads a valid, transformed model once. Later stages look up no shape IDs, and code emission makes no
//! decisions, so it cannot fail.

mod case;
mod constraints;
mod docs;
mod example;
mod features;
mod krate;
mod messages;
mod names;
mod pages;
mod records;
mod resolve;
mod symbols;
mod tables;
mod trait_values;
mod traits;
mod types;
mod waiters;

use std::collections::BTreeSet;

use crate::model::Protocol;
use crate::pattern::Tree;
use crate::rules::Rules;

pub use docs::Prose;
pub use krate::{CommandsCrate, Crate, CrateInfo, DependencySource, Origin};
pub use pages::{Pages, Step};
pub use resolve::resolve;
pub use symbols::{Symbol, predicate};
pub use tables::{Table, TableKind, TableMember};
pub use trait_values::{Datum, DefaultValue, Trait};
pub use types::{Need, RustType};
pub use waiters::Waiter;

/// The protocols for which clients can be generated, in the order in which AWS clients prefer them.
pub const PROTOCOLS: &[Protocol] = &[
    Protocol::RpcV2Cbor,
    Protocol::RpcV2Json,
    Protocol::AwsJson1_0,
    Protocol::AwsJson1_1,
    Protocol::RestJson1,
    Protocol::SimpleRestJson,
    Protocol::RestXml,
    Protocol::AwsQuery,
    Protocol::Ec2Query,
];

/// A service and everything in its crate.
#[derive(Clone, Debug)]
pub struct Service {
    /// The package.
    pub krate: Crate,
    /// The absolute shape ID.
    pub id: String,
    /// The API version.
    pub version: String,
    /// The SDK ID.
    pub sdk_id: String,
    /// The endpoint prefix: the first label of its host names. Empty if it is not an AWS service.
    pub endpoint_prefix: String,
    /// The service name in the credential scope of a signature.
    pub signing_name: String,
    /// The display name.
    pub title: String,
    /// The protocol to use: the most preferred of those that the service supports.
    pub protocol: Protocol,
    /// The endpoint rules.
    pub endpoint_rules: Option<Rules>,
    /// How the service says where requests are sent, if it does.
    pub endpoint_discovery: Option<EndpointDiscovery>,
    /// The traits of the service.
    pub traits: Vec<Trait>,
    /// The parameters of the endpoint rules that a client configures, apart from those that all clients have.
    pub client_params: Vec<ClientParam>,
    /// The operations, sorted by name.
    pub operations: Vec<Operation>,
    /// The structures, unions and enums that are not an input, output or error, sorted by name.
    pub types: Vec<Type>,
    /// The error structures, sorted by name.
    pub errors: Vec<Struct>,
    /// The tables of all shapes except inputs and outputs, sorted by name.
    pub tables: Vec<Table>,
    /// The distinct patterns of all traits.
    pub patterns: Vec<Pattern>,
    /// The documentation of shapes by ID, and of members by ID with `$`, sorted.
    pub docs: Vec<(String, String)>,
    /// The service's documentation, which becomes part of the crate's.
    pub prose: Prose,
}

/// The names of the shapes of endpoint discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointDiscovery {
    /// The operation that returns endpoints.
    pub operation: String,
    /// The name of the error for an expired endpoint. Empty if the model does not name one.
    pub error: String,
}

impl Service {
    /// The event streams of the operations, each as the type of its events and the type of its errors. Sorted by name,
    /// without duplicates.
    pub fn event_streams(&self) -> BTreeSet<(&Symbol, &Symbol)> {
        let fields = self.operations.iter().flat_map(|it| it.input.fields.iter().chain(&it.output.fields));
        let streams = fields.filter_map(|field| match &field.ty {
            RustType::Receiver(events, errors) | RustType::Sender(events, errors) => Some((events, errors)),
            _ => None,
        });
        streams.collect()
    }

    /// Whether any operation streams a blob, in either direction.
    pub fn streams_blobs(&self) -> bool {
        self.operations.iter().any(|it| it.input.streams_blob() || it.output.streams_blob())
    }

    /// Whether any operation has waiters.
    pub fn has_waiters(&self) -> bool {
        self.operations.iter().any(|operation| !operation.waiters.is_empty())
    }
}

/// A parameter of the endpoint rules that a client configures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientParam {
    /// The method that sets the parameter.
    pub method: Symbol,
    /// The parameter's name in the rules.
    pub name: String,
    /// The Rust type of the value.
    pub ty: &'static str,
    /// The documentation as lines of rustdoc.
    pub docs: Vec<String>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name in the model.
    pub name: String,
    /// The marker type of the operation.
    pub marker: Symbol,
    /// The fluent builder.
    pub fluent: Symbol,
    /// The error type.
    pub error: Symbol,
    /// The prefix of its other type names.
    pub symbol: Symbol,
    /// The module, and the method of the client.
    pub module: Symbol,
    /// The input.
    pub input: Struct,
    /// The output.
    pub output: Struct,
    /// The errors that the operation declares, in model order: types in `types::error`.
    pub errors: Vec<Symbol>,
    /// The traits.
    pub traits: Vec<Trait>,
    /// The fields for pagination, if the operation is paginated.
    pub pages: Option<Pages>,
    /// The waiters that poll this operation, sorted by name.
    pub waiters: Vec<Waiter>,
    /// The documentation.
    pub prose: Prose,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
    /// The lines of an example.
    pub example: Vec<String>,
}

/// A type in the module `types`.
#[derive(Clone, Debug)]
pub enum Type {
    /// a structure
    Struct(Struct),
    /// a union
    Union(Union),
    /// an enum of strings
    Enum(Enum),
}

impl Type {
    /// The name.
    pub fn symbol(&self) -> &Symbol {
        match self {
            Type::Struct(it) => &it.symbol,
            Type::Union(it) => &it.symbol,
            Type::Enum(it) => &it.symbol,
        }
    }

    /// The module.
    pub fn module(&self) -> &Symbol {
        match self {
            Type::Struct(it) => &it.module,
            Type::Union(it) => &it.module,
            Type::Enum(it) => &it.module,
        }
    }
}

/// A structure.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The name.
    pub symbol: Symbol,
    /// The module.
    pub module: Symbol,
    /// The builder.
    pub builder: Symbol,
    /// The schema table. The table of an input or output is in the operation's module, others are in `schema`.
    pub table: Table,
    /// The fields, in the order of the table's members.
    pub fields: Vec<Field>,
    /// The documentation.
    pub prose: Prose,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

impl Struct {
    /// Whether a field is a stream. Streams can be neither cloned nor compared.
    pub fn streams(&self) -> bool {
        let is_events = |ty: &RustType| matches!(ty, RustType::Receiver(..) | RustType::Sender(..));
        self.streams_blob() || self.fields.iter().any(|it| is_events(&it.ty))
    }

    /// Whether a field is a streaming blob.
    pub fn streams_blob(&self) -> bool {
        self.fields.iter().any(|it| it.ty == RustType::Primitive("ByteStream"))
    }
}

/// A field of a structure.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name.
    pub symbol: Symbol,
    /// The setter that takes an `Option`.
    pub setter: Symbol,
    /// The type, without `Option` and `Box`.
    pub ty: RustType,
    /// Whether the value may be missing.
    pub need: Need,
    /// Whether the field closes a reference cycle and is boxed.
    pub boxed: bool,
    /// The documentation as lines of rustdoc, constraints included.
    pub docs: Vec<String>,
    /// The first sentence of the documentation, for getters and setters.
    pub summary: String,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The name.
    pub symbol: Symbol,
    /// The module.
    pub module: Symbol,
    /// The name of the pattern's static in `schema`.
    pub table: Symbol,
    /// The variants, in the order of the table's members.
    pub variants: Vec<Variant>,
    /// The documentation.
    pub prose: Prose,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The name.
    pub symbol: Symbol,
    /// The predicate, such as `is_value`.
    pub is: Symbol,
    /// The accessor, such as `as_value`.
    pub accessor: Symbol,
    /// The type of the value, without `Box`.
    pub ty: RustType,
    /// Whether the value closes a reference cycle and is boxed.
    pub boxed: bool,
    /// The documentation as lines of rustdoc.
    pub docs: Vec<String>,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

/// An enum of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The absolute shape ID.
    pub id: String,
    /// The name.
    pub symbol: Symbol,
    /// The module.
    pub module: Symbol,
    /// The variants, in model order.
    pub variants: Vec<EnumVariant>,
    /// The documentation.
    pub prose: Prose,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// The name.
    pub symbol: Symbol,
    /// The string on the wire.
    pub value: String,
    /// The documentation as lines of rustdoc.
    pub docs: Vec<String>,
    /// The deprecation note.
    pub deprecated: Option<Deprecated>,
}

/// The note of a `deprecated` trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The message, and since when the shape is deprecated. May be empty.
    pub note: String,
}

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The name of the pattern's static in `schema`.
    pub symbol: Symbol,
    /// The expression.
    pub source: String,
    /// The expression as a tree, if the pattern engine supports it.
    pub tree: Option<Tree>,
}
