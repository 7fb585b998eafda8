//! The keywords that start a statement.

use crate::model::shape_types::{AGGREGATE, OTHER, SIMPLE};

/// The keywords that start a statement, apart from types.
pub(super) const STATEMENTS: &[&str] = &["apply", "use", "metadata", "namespace"];

/// Whether a word starts a statement.
pub(super) fn is_keyword(word: &str) -> bool {
    is_type(word) || STATEMENTS.contains(&word)
}

/// Whether a word starts the definition of a shape.
pub(super) fn is_type(word: &str) -> bool {
    [SIMPLE, AGGREGATE, OTHER].iter().any(|words| words.contains(&word))
}
