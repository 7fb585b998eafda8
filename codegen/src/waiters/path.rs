//! JMESPath expressions as the nodes that the runtime's table has.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Path {
    /// the value itself
    Current,
    /// the member of this name
    Field(String),
    /// the element of this index; of a negative one, from the end
    Index(i32),
    /// a value that is written out
    Literal(Literal),
    /// the second, of the value of the first
    Then(Box<Path>, Box<Path>),
    /// the second, of each element of the first
    Each(Box<Path>, Box<Path>),
    /// the second, of each value of the object that the first gives
    EachValue(Box<Path>, Box<Path>),
    /// the elements, those that are lists taken apart
    Flatten(Box<Path>),
    /// the elements of the first for which the second holds
    Filter(Box<Path>, Box<Path>),
    /// a list of these
    Pick(Vec<Path>),
    /// a comparison, by the variant of the runtime's `Comparison`
    Compare(&'static str, Box<Path>, Box<Path>),
    /// the first if it is false, else the second
    And(Box<Path>, Box<Path>),
    /// the first unless it is false, else the second
    Or(Box<Path>, Box<Path>),
    /// the opposite
    Not(Box<Path>),
    /// the value of a function, by the variant of the runtime's `Function`
    Call(&'static str, Vec<Path>),
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// null
    Null,
    /// true or false
    Boolean(bool),
    /// a number
    Number(f64),
    /// a text
    Text(String),
    /// a list
    List(Vec<Literal>),
}

/// Why there are no nodes of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// What is wrong, and at which character.
    pub message: String,
    /// Whether it is not a JMESPath at all.
    pub is_malformed: bool,
}

impl PathError {
    pub(super) fn malformed(column: usize, message: impl Into<String>) -> Self {
        Self { message: format!("{} (at character {column})", message.into()), is_malformed: true }
    }

    pub(super) fn unsupported(column: usize, what: impl Into<String>) -> Self {
        Self { is_malformed: false, ..Self::malformed(column, what) }
    }
}
