//! The source from which a loader reads a service's tables.

use std::borrow::Cow;
use std::fmt;

use crate::description::{
    Description, Operation, Pattern, PatternRef, Rules, Service, Shape, ShapeRef, Text, Waiter, WaiterRef,
};

/// A service whose tables are read one by one when they are needed.
pub trait Source: Send + Sync {
    /// The string with this number.
    fn text(&self, text: Text) -> Result<&str, Broken>;

    /// The data that all operations share.
    fn service(&self) -> Result<Cow<'_, Service>, Broken>;

    /// The endpoint rules.
    fn rules(&self) -> Result<Option<Cow<'_, Rules>>, Broken>;

    /// The number of operations.
    fn operation_count(&self) -> usize;

    /// The name of the operation at this index. Operations are sorted by name.
    fn operation_name(&self, index: usize) -> Result<&str, Broken>;

    /// The operation at this index.
    fn operation(&self, index: usize) -> Result<Cow<'_, Operation>, Broken>;

    /// The shape with this number.
    fn shape(&self, shape: ShapeRef) -> Result<Cow<'_, Shape>, Broken>;

    /// The pattern with this number.
    fn pattern(&self, pattern: PatternRef) -> Result<Cow<'_, Pattern>, Broken>;

    /// The waiter with this number.
    fn waiter(&self, waiter: WaiterRef) -> Result<Cow<'_, Waiter>, Broken>;

    /// The documentation with this id: a shape id, followed by `$` and a name for a member, and by `%example` for an
    /// operation's example.
    fn doc(&self, id: &str) -> Result<Option<&str>, Broken>;

    /// All documentation, sorted by id.
    fn docs(&self) -> Result<Cow<'_, [(String, String)]>, Broken>;
}

/// The error of tables that are damaged or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    message: String,
}

impl Broken {
    /// Creates an error for tables that are damaged in this way.
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: format!("damaged tables: {message}") }
    }

    /// Creates an error for tables that cannot be read at all.
    pub fn unreadable(message: impl fmt::Display) -> Self {
        Self { message: message.to_string() }
    }

    /// Creates an error for a number without an item.
    pub fn missing(kind: &str, number: impl fmt::Display) -> Self {
        Self::new(format!("unknown {kind} {number}"))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Broken {}

/// Returns the item with a number, borrowed.
fn at<'a, T: Clone>(items: &'a [T], kind: &str, number: u32) -> Result<Cow<'a, T>, Broken> {
    let item = usize::try_from(number).ok().and_then(|index| items.get(index));
    item.map(Cow::Borrowed).ok_or_else(|| Broken::missing(kind, number))
}

impl Source for Description {
    fn text(&self, text: Text) -> Result<&str, Broken> {
        self.strings.get(text).ok_or_else(|| Broken::missing("text", text.0))
    }

    fn service(&self) -> Result<Cow<'_, Service>, Broken> {
        Ok(Cow::Borrowed(&self.service))
    }

    fn rules(&self) -> Result<Option<Cow<'_, Rules>>, Broken> {
        Ok(self.rules.as_ref().map(Cow::Borrowed))
    }

    fn operation_count(&self) -> usize {
        self.operations.len()
    }

    fn operation_name(&self, index: usize) -> Result<&str, Broken> {
        let operation = self.operations.get(index).ok_or_else(|| Broken::missing("operation", index))?;
        self.text(operation.name)
    }

    fn operation(&self, index: usize) -> Result<Cow<'_, Operation>, Broken> {
        self.operations.get(index).map(Cow::Borrowed).ok_or_else(|| Broken::missing("operation", index))
    }

    fn shape(&self, shape: ShapeRef) -> Result<Cow<'_, Shape>, Broken> {
        at(&self.shapes, "shape", shape.0)
    }

    fn pattern(&self, pattern: PatternRef) -> Result<Cow<'_, Pattern>, Broken> {
        at(&self.patterns, "pattern", pattern.0)
    }

    fn waiter(&self, waiter: WaiterRef) -> Result<Cow<'_, Waiter>, Broken> {
        at(&self.waiters, "waiter", waiter.0)
    }

    fn doc(&self, id: &str) -> Result<Option<&str>, Broken> {
        let found = self.docs.binary_search_by(|(other, _)| other.as_str().cmp(id)).ok();
        Ok(found.and_then(|index| self.docs.get(index)).map(|(_, text)| text.as_str()))
    }

    fn docs(&self) -> Result<Cow<'_, [(String, String)]>, Broken> {
        Ok(Cow::Borrowed(&self.docs))
    }
}
