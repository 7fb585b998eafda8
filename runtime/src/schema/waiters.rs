//! Waiters of an operation, as tables: how often to poll, and what each response means.
//!
//! See <https://smithy.io/2.0/additional-specs/waiters.html>.

/// A waiter, which polls an operation.
#[derive(Debug)]
pub struct Waiter {
    /// The name, such as `UserExists`.
    pub name: &'static str,
    /// A sentence that describes the waiter.
    pub about: &'static str,
    /// The shortest pause between two polls in seconds, at least 1.
    pub min_delay: u32,
    /// The longest pause between two polls in seconds.
    pub max_delay: u32,
    /// The acceptors. The first one that matches a response decides.
    pub acceptors: &'static [Acceptor],
}

/// The meaning of certain responses.
#[derive(Debug)]
pub struct Acceptor {
    /// The state that the responses lead to.
    pub state: State,
    /// The responses that match.
    pub matcher: Matcher,
}

/// The state of a wait after a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The wait succeeded.
    Success,
    /// The wait failed.
    Failure,
    /// The wait continues.
    Retry,
}

/// The responses that an acceptor matches.
#[derive(Debug)]
pub enum Matcher {
    /// Responses that succeed or, with false, that fail.
    Success(bool),
    /// Errors with this shape name or code.
    ErrorType(&'static str),
    /// Outputs for which a JMESPath expression gives the expected value.
    Output(&'static str, Expected),
    /// Like `Output`, but for an object with the fields `input` and `output`.
    InputOutput(&'static str, Expected),
}

/// The expected value of a JMESPath expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This string.
    Is(&'static str),
    /// This boolean.
    Truth(bool),
    /// A list with at least one element, all of which are this string.
    AllAre(&'static str),
    /// A list that contains this string.
    AnyIs(&'static str),
}
