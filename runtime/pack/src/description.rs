//! The description of a service: its tables as plain data.
//!
//! Every text is kept once, in [`Description::strings`], and referred to by number; so are shapes,
//! patterns and waiters. What is a tree (patterns, expressions of endpoint rules) is a list of nodes in
//! which a node refers only to nodes before it, so that reading one needs no recursion.
//!
//! Names of flags, functions and variants are those of the runtime's types: `Required` is
//! `schema::Trait::Required`. A loader rejects a name that it does not know.

mod endpoint;
mod pattern;
mod waiter;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

pub use endpoint::{Condition, Expr, Outcome, Parameter, Rules};
pub use pattern::{Pattern, PatternNode};
pub use waiter::{Acceptor, Expected, Matcher, Waiter};

/// A text, by its number in [`Description::strings`].
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

/// A service and all its tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Every text, once.
    pub strings: Strings,
    /// The service itself.
    pub service: Service,
    /// The rules by which its endpoint is found.
    pub rules: Option<Rules>,
    /// The operations, ordered by name.
    pub operations: Vec<Operation>,
    /// The shapes.
    pub shapes: Vec<Shape>,
    /// The patterns of all traits, each once.
    pub patterns: Vec<Pattern>,
    /// The waiters of all operations.
    pub waiters: Vec<Waiter>,
    /// Documentation by shape id, or by id, `$` and member name; ordered by id.
    pub docs: Vec<(String, String)>,
}

/// What every operation of a service shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The absolute shape id.
    pub id: Text,
    /// The API version.
    pub version: Text,
    /// The name by which SDKs call it.
    pub sdk_id: Text,
    /// The leading label of its host names.
    pub endpoint_prefix: Text,
    /// Its name in a signature's scope.
    pub signing_name: Text,
    /// Its name for people.
    pub title: Text,
    /// The trait that declares its protocol, such as `aws.protocols#awsQuery`.
    pub protocol: Text,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its name in the model.
    pub name: Text,
    /// The structure that it takes.
    pub input: ShapeRef,
    /// The structure that it returns.
    pub output: ShapeRef,
    /// Its errors, in the order of the model.
    pub errors: Vec<ShapeRef>,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// The absolute shape id.
    pub id: Text,
    /// What kind of shape it is.
    pub kind: Kind,
    /// Its members in model order.
    pub members: Vec<Member>,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// What kind of shape a [`Shape`] is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// a simple shape, by the name of the runtime's `Kind`
    Simple(Text),
    /// an enum, by its values
    Enum(Vec<Text>),
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

/// A member of a shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its name in the model.
    pub name: Text,
    /// The shape that it targets.
    pub target: ShapeRef,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// A trait of a shape, member, operation or service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Trait {
    /// one without a value, by its name in the runtime
    Flag(Text),
    /// one whose value is a text, by its name in the runtime
    Text(Text, Text),
    /// one whose value is true or false, by its name in the runtime
    Truth(Text, bool),
    /// `default`
    Default(DefaultValue),
    /// `length`: least and most
    Length(u64, u64),
    /// `pattern`
    Pattern(PatternRef),
    /// `range`: least and most
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
        /// the input member that takes the token
        input_token: Text,
        /// path to the token in the output
        output_token: Text,
        /// path to the results in the output
        items: Option<Text>,
        /// the input member that limits a page
        page_size: Option<Text>,
    },
    /// `waitable`
    Waitable(Vec<WaiterRef>),
    /// one whose value is a record of plain data, by its name in the runtime
    Record(Text, Vec<(Text, Datum)>),
    /// `operationContextParams`: parameters with JMESPath expressions
    OperationContextParams(Vec<(Text, Text)>),
}

/// A value in a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Datum {
    /// true or false
    Flag(bool),
    /// a text
    Text(Text),
    /// texts
    Texts(Vec<Text>),
}

/// The value of a `default` trait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DefaultValue {
    /// true or false
    Boolean(bool),
    /// a whole number
    Integer(i64),
    /// a number with a fraction
    Double(f64),
    /// a text
    String(Text),
    /// an empty list
    EmptyList,
    /// an empty map
    EmptyMap,
}

/// Texts by number, each once.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    texts: Vec<String>,
    numbers: HashMap<String, Text>,
}

impl Strings {
    /// The number of a text, which is added if it is new.
    pub fn add(&mut self, text: &str) -> Text {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        // A model of four billion texts does not fit into memory.
        let number = Text(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The text of a number.
    pub fn get(&self, text: Text) -> Option<&str> {
        self.texts.get(usize::try_from(text.0).ok()?).map(String::as_str)
    }

    /// All texts, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}

impl PartialEq for Strings {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}
