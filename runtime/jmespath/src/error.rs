//! What is wrong with an expression, or with the values that it is evaluated over.

use std::fmt;

use crate::value::Kind;

/// A text is not a JMESPath expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, without the place: ``unexpected `]` ``.
    pub(crate) problem: String,
    /// The character at which it is, counted from 1.
    pub(crate) character: usize,
    /// What would be right: `expected an expression`.
    pub(crate) expected: String,
    /// The name of a function that does not exist.
    pub(crate) unknown_function: Option<String>,
}

impl ParseError {
    #[inline]
    pub(crate) fn new(problem: impl Into<String>, character: usize, expected: impl Into<String>) -> Self {
        Self { problem: problem.into(), character, expected: expected.into(), unknown_function: None }
    }

    /// The character of the expression at which the mistake is, counted from 1.
    #[inline]
    pub fn character(&self) -> usize {
        self.character
    }

    /// The name of the function that the expression calls and that does not exist, if that is the
    /// mistake.
    #[inline]
    pub fn unknown_function(&self) -> Option<&str> {
        self.unknown_function.as_deref()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}", self.problem, self.character)?;
        if !self.expected.is_empty() {
            write!(f, ": {}", self.expected)?;
        }
        Ok(())
    }
}

impl std::error::Error for ParseError {}

/// A function cannot be called with what an expression gives it. The message has types and no
/// values, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeError {
    /// An argument, or an element of it, has another type than the function takes.
    Argument {
        /// the function
        function: &'static str,
        /// the types that it takes
        expected: &'static str,
        /// the type that it was given
        found: Kind,
    },
    /// The table of functions lacks this one.
    NoFunction(String),
}

impl fmt::Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument { function, expected, found } => {
                write!(f, "invalid type for `{function}`: expected {expected}, found {}", found.name())
            }
            Self::NoFunction(name) => write!(f, "the function `{name}` is not supported here"),
        }
    }
}

impl std::error::Error for TypeError {}

/// The result of an evaluation.
pub(crate) type Found<V> = Result<V, TypeError>;
