//! Two versions of a model as events: what was added, changed and removed, and what of it breaks callers.
//!
//! Names and severities of the events are those of Smithy's own comparison
//! (<https://smithy.io/2.0/guides/evolving-models.html>), so that reviews and suppressions carry over. Where
//! [`compare`](crate::compare) asks whether two descriptions of one API agree, this asks whether the later one may
//! replace the earlier one.

mod bindings;
mod members;
mod rules;
mod shapes;
mod traits;

use std::fmt;

use crate::model::{Model, Shape, ShapeId, is_prelude};

/// How much an event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is fine.
    Note,
    /// It is fine as a rule.
    Warning,
    /// It may break callers.
    Danger,
    /// It breaks callers.
    Error,
}

impl Severity {
    /// All of them, from the least.
    pub const ALL: [Self; 4] = [Self::Note, Self::Warning, Self::Danger, Self::Error];

    /// The name, in capital letters as Smithy writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "NOTE",
            Self::Warning => "WARNING",
            Self::Danger => "DANGER",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// How much it matters.
    pub severity: Severity,
    /// Its id, such as `RemovedShape`.
    pub id: String,
    /// The shape or member that it is about.
    pub shape_id: String,
    /// What happened, in a sentence.
    pub message: String,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}", self.severity, self.id, self.shape_id, self.message)
    }
}

/// Compares two versions of a model: the gravest events first, then by shape.
pub fn diff(old: &Model, new: &Model) -> Vec<Event> {
    let mut diff = Diff { old, new, events: Vec::new() };
    shapes::added(&mut diff);
    shapes::removed(&mut diff);
    for (old, new) in diff.pairs() {
        shapes::changed(&mut diff, old, new);
        bindings::changed(&mut diff, old, new);
        members::changed(&mut diff, old, new);
        traits::changed(&mut diff, old, new);
    }
    let mut events = diff.events;
    events.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| a.shape_id.cmp(&b.shape_id)).then_with(|| a.id.cmp(&b.id))
    });
    events
}

/// The two versions, and what was found.
struct Diff<'m> {
    old: &'m Model,
    new: &'m Model,
    events: Vec<Event>,
}

impl<'m> Diff<'m> {
    fn push(
        &mut self,
        severity: Severity,
        id: impl Into<String>,
        shape: &dyn fmt::Display,
        message: impl Into<String>,
    ) {
        self.events.push(Event { severity, id: id.into(), shape_id: shape.to_string(), message: message.into() });
    }

    /// The shapes that both versions have.
    fn pairs(&self) -> Vec<(&'m Shape, &'m Shape)> {
        let old = own_shapes(self.old);
        old.filter_map(|(id, shape)| Some((shape, self.new.shape(id.as_str())?))).collect()
    }
}

/// The shapes of a model without those of the prelude.
fn own_shapes(model: &Model) -> impl Iterator<Item = (&ShapeId, &Shape)> {
    model.shapes.iter().filter(|(id, _)| !is_prelude(id))
}
