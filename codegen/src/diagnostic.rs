//! Problems in the input, with enough detail for the user to fix them.
//!
//! Nothing in this crate prints or stops at the first error. Every stage collects [`Diagnostic`]s and returns them, and
//! the caller decides how to show them.

pub mod event;
mod nearest;
mod shorten;
mod snippet;

use std::collections::BTreeMap;
use std::fmt;

pub use nearest::{near_matches, nearest};
use shorten::shorten;
pub use snippet::render;

/// The severity of a diagnostic. An error stops generation, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The model cannot be used.
    Error,
    /// The model can be used, but something in it looks wrong.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// A place in a model file. Lines and columns start from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The name of the file, as passed to the loader.
    pub file: String,
    /// The line, starting from 1.
    pub line: usize,
    /// The column in bytes, starting from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A part of the definition of a shape or member, for its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The trait with this ID.
    Trait(String),
    /// A reference to the shape with this ID.
    Reference(String),
}

/// A problem: its kind, its place, and advice how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the problem stops generation.
    pub severity: Severity,
    /// The kind of problem: a constant in [`event`].
    pub event_id: &'static str,
    /// The shape or member, as `namespace#Name` or `namespace#Name$member`.
    pub shape_id: Option<String>,
    /// What the problem is about, if it is not the shape as a whole.
    pub part: Option<Part>,
    /// The place in a file, if known.
    pub location: Option<Location>,
    /// The message: one sentence.
    pub message: String,
    /// How to fix the problem, if known.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Creates an error of the kind `event_id`.
    pub fn error(event_id: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            event_id,
            shape_id: None,
            part: None,
            location: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Creates a warning of the kind `event_id`.
    pub fn warning(event_id: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(event_id, message) }
    }

    /// Sets the shape or member.
    #[must_use]
    pub fn on(mut self, shape_id: impl fmt::Display) -> Self {
        self.shape_id = Some(shape_id.to_string());
        self
    }

    /// Says that the problem is about a trait of the shape or member.
    #[must_use]
    pub fn of_trait(mut self, id: impl fmt::Display) -> Self {
        self.part = Some(Part::Trait(id.to_string()));
        self
    }

    /// Says that the problem is about a reference of the shape or member to another shape.
    #[must_use]
    pub fn of_reference(mut self, id: impl fmt::Display) -> Self {
        self.part = Some(Part::Reference(id.to_string()));
        self
    }

    /// Sets the place in a file. `None` leaves it unchanged.
    #[must_use]
    pub fn at(mut self, location: impl Into<Option<Location>>) -> Self {
        self.location = location.into().or(self.location);
        self
    }

    /// Sets the advice. `None` leaves it unchanged.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into().or(self.hint);
        self
    }
}

/// Overlong names are shortened.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: ", self.severity, self.event_id)?;
        if let Some(id) = &self.shape_id {
            write!(f, "{}: ", shorten(id))?;
        }
        f.write_str(&shorten(&self.message))?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  help: {}", shorten(hint))?;
        }
        Ok(())
    }
}

/// A list of diagnostics, in the order in which they were found unless [`Diagnostics::sort`] is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|d| d.severity == Severity::Error)
    }

    /// The warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|d| d.severity == Severity::Warning)
    }

    /// Whether there is at least one error.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The number of diagnostics.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Iterates over all diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Iterates over all diagnostics, to change them.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    /// All errors and the first few warnings of each kind, and the number of omitted warnings by kind.
    ///
    /// ```
    /// use tinsmith_codegen::diagnostic::{Diagnostic, Diagnostics, event};
    ///
    /// let odd = |shape| Diagnostic::warning(event::UNKNOWN_TRAIT, "unknown trait").on(shape);
    /// let found: Diagnostics = ["a#A", "a#B", "a#C"].into_iter().map(odd).collect();
    /// let (shown, omitted) = found.abridged(1);
    /// assert_eq!((shown.len(), omitted["UnknownTrait"]), (1, 2));
    /// ```
    pub fn abridged(&self, per_kind: usize) -> (Self, BTreeMap<&'static str, usize>) {
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut shown = Self::new();
        for diagnostic in &self.list {
            let count = seen.entry(diagnostic.event_id).or_default();
            *count += usize::from(diagnostic.severity == Severity::Warning);
            if diagnostic.severity == Severity::Error || *count <= per_kind {
                shown.push(diagnostic.clone());
            }
        }
        seen.retain(|_, count| *count > per_kind);
        seen.values_mut().for_each(|count| *count -= per_kind);
        (shown, seen)
    }

    /// The number of warnings by kind, sorted by kind.
    pub fn warnings_by_kind(&self) -> BTreeMap<&'static str, usize> {
        let mut kinds = BTreeMap::new();
        for warning in self.warnings() {
            *kinds.entry(warning.event_id).or_default() += 1;
        }
        kinds
    }

    /// Sorts by file, line, shape ID and kind, and removes exact duplicates, so that the same input always gives the
    /// same report.
    pub fn sort(&mut self) {
        let key = |d: &Diagnostic| (d.location.clone(), d.shape_id.clone(), d.event_id, d.severity, d.message.clone());
        self.list.sort_by_cached_key(key);
        self.list.dedup();
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_reads_like_a_compiler_message() {
        let location = Location { file: "a.json".into(), line: 3, column: 5 };
        let diagnostic = Diagnostic::error(event::UNRESOLVED_TARGET, "no shape Strin")
            .on("example#Foo$bar")
            .at(location)
            .hint("did you mean String?".to_owned());
        assert_eq!(
            diagnostic.to_string(),
            "error[UnresolvedTarget]: example#Foo$bar: no shape Strin\n  --> a.json:3:5\n  help: did you mean String?"
        );
    }

    #[test]
    fn sort_orders_by_place_and_drops_repeats() {
        let at = |line| Location { file: "a.json".into(), line, column: 1 };
        let second = Diagnostic::error(event::TRAIT_VALUE, "b").at(at(20));
        let first = Diagnostic::error(event::TRAIT_VALUE, "a").at(at(3));
        let mut all: Diagnostics = [second.clone(), first.clone(), second.clone()].into_iter().collect();
        all.sort();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [first, second]);
    }
}
