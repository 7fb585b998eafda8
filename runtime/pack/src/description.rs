//! The description of a service: its tables as plain data.
//!
//! All strings are stored once, in [`Description::strings`], and referred to by number, as are shapes, patterns and
//! waiters. Trees (patterns, expressions of endpoint rules) are lists of nodes in which a node refers only to nodes
//! before it, so reading them needs no recursion.
//!
//! Names of flags, functions and variants are those of the runtime's types: `Required` is `schema::Trait::Required`. A
//! loader rejects unknown names.

mod endpoint;
mod pattern;
mod waiter;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

pub use endpoint::{Condition, Expr, Outcome, Parameter, Rules};
pub use pattern::{Pattern, PatternNode};
pub use waiter::{Acceptor, Expected, Matcher, Waiter};

/// A string, by its number in [`Description::strings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text(pub u32);

/// A node of a tree, by its number in the list of the tree's nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRef(pub u32);

/// A shape, by its number in [`Description::shapes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ShapeRef(pub u32);

/// A pattern, by its number in [`Description::patterns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PatternRef(pub u32);

/// A waiter, by its number in [`Description::waiters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WaiterRef(pub u32);

/// A service with all its tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// All strings, without duplicates.
    pub strings: Strings,
    /// The service.
    pub service: Service,
    /// The endpoint rules.
    pub rules: Option<Rules>,
    /// The operations, sorted by name.
    pub operations: Vec<Operation>,
    /// The shapes.
    pub shapes: Vec<Shape>,
    /// The patterns of all traits, without duplicates.
    pub patterns: Vec<Pattern>,
    /// The waiters of all operations.
    pub waiters: Vec<Waiter>,
    /// Documentation by shape id, or by id, `$` and member name, sorted by id.
    pub docs: Vec<(String, String)>,
}

/// The data that all operations of a service share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The absolute shape id.
    pub id: Text,
    /// The API version.
    pub version: Text,
    /// The name that SDKs use.
    pub sdk_id: Text,
    /// The first label of the host names.
    pub endpoint_prefix: Text,
    /// The name in a signature's scope.
    pub signing_name: Text,
    /// The full name.
    pub title: Text,
    /// The id of the protocol's trait, such as `aws.protocols#awsQuery`.
    pub protocol: Text,
    /// The traits.
    pub traits: Vec<Trait>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The name in the model.
    pub name: Text,
    /// The input structure.
    pub input: ShapeRef,
    /// The output structure.
    pub output: ShapeRef,
    /// The errors, in the order of the model.
    pub errors: Vec<ShapeRef>,
    /// The traits.
    pub traits: Vec<Trait>,
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// The absolute shape id.
    pub id: Text,
    /// The kind of the shape.
    pub kind: Kind,
    /// The members in model order.
    pub members: Vec<Member>,
    /// The traits.
    pub traits: Vec<Trait>,
}

/// The kind of a [`Shape`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// A simple shape, by the name of the runtime's `Kind`.
    Simple(Text),
    /// An enum with its values.
    Enum(Vec<Text>),
    /// An intEnum with its values.
    IntEnum(Vec<i32>),
    /// A list.
    List,
    /// A map.
    Map,
    /// A structure.
    Structure,
    /// A union.
    Union,
}

/// A member of a shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The name in the model.
    pub name: Text,
    /// The shape that the member targets.
    pub target: ShapeRef,
    /// The traits.
    pub traits: Vec<Trait>,
}

/// A trait of a shape, member, operation or service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Trait {
    /// A trait without a value, by its name in the runtime.
    Flag(Text),
    /// A trait with a string value, by its name in the runtime.
    Text(Text, Text),
    /// A trait with a boolean value, by its name in the runtime.
    Truth(Text, bool),
    /// `default`
    Default(DefaultValue),
    /// `length`: minimum and maximum.
    Length(u64, u64),
    /// `pattern`
    Pattern(PatternRef),
    /// `range`: minimum and maximum.
    Range(Option<f64>, Option<f64>),
    /// `httpError`
    HttpError(u16),
    /// `xmlNamespace`: URI and prefix
    XmlNamespace(Text, Text),
    /// `timestampFormat`, by its name in the runtime
    TimestampFormat(Text),
    /// `http`: method, URI pattern, status
    Http(Text, Text, u16),
    /// `requestCompression`
    RequestCompression(Vec<Text>),
    /// `paginated`
    Paginated {
        /// The input member for the token.
        input_token: Text,
        /// The path to the token in the output.
        output_token: Text,
        /// The path to the items in the output.
        items: Option<Text>,
        /// The input member that limits the page size.
        page_size: Option<Text>,
    },
    /// `waitable`
    Waitable(Vec<WaiterRef>),
    /// A trait whose value is a record of plain data, by its name in the runtime.
    Record(Text, Vec<(Text, Datum)>),
    /// `operationContextParams`: parameters with JMESPath expressions
    OperationContextParams(Vec<(Text, Text)>),
}

/// A value in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Datum {
    /// A boolean.
    Flag(bool),
    /// A string.
    Text(Text),
    /// An integer.
    Number(i64),
    /// A list of strings.
    Texts(Vec<Text>),
}

/// The value of a `default` trait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DefaultValue {
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Double(f64),
    /// A string.
    String(Text),
    /// An empty list.
    EmptyList,
    /// An empty map.
    EmptyMap,
}

/// Strings by number, without duplicates.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    texts: Vec<String>,
    numbers: HashMap<String, Text>,
}

impl Strings {
    /// Returns the number of a string, which is added if it is new.
    pub fn add(&mut self, text: &str) -> Text {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        // A model with four billion strings does not fit into memory.
        let number = Text(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The string with a number.
    pub fn get(&self, text: Text) -> Option<&str> {
        self.texts.get(usize::try_from(text.0).ok()?).map(String::as_str)
    }

    /// All strings, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}

impl PartialEq for Strings {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}
