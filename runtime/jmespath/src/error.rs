//! Errors of parsing and evaluating expressions.

use std::fmt;

use crate::value::Kind;

/// The error of a text that is not a valid JMESPath expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The problem, without its position: ``unexpected `]` ``.
    pub(crate) problem: String,
    /// The position in characters, counted from 1.
    pub(crate) character: usize,
    /// What was expected: `expected an expression`.
    pub(crate) expected: String,
    /// The name of an unknown function.
    pub(crate) unknown_function: Option<String>,
}

impl ParseError {
    #[inline]
    pub(crate) fn new(problem: impl Into<String>, character: usize, expected: impl Into<String>) -> Self {
        Self { problem: problem.into(), character, expected: expected.into(), unknown_function: None }
    }

    /// The position of the error in the expression, in characters, counted from 1.
    #[inline]
    pub fn character(&self) -> usize {
        self.character
    }

    /// The name of the unknown function that the expression calls, if that is the error.
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

/// The error of a function called with arguments of the wrong type. The message contains types but no values, which may
/// be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeError {
    /// An argument, or an element of it, has another type than the function accepts.
    Argument {
        /// The name of the function.
        function: &'static str,
        /// The accepted types.
        expected: &'static str,
        /// The actual type.
        found: Kind,
    },
    /// The function is not in the table.
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
