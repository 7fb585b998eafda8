//! Waiters of an operation, as tables: how often it is polled, and what an answer means.
//!
//! See <https://smithy.io/2.0/additional-specs/waiters.html>.

/// Something that can be waited for by polling an operation.
#[derive(Debug)]
pub struct Waiter {
    /// The name, such as `UserExists`.
    pub name: &'static str,
    /// What is waited for, in a sentence.
    pub about: &'static str,
    /// The shortest pause between two polls, in seconds, from 1.
    pub min_delay: u32,
    /// The longest pause, in seconds.
    pub max_delay: u32,
    /// What answers mean. The first that matches decides.
    pub acceptors: &'static [Acceptor],
}

/// What an answer means.
#[derive(Debug)]
pub struct Acceptor {
    /// What becomes of the wait.
    pub state: State,
    /// Which answers.
    pub matcher: Matcher,
}

/// What becomes of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What was waited for is there.
    Success,
    /// It never will be.
    Failure,
    /// It may still come.
    Retry,
}

/// Which answers an acceptor matches.
#[derive(Debug)]
pub enum Matcher {
    /// those of success, or else those of failure
    Success(bool),
    /// errors of this shape's name or of this code
    ErrorType(&'static str),
    /// outputs in which the path, here first as the model has it, leads to what is expected
    Output(&'static str, Path, Expected),
    /// the same in an object of `input` and `output`
    InputOutput(&'static str, Path, Expected),
}

/// What a path has to lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// this string
    Is(&'static str),
    /// this boolean
    Truth(bool),
    /// a list of at least one, and all of them this string
    AllAre(&'static str),
    /// a list with this string in it
    AnyIs(&'static str),
}

/// A JMESPath expression (<https://jmespath.org/specification.html>).
#[derive(Debug)]
pub enum Path {
    /// `@`: the value itself
    Current,
    /// `a`: the member of this name
    Field(&'static str),
    /// `[1]`: the element of this index; of a negative one, from the end
    Index(i32),
    /// a value that is written out
    Literal(Literal),
    /// `a.b` and `a | b`: the second, of the value of the first
    Then(&'static Path, &'static Path),
    /// `a[*].b`: the second, of each element of the first
    Each(&'static Path, &'static Path),
    /// `a.*.b`: the second, of each value of the object that the first gives
    EachValue(&'static Path, &'static Path),
    /// `a[]`: the elements, those that are lists taken apart
    Flatten(&'static Path),
    /// `a[?b]`: the elements of the first for which the second is true
    Filter(&'static Path, &'static Path),
    /// `[a, b]`: a list of these
    Pick(&'static [Path]),
    /// `a == b`
    Compare(Comparison, &'static Path, &'static Path),
    /// `a && b`
    And(&'static Path, &'static Path),
    /// `a || b`
    Or(&'static Path, &'static Path),
    /// `!a`
    Not(&'static Path),
    /// `f(a, b)`
    Call(Function, &'static [Path]),
}

/// A value that is written out in a path.
#[derive(Debug)]
pub enum Literal {
    /// null
    Null,
    /// true or false
    Boolean(bool),
    /// a number
    Number(f64),
    /// a string
    Text(&'static str),
    /// a list
    List(&'static [Literal]),
}

/// How two values are compared. Only numbers are less or greater.
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

/// A function of JMESPath (<https://jmespath.org/specification.html#built-in-functions>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `contains`
    Contains,
    /// `ends_with`
    EndsWith,
    /// `keys`
    Keys,
    /// `length`
    Length,
    /// `not_null`
    NotNull,
    /// `starts_with`
    StartsWith,
    /// `values`
    Values,
}
