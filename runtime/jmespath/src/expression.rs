//! The tree of an expression.

/// An expression over values of the type `V`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expression<V> {
    /// `@`: the current value.
    Current,
    /// `a`: the field with this name.
    Field(String),
    /// `[1]`: the element at this index. A negative index counts from the end.
    Index(i64),
    /// `[0:9:2]`: the elements from the first index to before the second, in steps of the third.
    Slice(Option<i64>, Option<i64>, i64),
    /// A literal value.
    Literal(V),
    /// `a.b` and `a | b`: the second, applied to the result of the first.
    Then(Box<Expression<V>>, Box<Expression<V>>),
    /// `a[*].b`: the second, applied to each element of the first.
    Each(Box<Expression<V>>, Box<Expression<V>>),
    /// `a.*.b`: the second, applied to the value of each field of the first.
    EachValue(Box<Expression<V>>, Box<Expression<V>>),
    /// `a[]`: the elements, with nested arrays flattened one level.
    Flatten(Box<Expression<V>>),
    /// `a[?b]`: the elements of the first for which the second is true.
    Filter(Box<Expression<V>>, Box<Expression<V>>),
    /// `[a, b]`: an array of these values.
    Array(Vec<Expression<V>>),
    /// `{a: b}`: an object with these fields.
    Object(Vec<(String, Expression<V>)>),
    /// `a == b`
    Compare(Comparison, Box<Expression<V>>, Box<Expression<V>>),
    /// `a && b`
    And(Box<Expression<V>>, Box<Expression<V>>),
    /// `a || b`
    Or(Box<Expression<V>>, Box<Expression<V>>),
    /// `!a`
    Not(Box<Expression<V>>),
    /// `f(a, b)`: a function call with a valid number of arguments.
    Call(&'static str, Vec<Expression<V>>),
    /// `&a`: the expression itself, as the argument of a function.
    Reference(Box<Expression<V>>),
}

/// A comparison operator. Only two numbers or two strings can be less or greater; for others, the result is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl<V> Expression<V> {
    /// The depth of the tree.
    pub(crate) fn depth(&self) -> usize {
        let pair = |left: &Self, right: &Self| left.depth().max(right.depth());
        let below = match self {
            Self::Current | Self::Field(_) | Self::Index(_) | Self::Slice(..) | Self::Literal(_) => 0,
            Self::Then(left, right)
            | Self::Each(left, right)
            | Self::EachValue(left, right)
            | Self::Filter(left, right)
            | Self::Compare(_, left, right)
            | Self::And(left, right)
            | Self::Or(left, right) => pair(left, right),
            Self::Flatten(inner) | Self::Not(inner) | Self::Reference(inner) => inner.depth(),
            Self::Array(all) | Self::Call(_, all) => all.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Object(fields) => fields.iter().map(|(_, it)| it.depth()).max().unwrap_or_default(),
        };
        below + 1
    }
}
