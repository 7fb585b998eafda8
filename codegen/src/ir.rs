//! The service as Rust: every name, type and word of documentation decided.
//!
//! [`resolve`] reads a valid, transformed model once. Nothing after it looks a shape id up, and
//! what emits code has nothing left to decide, so it cannot fail.

mod case;
mod constraints;
mod docs;
mod example;
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
pub use krate::{CommandsCrate, CrateInfo};
pub use pages::{Pages, Step};
pub use resolve::resolve;
pub use symbols::{Symbol, predicate};
pub use tables::{Table, TableKind, TableMember};
pub use trait_values::{Datum, DefaultValue, Trait};
pub use waiters::Waiter;

/// The protocols of which clients can be generated.
///
/// In the order in which AWS's clients prefer them where a service speaks several.
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

/// A service and all that its crate holds.
#[derive(Clone, Debug)]
pub struct Service {
    /// The package.
    pub krate: Crate,
    /// The absolute shape id.
    pub id: String,
    /// The API version.
    pub version: String,
    /// The name by which SDKs call it.
    pub sdk_id: String,
    /// The leading label of its host names at AWS; empty if the service is not one of AWS.
    pub endpoint_prefix: String,
    /// Its name in a signature's scope.
    pub signing_name: String,
    /// Its name for people.
    pub title: String,
    /// The protocol that is spoken, the best of those it declares.
    pub protocol: Protocol,
    /// The rules by which its endpoint is found.
    pub endpoint_rules: Option<Rules>,
    /// What the service's traits say.
    pub traits: Vec<Trait>,
    /// The parameters of endpoint rules that a client is configured with, unless all clients have them.
    pub client_params: Vec<ClientParam>,
    /// The operations, ordered by name.
    pub operations: Vec<Operation>,
    /// The structures, unions and enums that are no input, output or error, ordered by name.
    pub types: Vec<Type>,
    /// The error structures, ordered by name.
    pub errors: Vec<Struct>,
    /// The tables of all shapes but inputs and outputs, ordered by name.
    pub tables: Vec<Table>,
    /// The patterns of all traits, each once.
    pub patterns: Vec<Pattern>,
    /// The documentation of shapes, and of members with `$`, ordered by id.
    pub docs: Vec<(String, String)>,
    /// What the documentation of the crate says of the service.
    pub prose: Prose,
}

impl Service {
    /// The event streams of the operations: the types of events and of the errors among them, each once,
    /// ordered by name.
    pub fn event_streams(&self) -> BTreeSet<(&Symbol, &Symbol)> {
        let fields = self.operations.iter().flat_map(|it| it.input.fields.iter().chain(&it.output.fields));
        let streams = fields.filter_map(|field| match &field.ty {
            RustType::Receiver(events, errors) | RustType::Sender(events, errors) => Some((events, errors)),
            _ => None,
        });
        streams.collect()
    }

    /// Whether a blob streams, in either direction.
    pub fn streams_blobs(&self) -> bool {
        self.operations.iter().any(|it| it.input.streams_blob() || it.output.streams_blob())
    }

    /// Whether anything can be waited for.
    pub fn has_waiters(&self) -> bool {
        self.operations.iter().any(|operation| !operation.waiters.is_empty())
    }
}

/// A parameter of endpoint rules that a client is configured with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientParam {
    /// The method that sets it.
    pub method: Symbol,
    /// Its name in the rules.
    pub name: String,
    /// The Rust type of its value.
    pub ty: &'static str,
    /// Its documentation as lines of rustdoc.
    pub docs: Vec<String>,
}

/// The package.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its name, with dashes.
    pub name: String,
    /// Its name in Rust paths, with underscores.
    pub module: String,
    /// Its version.
    pub version: String,
    /// One line about it.
    pub description: String,
    /// The path to the runtime.
    pub runtime_path: String,
    /// Whether the service is one of AWS, whose clients also take the configuration of the official crates.
    pub is_of_aws: bool,
    /// The path to what provides credentials.
    pub credentials_path: Option<String>,
    /// The path to the command line.
    pub cli_path: Option<String>,
    /// The crate with the commands of this service alone.
    pub commands: Option<CommandsCrate>,
    /// The name of the command.
    pub program: String,
    /// The features of the runtime that its operations need.
    pub features: Vec<&'static str>,
    /// Whether the service has its streams of events over HTTP/2 alone.
    pub needs_http2: bool,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name in the model.
    pub name: String,
    /// The type that stands for it.
    pub marker: Symbol,
    /// The fluent call.
    pub fluent: Symbol,
    /// What it fails with.
    pub error: Symbol,
    /// What the names of its other types begin with.
    pub symbol: Symbol,
    /// Its module, and the method of the client.
    pub module: Symbol,
    /// What it takes.
    pub input: Struct,
    /// What it answers.
    pub output: Struct,
    /// The errors it answers with, in the order of its model: the types in `types::error`.
    pub errors: Vec<Symbol>,
    /// Its traits.
    pub traits: Vec<Trait>,
    /// How its answers make pages.
    pub pages: Option<Pages>,
    /// What can be waited for by polling it, ordered by name.
    pub waiters: Vec<Waiter>,
    /// Its documentation.
    pub prose: Prose,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// The lines of an example.
    pub example: Vec<String>,
}

/// A type of the module `types`.
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
    /// Its name.
    pub fn symbol(&self) -> &Symbol {
        match self {
            Type::Struct(it) => &it.symbol,
            Type::Union(it) => &it.symbol,
            Type::Enum(it) => &it.symbol,
        }
    }

    /// Its module.
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
    /// Its name.
    pub symbol: Symbol,
    /// Its module.
    pub module: Symbol,
    /// Its builder.
    pub builder: Symbol,
    /// Its table. That of an input or output stands with its operation, others in `schema`.
    pub table: Table,
    /// Its fields, in the order of the table's members.
    pub fields: Vec<Field>,
    /// Its documentation.
    pub prose: Prose,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

impl Struct {
    /// Whether one of its fields is a stream, which can be neither copied nor compared.
    pub fn streams(&self) -> bool {
        let is_events = |ty: &RustType| matches!(ty, RustType::Receiver(..) | RustType::Sender(..));
        self.streams_blob() || self.fields.iter().any(|it| is_events(&it.ty))
    }

    /// Whether one of its fields is a streaming blob.
    pub fn streams_blob(&self) -> bool {
        self.fields.iter().any(|it| it.ty == RustType::Primitive("ByteStream"))
    }
}

/// A field of a structure.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub symbol: Symbol,
    /// The setter that takes an `Option`.
    pub setter: Symbol,
    /// Its type, without `Option` and `Box`.
    pub ty: RustType,
    /// Whether a value may be missing.
    pub need: Need,
    /// Whether it closes a cycle and is boxed.
    pub boxed: bool,
    /// Its documentation, constraints included, as lines of rustdoc.
    pub docs: Vec<String>,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

/// Whether a field always has a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// It is an `Option`.
    Optional,
    /// It must be set.
    Required,
    /// It has this value if it is not set.
    Default(DefaultValue),
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq)]
pub enum RustType {
    /// a type that is copied, such as `bool` or `i32`
    Copy(&'static str),
    /// `String`
    String,
    /// a type of the module `primitives`, such as `Blob`
    Primitive(&'static str),
    /// a type of the module `types`
    Named(Symbol),
    /// a type of the module `types::error`
    Error(Symbol),
    /// the events that a service sends, by the types of the events and of the errors among them
    Receiver(Symbol, Symbol),
    /// the events that a program sends, likewise
    Sender(Symbol, Symbol),
    /// the value of a member that targets `smithy.api#Unit`
    Unit,
    /// `Vec`
    List(Box<RustType>),
    /// `HashMap`
    Map(Box<RustType>, Box<RustType>),
    /// `Option`, of an element of a sparse list or map
    Option(Box<RustType>),
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub symbol: Symbol,
    /// Its module.
    pub module: Symbol,
    /// The name of its table in `schema`.
    pub table: Symbol,
    /// Its variants, in the order of the table's members.
    pub variants: Vec<Variant>,
    /// Its documentation.
    pub prose: Prose,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub symbol: Symbol,
    /// Its predicate.
    pub is: Symbol,
    /// Its accessor.
    pub accessor: Symbol,
    /// The type of its value, without `Box`.
    pub ty: RustType,
    /// Whether the value closes a cycle and is boxed.
    pub boxed: bool,
    /// Its documentation as lines of rustdoc.
    pub docs: Vec<String>,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

/// An enum of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The absolute shape id.
    pub id: String,
    /// Its name.
    pub symbol: Symbol,
    /// Its module.
    pub module: Symbol,
    /// Its variants in the order of the model.
    pub variants: Vec<EnumVariant>,
    /// Its documentation.
    pub prose: Prose,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// Its name.
    pub symbol: Symbol,
    /// The text on the wire.
    pub value: String,
    /// Its documentation as lines of rustdoc.
    pub docs: Vec<String>,
    /// Why not to use it any more.
    pub deprecated: Option<Deprecated>,
}

/// The note of a `deprecated` trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// What to do instead and since when, possibly empty.
    pub note: String,
}

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The name of its table in `schema`.
    pub symbol: Symbol,
    /// The expression.
    pub source: String,
    /// The same as a tree, if that can be.
    pub tree: Option<Tree>,
}
