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
    /// outputs in which a JMESPath expression finds what is expected
    Output(&'static str, Expected),
    /// the same in an object with the fields `input` and `output`
    InputOutput(&'static str, Expected),
}

/// What a JMESPath expression has to find.
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
